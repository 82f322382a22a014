// Ending the open sessions of a device. A session past its time is not open any more and stays as it is.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_OPEN_SESSIONS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_OPEN_SESSIONS_H_

#include "domain/session.h"
#include "store/commands/connection.h"

namespace heliograph::store {

// Offline ones, of one method.
void endOpenOfflineSessions(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method,
                            domain::SessionStatus status, TimePoint now);
// Those of every kind and method; `status` is not kCompleted.
void endOpenSessions(Connection& connection, const DeviceId& device, domain::SessionStatus status, TimePoint now);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_OPEN_SESSIONS_H_
