// Store's commands on the server's own keys (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_SERVER_KEY_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_SERVER_KEY_COMMANDS_H_

#include <optional>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] std::optional<domain::ServerKeyRecord> readServerKeys(Connection& connection);
[[nodiscard]] domain::ServerKeyRecord storeServerKeys(Connection& connection, const domain::ServerKeyRecord& record);
// True where the server keys are under a newer master key: a rotation has begun.
[[nodiscard]] bool isUnderOldMasterKey(Connection& connection, const domain::Wrapped& keys);
[[nodiscard]] bool replaceServerKeys(Connection& connection, const domain::ServerKeyRecord& expected,
                                     const domain::ServerKeyRecord& replacement, const domain::AuditTrail& audit);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_SERVER_KEY_COMMANDS_H_
