// Store's commands for offline authentication (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_OFFLINE_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_OFFLINE_COMMANDS_H_

#include "domain/store.h"
#include "store/sqlite/connection.h"

namespace heliograph::store {

[[nodiscard]] Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> beginOfflineSession(
    Connection& connection, const domain::NewOfflineSession& session);
[[nodiscard]] Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> loadOfflineSession(
    Connection& connection, const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version);
[[nodiscard]] bool recordOfflineAttempt(Connection& connection, const domain::OfflineAttempt& attempt);
[[nodiscard]] bool cancelOfflineSession(Connection& connection, const domain::OfflineSessionId& id, TimePoint now);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_OFFLINE_COMMANDS_H_
