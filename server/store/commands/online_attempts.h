// What the responses of online methods have in common, whatever kind of session they answer (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_ONLINE_ATTEMPTS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_ONLINE_ATTEMPTS_H_

#include "domain/store.h"
#include "store/commands/audit_rows.h"
#include "store/commands/device_rows.h"
#include "store/commands/method_rows.h"
#include "store/commands/open_sessions.h"
#include "store/commands/request_marks.h"

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

// A wrong response. `is_open` tells whether the attempt's session waits for it; `fail_session` ends that session.
template <class SessionId, class IsOpen, class FailSession>
[[nodiscard]] domain::OnlineRecord recordOnlineFailure(Connection& connection,
                                                       const domain::OnlineFailureRecord<SessionId>& failure,
                                                       const domain::AuditTrail& audit, IsOpen is_open,
                                                       FailSession fail_session) {
  using domain::OnlineRecord;
  const domain::OnlineAttempt<SessionId>& attempt = failure.attempt;
  const TimePoint now = failure.mark.received_at;
  connection.takeDevice(attempt.device);
  if (isMarked(connection, attempt.device, failure.mark)) return OnlineRecord::kReplayed;
  if (!is_open(connection, attempt)) return OnlineRecord::kLostRace;
  if (!recordOnlineUse(connection, attempt, failure.state, now)) return OnlineRecord::kLostRace;
  setMark(connection, attempt.device, failure.mark);
  if (failure.device_lock) {
    setDeviceLock(connection, attempt.device, failure.device_lock, failure.device_locks);
    fail_session(attempt.session, now);
    endOpenSessions(connection, attempt.device, domain::SessionStatus::kFailed, now);
  }
  recordAudit(connection, audit);
  return OnlineRecord::kRecorded;
}

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_ONLINE_ATTEMPTS_H_
