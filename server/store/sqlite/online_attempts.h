// What the responses of online methods have in common, whatever kind of session they answer (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_ONLINE_ATTEMPTS_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_ONLINE_ATTEMPTS_H_

#include "domain/store.h"
#include "store/sqlite/device_rows.h"
#include "store/sqlite/method_rows.h"

namespace heliograph::store {

[[nodiscard]] inline bool isAtVersion(Connection& connection, const DeviceId& device, domain::RowVersion expected) {
  const auto row = readActiveDeviceRow(connection, device);
  return row && row->version == expected;
}

// Requires that the attempt's session is open. Records the use of its method. False, with nothing changed, where the
// attempt was decided by what is not so any more.
template <class SessionId>
[[nodiscard]] bool recordOnlineUse(Connection& connection, const domain::OnlineAttempt<SessionId>& attempt,
                                   const domain::AttemptState& state, TimePoint now) {
  return isAtVersion(connection, attempt.device, attempt.expected_device_version) &&
         recordUse(connection, attempt.device, attempt.auth_method, attempt.expected_method_version, state, now);
}

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_ONLINE_ATTEMPTS_H_
