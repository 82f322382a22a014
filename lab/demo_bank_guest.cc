#include "lab/demo_bank_guest.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "base/hex.h"
#include "cli/command_line_origin.h"
#include "cli/desk.h"
#include "cli/example.h"
#include "command_line/exit_code.h"
#include "demo_bank/routes.h"
#include "http/embedded/embedded_files.h"
#include "lab/page_files.h"

namespace heliograph::lab {
namespace {

constexpr const char* kKeyName = "demo bank";
constexpr std::chrono::days kKeyLifetime{30};  // of a start

// The bank answers on worker threads and waits there for other worker threads.
constexpr std::size_t kFewestWorkerThreads = 2;
constexpr std::size_t kWorkerThreadsPerCall = 4;

// Somebody waits in front of a screen, and a worker thread with them.
constexpr std::chrono::seconds kCallTimeout{5};

void revokeFormerKeys(domain::Administration& administration, const domain::OrganisationId& organisation,
                      TimePoint now) {
  for (const domain::ApiKey& key : administration.apiKeys()) {
    if (key.organisation != organisation || key.name != kKeyName || key.revoked_at) continue;
    if (const auto revoked = administration.revokeApiKey(key.id, cli::commandLineOrigin(), now); !revoked) {
      cli::refuse(revoked.error(), kKeyName);
    }
  }
}

domain::NewApiKey makeKey(domain::Administration& administration, const domain::OrganisationId& organisation,
                          TimePoint now) {
  auto made = administration.createApiKey({.organisation = organisation,
                                           .name = kKeyName,
                                           .role = domain::ApiKeyRole::kServiceProvider,
                                           .expires_at = now + kKeyLifetime},
                                          cli::commandLineOrigin(), now);
  if (!made) cli::refuse(made.error(), kKeyName);
  return std::move(*made);
}

}  // namespace

const http::Pages& DemoBankGuest::pages() const {
  static const http::Pages pages([] {
    const auto own = lab::pageFiles();
    const auto console = http::pageFiles();
    std::vector<http::EmbeddedFile> files(own.begin(), own.end());
    files.insert(files.end(), console.begin(), console.end());
    return files;
  }());
  return pages;
}

void DemoBankGuest::addRoutes(http::Router& router) {
  bank::addRoutes(router, [this]() -> bank::Bank& { return bank_.value(); });
}

std::string DemoBankGuest::open(const cli::Host& host) {
  const http::ServerConfiguration& http = host.file.http;
  if (http.worker_threads < kFewestWorkerThreads) {
    throw cli::CommandFailure(cli::ExitCode::kUnusable, "server.worker_threads: the demo bank needs 2 at least");
  }
  spdlog::warn(
      "the demo bank is on: its customers' password is public and its money is not real; never let it face the "
      "internet");
  const TimePoint now = host.clock.now();
  domain::Administration& administration = host.domain.administration;
  const domain::Application application = cli::exampleApplication(administration, now);
  revokeFormerKeys(administration, application.organisation, now);
  domain::NewApiKey key = makeKey(administration, application.organisation, now);
  bank::ClientOptions options{.certificate_authorities = std::nullopt, .timeout = kCallTimeout};
  // The server's own certificate is what it is trusted by; its name is verified, too.
  if (http.tls) options.certificate_authorities = http.tls->certificate_chain;
  bank_.emplace(
      bank::ServiceProviderClient(host.service_url, key.key.id.text(), std::move(key.secret), std::move(options)),
      std::max<std::size_t>(1, http.worker_threads / kWorkerThreadsPerCall),
      bank::PhoneConfiguration{host.service_url, application.id.text(), toHex(host.channel_key.point())}, host.clock,
      host.random);
  return host.service_url + "/demo/";
}

}  // namespace heliograph::lab
