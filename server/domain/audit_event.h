// Audit events: who did what to what, and how it ended.
//
// Every change is written together with its events in one transaction; refused attempts are events, too. No event holds
// a secret, a code or a context: of a context only its SHA-256.

#ifndef HELIOGRAPH_SERVER_DOMAIN_AUDIT_EVENT_H_
#define HELIOGRAPH_SERVER_DOMAIN_AUDIT_EVENT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "crypto/hash.h"
#include "domain/ids.h"
#include "protocol/auth_method.h"

namespace heliograph::domain {

enum class AuditActor {
  kApiKey,
  kDevice,       // a phone that has proved itself by its signature
  kCommandLine,  // an operator on the server's machine
  kServer,       // the server by itself
  kStranger,     // somebody without good credentials
};

// Where a request came from.
struct AuditOrigin {
  AuditActor actor = AuditActor::kServer;
  std::optional<ApiKeyId> api_key = std::nullopt;  // kApiKey
  std::string request_id = {};                     // X-Request-Id; empty where there was no HTTP request
  std::string address = {};                        // empty where there was none
  friend bool operator==(const AuditOrigin&, const AuditOrigin&) = default;
};

enum class AuditAction {
  kOrganisationCreated,
  kApplicationCreated,
  kConfigurationChanged,  // detail: the names of the properties that changed, joined by commas
  kApiKeyCreated,         // detail: the key's id
  kApiKeyRevoked,         // detail: the key's id
  kCredentialsRefused,    // detail: how often since the last such event of this address
  kConsoleSignedIn,
  kEnrolmentCreated,
  kEnrolmentCancelled,
  kEnrolmentStarted,  // the device is made; its id is filled in by the store
  kMethodActivated,   // added, or given new keys
  kMethodDeactivated,
  kMethodLocked,  // detail: the lock's reason, and behind a colon what the caller said
  kMethodUnlocked,
  kDeviceDeactivated,
  kDeviceLocked,  // as kMethodLocked
  kDeviceUnlocked,
  kAddOrUpdateStarted,
  kAddOrUpdateAttempted,  // method: the authorising one
  kAuthenticationBegun,
  kAuthenticationAttempted,
  kAuthenticationCancelled,
  kOfflineAuthenticationBegun,
  kOfflineAuthenticationAttempted,
  kOfflineAuthenticationCancelled,
  kMasterKeyRotated,   // detail: from and to
  kSessionsCleanedUp,  // detail: how many
};

// "OFFLINE_AUTHENTICATION_ATTEMPTED" and so on, as the interfaces say it.
[[nodiscard]] std::string_view nameOf(AuditAction action);
[[nodiscard]] std::optional<AuditAction> auditActionFromName(std::string_view name);
[[nodiscard]] std::string_view nameOf(AuditActor actor);
[[nodiscard]] std::optional<AuditActor> auditActorFromName(std::string_view name);

enum class AuditOutcome {
  kSuccess,
  kFailure,  // a wrong password or response that was evaluated and counted
  kRefused,  // nothing was evaluated; detail: the refusal's code
};
[[nodiscard]] std::string_view nameOf(AuditOutcome outcome);
[[nodiscard]] std::optional<AuditOutcome> auditOutcomeFromName(std::string_view name);

struct AuditEvent {
  TimePoint at;
  AuditOrigin origin;
  AuditAction action;
  AuditOutcome outcome = AuditOutcome::kSuccess;
  std::optional<OrganisationId> organisation = std::nullopt;
  std::optional<ApplicationId> application = std::nullopt;
  std::optional<DeviceId> device = std::nullopt;
  std::optional<UuidBytes> session = std::nullopt;  // of any kind, an enrolment's too
  std::optional<protocol::AuthMethod> auth_method = std::nullopt;
  std::optional<crypto::Sha256Hash> context_hash = std::nullopt;
  std::string detail = {};  // at most kMaxAuditDetailSize bytes
  friend bool operator==(const AuditEvent&, const AuditEvent&) = default;
};

inline constexpr std::size_t kMaxAuditDetailSize = 256;

// The events of one change, in the order in which they happened.
using AuditTrail = std::vector<AuditEvent>;

// The place of an event in the log: drawn by the store, growing, with gaps.
using AuditSequence = std::uint64_t;

struct StoredAuditEvent {
  AuditSequence sequence;
  AuditEvent event;
  friend bool operator==(const StoredAuditEvent&, const StoredAuditEvent&) = default;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_AUDIT_EVENT_H_
