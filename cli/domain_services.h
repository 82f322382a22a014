// The domain's services over one installation: what a running server consists of, below HTTP.

#ifndef HELIOGRAPH_CLI_DOMAIN_SERVICES_H_
#define HELIOGRAPH_CLI_DOMAIN_SERVICES_H_

#include "cli/installation.h"
#include "cli/server_file.h"
#include "http/server.h"

namespace heliograph::cli {

// They refer to each other and to the installation, so they stay where they were made.
struct DomainServices {
  DomainServices(Installation& installation, const ServerFile& file, Random& random, domain::Observer& observer);
  DomainServices(const DomainServices&) = delete;
  DomainServices& operator=(const DomainServices&) = delete;

  // As the HTTP server takes them.
  [[nodiscard]] http::Services with(const Clock& clock, Random& random, http::RequestObserver& observer);

  domain::DirectoryCache directory;
  domain::ActivationCodes codes;
  domain::RequestLimits limits;
  domain::IdempotencyKeys idempotency_keys;
  domain::ApiKeyUses api_key_uses;
  domain::RefusedCredentials refused_credentials;
  domain::ConsoleSessions console_sessions;
  domain::Enrolments enrolments;
  domain::Authentications authentications;
  domain::OfflineAuthentications offline_authentications;
  domain::Devices devices;
  domain::DeviceCalls device_calls;
  domain::Administration administration;
  domain::AuditLog audit_log;
  domain::Statistics statistics;
  domain::MasterKeyRotation rotation;
  domain::Upkeep upkeep;
};

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_DOMAIN_SERVICES_H_
