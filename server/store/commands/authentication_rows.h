// The rows of online authentications.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_AUTHENTICATION_ROWS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_AUTHENTICATION_ROWS_H_

#include <optional>

#include "domain/session.h"
#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

void insertAuthentication(Connection& connection, const domain::AuthenticationSession& session);
// With its device's lock.
[[nodiscard]] std::optional<domain::AuthenticationSessionView> readAuthentication(
    Connection& connection, const domain::AuthenticationSessionId& id);
// The newest one of the device that is open at `now`.
[[nodiscard]] std::optional<domain::AuthenticationSessionId> newestOpenAuthentication(Connection& connection,
                                                                                      const DeviceId& device,
                                                                                      TimePoint now);
// False where it is not open: finished, or past its time.
[[nodiscard]] bool cancelOpenAuthentication(Connection& connection, const domain::AuthenticationSessionId& id,
                                            TimePoint now);

// `auth_method` is the one that answered: where `status` is kCompleted.
void endAuthentication(Connection& connection, const domain::AuthenticationSessionId& id, domain::SessionStatus status,
                       std::optional<protocol::AuthMethod> auth_method, TimePoint now);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_AUTHENTICATION_ROWS_H_
