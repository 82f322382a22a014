#include "bench/bench_command.h"

#include <fmt/format.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>

#include "bench/devices_file.h"
#include "bench/load.h"
#include "bench/preparation.h"
#include "bench/report.h"
#include "cli/desk.h"
#include "cli/server_option.h"
#include "command_line/exit_code.h"

namespace heliograph::bench {
namespace {

constexpr std::uint64_t kMostDevices = 100'000'000;
constexpr std::size_t kMostConnections = 50'000;
constexpr double kHighestRate = 1e6;
constexpr double kLongestSeconds = 86'400;

struct PrepareOptions {
  std::filesystem::path server_file;
  std::filesystem::path devices_file;
  std::uint64_t devices = 1000;
};

struct RunOptions {
  std::filesystem::path devices_file;
  std::string url = "http://127.0.0.1:8080";
  double warm_up = 2;
  double seconds = 10;
  LoadOptions load;
};

void prepare(const PrepareOptions& options, const cli::GlobalOptions& global) {
  if (std::filesystem::exists(options.devices_file)) {
    throw cli::CommandFailure(cli::ExitCode::kUnusable, options.devices_file.string() + ": exists already");
  }
  cli::Desk desk(options.server_file);
  writeDevicesFile(options.devices_file, prepareDevices(desk, options.devices));
  if (global.json) {
    const nlohmann::ordered_json json{{"devices", options.devices}, {"file", options.devices_file.string()}};
    fmt::print("{}\n", json.dump());
  } else {
    fmt::print("{} devices in {}\n", options.devices, options.devices_file.string());
  }
}

void run(RunOptions& options, const cli::GlobalOptions& global) {
  const auto address = serverAddressOf(options.url);
  if (!address) throw cli::CommandFailure(cli::ExitCode::kUsage, options.url + ": is not http://HOST:PORT");
  signal(SIGPIPE, SIG_IGN);  // a connection that breaks is a result
  LoadOptions& load = options.load;
  load.host = address->host;
  load.port = address->port;
  load.warm_up = std::chrono::duration<double>(options.warm_up);
  load.measured = std::chrono::duration<double>(options.seconds);
  const PreparedDevices devices = readDevicesFile(options.devices_file);
  const LoadResult result = runLoad(load, devices);
  if (global.json) {
    fmt::print("{}\n", toJson(load, devices.count, result).dump());
  } else {
    fmt::print("{}", toText(result));
  }
  if (result.unexpected > 0) {
    throw cli::CommandFailure(cli::ExitCode::kNo, "passwords had another result than they should have");
  }
}

void addPrepare(CLI::App& bench, const cli::GlobalOptions& global) {
  auto options = std::make_shared<PrepareOptions>();
  CLI::App* command =
      bench.add_subcommand("prepare", "Make an application, an API key and devices to load a server with");
  cli::addServerFileOption(*command, options->server_file);
  command->add_option("--devices", options->devices, "How many")
      ->check(CLI::Range(std::uint64_t{1}, kMostDevices))
      ->capture_default_str();
  command->add_option("--out", options->devices_file, "The file to make, for bench run; it holds secrets")->required();
  command->callback([options, &global] { prepare(*options, global); });
}

void addRun(CLI::App& bench, const cli::GlobalOptions& global) {
  auto options = std::make_shared<RunOptions>();
  LoadOptions& load = options->load;
  CLI::App* command = bench.add_subcommand("run", "Begin and verify offline authentications, and measure");
  command->add_option("--devices-file", options->devices_file, "What bench prepare made")->required();
  command->add_option("--url", options->url, "The server, by plain HTTP")->capture_default_str();
  command->add_option("--connections", load.connections, "Connections to the server")
      ->check(CLI::Range(std::size_t{1}, kMostConnections))
      ->capture_default_str();
  command
      ->add_option("--rate", load.pairs_per_second,
                   "Begin so many pairs a second whatever the server does (open loop); else each connection goes on "
                   "when it has finished a pair (closed loop)")
      ->check(CLI::Range(0.1, kHighestRate));
  command->add_option("--warm-up", options->warm_up, "Seconds before measuring")
      ->check(CLI::Range(0.0, kLongestSeconds))
      ->capture_default_str();
  command->add_option("--seconds", options->seconds, "Seconds to measure")
      ->check(CLI::Range(0.1, kLongestSeconds))
      ->capture_default_str();
  command->add_option("--wrong", load.wrong, "The part of passwords that are wrong")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--server-pid", load.servers, "Server processes whose CPU time and memory to measure");
  command->add_option("--database-pid", load.database, "The database's first process, to measure it and its children");
  command->callback([options, &global] { run(*options, global); });
}

}  // namespace

std::optional<ServerAddress> serverAddressOf(std::string_view url) {
  constexpr std::string_view kScheme = "http://";
  if (!url.starts_with(kScheme)) return std::nullopt;
  std::string_view rest = url.substr(kScheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  std::string_view host = rest;
  std::string_view port = "80";
  const std::size_t bracket = rest.find(']');
  const std::size_t colon = rest.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    host = rest.substr(0, colon);
    port = rest.substr(colon + 1);
  }
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const bool is_port = !port.empty() && port.find_first_not_of("0123456789") == std::string_view::npos;
  if (host.empty() || !is_port || host.find_first_of("/@?#[]") != std::string_view::npos) return std::nullopt;
  return ServerAddress{.host = std::string(host), .port = std::string(port)};
}

void addBenchCommand(CLI::App& root, const cli::GlobalOptions& options) {
  CLI::App* bench = root.add_subcommand("bench", "Load a server with offline authentications and measure it");
  bench->require_subcommand(1);
  addPrepare(*bench, options);
  addRun(*bench, options);
}

}  // namespace heliograph::bench
