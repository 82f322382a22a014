#include "cli/demo_bank_opening.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>

#include "base/hex.h"
#include "cli/command_line_origin.h"
#include "cli/desk.h"
#include "cli/example.h"
#include "cli/exit_code.h"
#include "demo_bank/routes.h"

namespace heliograph::cli {
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
    if (const auto revoked = administration.revokeApiKey(key.id, commandLineOrigin(), now); !revoked) {
      refuse(revoked.error(), kKeyName);
    }
  }
}

domain::NewApiKey makeKey(domain::Administration& administration, const domain::OrganisationId& organisation,
                          TimePoint now) {
  auto made = administration.createApiKey({.organisation = organisation,
                                           .name = kKeyName,
                                           .role = domain::ApiKeyRole::kServiceProvider,
                                           .expires_at = now + kKeyLifetime},
                                          commandLineOrigin(), now);
  if (!made) refuse(made.error(), kKeyName);
  return std::move(*made);
}

}  // namespace

void DemoBankOpening::addRoutes(http::Router& router) {
  bank::addRoutes(router, [this]() -> bank::Bank& { return bank_.value(); });
}

void DemoBankOpening::open(const ServerFile& file, const std::string& service_url,
                           const crypto::P256PublicKey& channel_key, domain::Administration& administration,
                           const Clock& clock, Random& random) {
  if (file.http.worker_threads < kFewestWorkerThreads) {
    throw CommandFailure(ExitCode::kUnusable, "server.worker_threads: the demo bank needs 2 at least");
  }
  spdlog::warn(
      "the demo bank is on: its customers' password is public and its money is not real; never let it face the "
      "internet");
  const TimePoint now = clock.now();
  const domain::Application application = exampleApplication(administration, now);
  revokeFormerKeys(administration, application.organisation, now);
  domain::NewApiKey key = makeKey(administration, application.organisation, now);
  bank::ClientOptions options{.certificate_authorities = std::nullopt, .timeout = kCallTimeout};
  // The server's own certificate is what it is trusted by; its name is verified, too.
  if (file.http.tls) options.certificate_authorities = file.http.tls->certificate_chain;
  bank_.emplace(bank::ServiceProviderClient(service_url, key.key.id.text(), std::move(key.secret), std::move(options)),
                std::max<std::size_t>(1, file.http.worker_threads / kWorkerThreadsPerCall),
                bank::PhoneConfiguration{service_url, application.id.text(), toHex(channel_key.point())}, clock,
                random);
}

}  // namespace heliograph::cli
