#include "cli/serve.h"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <thread>

#include "cli/commands.h"
#include "cli/example.h"
#include "cli/installation.h"
#include "cli/json_output.h"
#include "cli/master_key_file.h"
#include "cli/server_file.h"
#include "cli/server_option.h"
#include "cli/upkeep_thread.h"
#include "command_line/exit_code.h"
#include "domain/domain.h"
#include "http/log_format.h"
#include "http/server.h"
#include "metrics/listener.h"
#include "metrics/metrics.h"

namespace heliograph::cli {
namespace {

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

// What whoever started the server gets to know.
struct Announcement {
  std::string url;
  std::optional<std::string> metrics_url = std::nullopt;
  std::optional<Json> example = std::nullopt;
  std::optional<std::string> guest_url = std::nullopt;
};

void announce(const Announcement& what, const GlobalOptions& global) {
  if (global.json) {
    Json line{{"service_url", what.url}};
    if (what.metrics_url) line["metrics_url"] = *what.metrics_url;
    if (what.example) line["example"] = *what.example;
    if (what.guest_url) line["guest_url"] = *what.guest_url;
    fmt::print("{}\n", line.dump());
  } else {
    if (what.example) printExample(*what.example);
    if (what.metrics_url) fmt::print("metrics at {}\n", *what.metrics_url);
    fmt::print("listening on {}\n", what.url);
    if (what.guest_url) fmt::print("open {}\n", *what.guest_url);
  }
  std::fflush(stdout);
}

}  // namespace

void serve(const ServeOptions& options, const GlobalOptions& global, Guest* guest) {
  StopOnSignal stop_on_signal;
  ServerFile file = readServerFile(options.file);
  if (options.port) file.http.port = *options.port;
  setUpLog(file.log_level, file.http.log.format);
  crypto::SystemRandom random;
  const SystemClock clock;
  ServerMetrics metrics(file);
  Installation installation = openInstallation(file, random, clock, metrics.ofStore());
  domain::Domain domain(*installation.store, installation.key_ring, installation.channel_key, random,
                        metrics.ofDomain(), file.rules);
  http::Services services{.domain = domain,
                          .clock = clock,
                          .random = random,
                          .observer = metrics.ofRequests(),
                          .pages = guest != nullptr ? guest->pages() : http::embeddedPages()};
  if (guest != nullptr) services.add_demo_routes = [guest](http::Router& router) { guest->addRoutes(router); };
  const auto server = startServer(file.http, services);
  Announcement announcement{.url = serviceUrl(file.http, server->port())};
  announcement.metrics_url = metrics.listen();
  const crypto::P256PublicKey& channel_key = installation.channel_key.publicKey();
  if (options.with_example) {
    announcement.example = makeExample(domain.administration, announcement.url, channel_key, clock.now());
  }
  if (guest != nullptr) {
    announcement.guest_url = guest->open({file, announcement.url, channel_key, domain, clock, random});
  }
  domain.directory.latest();
  announce(announcement, global);
  const UpkeepThread upkeep(domain.upkeep, clock);
  stop_on_signal.run(*server, [&] { readMasterKeysAgain(file, installation.key_ring); });
  spdlog::info("stopped");
}

void addServeOptions(CLI::App& command, ServeOptions& options) {
  addServerFileOption(command, options.file);
  command.add_option("--port", options.port, "Listen here instead of the configured port (0: any free one)");
  command.add_flag("--with-example", options.with_example,
                   "If the database has no application yet, make one and an API key, and print both");
}

void addServeCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command = root.add_subcommand("serve", "Run the server until SIGINT or SIGTERM");
  addServeOptions(*command, *options);
  command->callback([options, &global] { serve(*options, global); });
}

}  // namespace heliograph::cli
