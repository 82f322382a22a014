// heliograph serve: the server, until SIGINT or SIGTERM.

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <thread>

#include "cli/commands.h"
#include "cli/exit_code.h"
#include "cli/installation.h"
#include "cli/json_output.h"
#include "cli/server_file.h"
#include "cli/server_option.h"
#include "domain/administration.h"
#include "http/server.h"

namespace heliograph::cli {
namespace {

struct ServeOptions {
  std::filesystem::path file;
  std::optional<std::uint16_t> port;
  bool with_example = false;
};

// Turns SIGINT and SIGTERM into stop(). The signals must be blocked in every thread, so this comes before the first
// one.
class StopOnSignal {
 public:
  StopOnSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    signal(SIGPIPE, SIG_IGN);
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

  // Runs `server` until a signal comes.
  void run(http::Server& server) {
    std::thread waiter([this, &server] {
      int number = 0;
      sigwait(&signals_, &number);
      server.stop();
    });
    try {
      server.run();
    } catch (...) {
      endWait(waiter);
      throw;
    }
    endWait(waiter);
  }

 private:
  // A signal that nobody sent ends the wait where the server ended by itself; where one came it is left pending.
  static void endWait(std::thread& waiter) {
    pthread_kill(waiter.native_handle(), SIGINT);
    waiter.join();
  }
  sigset_t signals_{};
};

void setUpLog(const std::string& level) {
  auto logger = spdlog::stderr_logger_mt("heliograph");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(logger);
}

// Everything allowed that a phone without a sensor can do, so that a newcomer can try it at once.
const domain::Properties kExampleProperties{
    {"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN,OFFLINE,OFFLINE:PIN"},
    {"OFFLINE_OTP_LENGTH", "6"},
};

std::optional<Json> makeExample(domain::Store& store, Random& random, const std::string& service_url,
                                const crypto::P256PublicKey& channel_key, TimePoint now) {
  domain::Administration administration(store, random);
  if (!administration.applications().empty()) return std::nullopt;
  const auto application = administration.createApplication("example", "example", kExampleProperties, now);
  if (!application) throw CommandFailure(ExitCode::kUnusable, application.error().message);
  const domain::NewApiKey key = administration.createApiKey("example", "example", now);
  return Json{{"application", toJson(*application)},
              {"key_id", key.key.id.text()},
              {"key_secret", textOf(key.secret.expose())},
              {"phone", phoneConfiguration(service_url, application->id, channel_key)}};
}

void printExample(const Json& example) {
  fmt::print(
      "first start: made an example application and an API key; the secret is not shown again\n"
      "  application_id  {}\n  key_id          {}\n  key_secret      {}\n  phone           {}\n",
      example["application"]["application_id"].get<std::string>(), example["key_id"].get<std::string>(),
      example["key_secret"].get<std::string>(), example["phone"].dump());
}

void serve(const ServeOptions& options, const GlobalOptions& global) {
  StopOnSignal stop_on_signal;
  ServerFile file = readServerFile(options.file);
  if (options.port) file.http.port = *options.port;
  setUpLog(file.log_level);
  crypto::SystemRandom random;
  const SystemClock clock;
  const Installation installation = openInstallation(file, random, clock);
  domain::DirectoryCache directory(*installation.store);
  const domain::ActivationCodes codes(installation.channel_key);
  domain::Enrolments enrolments(*installation.store, directory, codes, random);
  domain::OfflineAuthentications offline(*installation.store, directory, installation.key_ring, random);
  domain::Devices devices(*installation.store, directory);
  domain::DeviceCalls device_calls(*installation.store, directory, installation.key_ring, installation.channel_key,
                                   codes, random);
  const http::Services services{directory, enrolments, offline, devices, device_calls, clock, random};
  std::unique_ptr<http::Server> server;
  try {
    server = std::make_unique<http::Server>(file.http, services);
  } catch (const std::runtime_error& error) {
    throw CommandFailure(ExitCode::kUnusable, error.what());
  }
  const std::string url = serviceUrl(file.http, server->port());
  std::optional<Json> example;
  if (options.with_example) {
    example = makeExample(*installation.store, random, url, installation.channel_key.publicKey(), clock.now());
    directory.latest();
  }
  if (global.json) {
    Json line{{"service_url", url}};
    if (example) line["example"] = *example;
    fmt::print("{}\n", line.dump());
  } else {
    if (example) printExample(*example);
    fmt::print("listening on {}\n", url);
  }
  std::fflush(stdout);
  stop_on_signal.run(*server);
  spdlog::info("stopped");
}

}  // namespace

void addServeCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command = root.add_subcommand("serve", "Run the server until SIGINT or SIGTERM");
  addServerFileOption(*command, options->file);
  command->add_option("--port", options->port, "Listen here instead of the configured port (0: any free one)");
  command->add_flag("--with-example", options->with_example,
                    "Where the database has no application yet, make one and an API key, and print both");
  command->callback([options, &global] { serve(*options, global); });
}

}  // namespace heliograph::cli
