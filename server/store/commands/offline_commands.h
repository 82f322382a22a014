// Store's commands for offline authentication (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_OFFLINE_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_OFFLINE_COMMANDS_H_

#include <optional>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> beginOfflineSession(
    Connection& connection, const domain::NewOfflineSession& session, const domain::AuditTrail& audit);
[[nodiscard]] Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> loadOfflineSession(
    Connection& connection, const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version,
    const std::optional<domain::IdempotencyKey>& idempotency);
[[nodiscard]] bool recordOfflineAttempt(Connection& connection, const domain::OfflineAttempt& attempt,
                                        const domain::AuditTrail& audit);
[[nodiscard]] bool cancelOfflineSession(Connection& connection, const domain::OfflineSessionId& id, TimePoint now,
                                        const domain::AuditTrail& audit);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_OFFLINE_COMMANDS_H_
