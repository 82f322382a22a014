// heliograph serve: the server, until SIGINT or SIGTERM.

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <thread>

#include "cli/command_line_origin.h"
#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/domain_services.h"
#include "cli/exit_code.h"
#include "cli/installation.h"
#include "cli/json_output.h"
#include "cli/master_key_file.h"
#include "cli/server_file.h"
#include "cli/server_option.h"
#include "cli/upkeep_thread.h"
#include "domain/administration.h"
#include "http/log_format.h"
#include "http/server.h"
#include "metrics/listener.h"
#include "metrics/metrics.h"

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
    sigaddset(&signals_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
    signal(SIGPIPE, SIG_IGN);
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;

  // Runs `server` until SIGINT or SIGTERM comes; each SIGHUP calls `reload`.
  void run(http::Server& server, const std::function<void()>& reload) {
    std::thread waiter([this, &server, &reload] {
      int number = SIGHUP;
      while (sigwait(&signals_, &number) == 0 && number == SIGHUP) reload();
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

void setUpLog(const std::string& level, http::LogFormat format) {
  auto logger = spdlog::stderr_logger_mt("heliograph");
  logger->set_formatter(http::formatterOf(format));
  logger->set_level(spdlog::level::from_str(level));
  spdlog::set_default_logger(logger);
}

// Everything allowed that a phone without a sensor can do, so that a newcomer can try it at once.
const domain::Properties kExampleProperties{
    {"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN,OFFLINE,OFFLINE:PIN"},
    {"OFFLINE_OTP_LENGTH", "6"},
};

domain::NewApiKey makeExampleKey(domain::Administration& administration, const domain::OrganisationId& organisation,
                                 domain::ApiKeyRole role, TimePoint now) {
  auto made = administration.createApiKey({.organisation = organisation, .name = "example", .role = role},
                                          commandLineOrigin(), now);
  if (!made) refuse(made.error(), "example");
  return std::move(*made);
}

std::optional<Json> makeExample(domain::Administration& administration, const std::string& service_url,
                                const crypto::P256PublicKey& channel_key, TimePoint now) {
  if (!administration.applications().empty()) return std::nullopt;
  const auto organisation = administration.organisationNamed("example", commandLineOrigin(), now);
  if (!organisation) refuse(organisation.error(), "example");
  const auto application =
      administration.createApplication(organisation->id, "example", kExampleProperties, commandLineOrigin(), now);
  if (!application) refuse(application.error(), "example");
  const auto key = makeExampleKey(administration, organisation->id, domain::ApiKeyRole::kServiceProvider, now);
  const auto admin_key = makeExampleKey(administration, organisation->id, domain::ApiKeyRole::kAdmin, now);
  return Json{{"application", toJson(*application)},
              {"key_id", key.key.id.text()},
              {"key_secret", textOf(key.secret.expose())},
              {"admin_key_id", admin_key.key.id.text()},
              {"admin_key_secret", textOf(admin_key.secret.expose())},
              {"phone", phoneConfiguration(service_url, application->id, channel_key)}};
}

void printExample(const Json& example) {
  fmt::print(
      "first start: made an example application and API keys; the secrets are not shown again\n"
      "  application_id    {}\n  key_id            {}\n  key_secret        {}\n  admin_key_id      {}\n"
      "  admin_key_secret  {}\n  phone             {}\n",
      example["application"]["application_id"].get<std::string>(), example["key_id"].get<std::string>(),
      example["key_secret"].get<std::string>(), example["admin_key_id"].get<std::string>(),
      example["admin_key_secret"].get<std::string>(), example["phone"].dump());
}

std::unique_ptr<http::Server> startServer(const http::ServerConfiguration& configuration,
                                          const http::Services& services) {
  try {
    return std::make_unique<http::Server>(configuration, services);
  } catch (const std::runtime_error& error) {
    throw CommandFailure(ExitCode::kUnusable, error.what());
  }
}

// What counts, where the configuration asks for it. The listener comes once there is something to tell.
class ServerMetrics {
 public:
  explicit ServerMetrics(const ServerFile& file) : address_(file.metrics_address) {
    if (address_) metrics_ = std::make_unique<metrics::Metrics>(HELIOGRAPH_VERSION);
  }

  [[nodiscard]] domain::Observer& ofDomain() { return metrics_ ? metrics_->ofDomain() : domain::nobody(); }
  [[nodiscard]] store::StoreObserver& ofStore() { return metrics_ ? metrics_->ofStore() : store::nobody(); }
  [[nodiscard]] http::RequestObserver& ofRequests() { return metrics_ ? metrics_->ofRequests() : http::nobody(); }

  // The address to scrape; nothing where there are no metrics.
  std::optional<std::string> listen() {
    if (!metrics_) return std::nullopt;
    try {
      listener_ = std::make_unique<metrics::Listener>(*metrics_, *address_);
    } catch (const std::runtime_error& error) {
      throw CommandFailure(ExitCode::kUnusable, fmt::format("metrics.address: {}", error.what()));
    }
    return listener_->url();
  }

 private:
  std::optional<metrics::ListenerAddress> address_;
  std::unique_ptr<metrics::Metrics> metrics_;
  std::unique_ptr<metrics::Listener> listener_;
};

// What is new opens keys from now on; it wraps them once a rotation has begun. Where the file cannot be used the keys
// in memory stay.
void readMasterKeysAgain(const ServerFile& file, domain::KeyRing& key_ring) {
  try {
    for (auto& [version, key] : readMasterKeys(file.master_key_file)) key_ring.add(version, std::move(key));
    spdlog::info("the master keys were read again; the newest is {}", key_ring.newestVersion());
  } catch (const CommandFailure& failure) {
    spdlog::error("the master keys in use stay: {}", failure.what());
  }
}

void announce(const std::string& url, const std::optional<std::string>& metrics_url, const std::optional<Json>& example,
              const GlobalOptions& global) {
  if (global.json) {
    Json line{{"service_url", url}};
    if (metrics_url) line["metrics_url"] = *metrics_url;
    if (example) line["example"] = *example;
    fmt::print("{}\n", line.dump());
  } else {
    if (example) printExample(*example);
    if (metrics_url) fmt::print("metrics at {}\n", *metrics_url);
    fmt::print("listening on {}\n", url);
  }
  std::fflush(stdout);
}

void serve(const ServeOptions& options, const GlobalOptions& global) {
  StopOnSignal stop_on_signal;
  ServerFile file = readServerFile(options.file);
  if (options.port) file.http.port = *options.port;
  setUpLog(file.log_level, file.http.log.format);
  crypto::SystemRandom random;
  const SystemClock clock;
  ServerMetrics metrics(file);
  Installation installation = openInstallation(file, random, clock, metrics.ofStore());
  DomainServices domain(installation, file, random, metrics.ofDomain());
  const auto server = startServer(file.http, domain.with(clock, random, metrics.ofRequests()));
  const std::string url = serviceUrl(file.http, server->port());
  const std::optional<std::string> metrics_url = metrics.listen();
  std::optional<Json> example;
  if (options.with_example) {
    example = makeExample(domain.administration, url, installation.channel_key.publicKey(), clock.now());
    domain.directory.latest();
  }
  announce(url, metrics_url, example, global);
  const UpkeepThread upkeep(domain.upkeep, clock);
  stop_on_signal.run(*server, [&] { readMasterKeysAgain(file, installation.key_ring); });
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
