#include "store/commands/add_or_update_commands.h"

#include "store/commands/audit_rows.h"
#include "store/commands/device_rows.h"
#include "store/commands/domain_columns.h"
#include "store/commands/method_rows.h"
#include "store/commands/online_attempts.h"
#include "store/commands/open_sessions.h"
#include "store/commands/request_marks.h"
#include "store/commands/server_key_commands.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

using domain::OnlineRecord;
using domain::SessionStatus;

constexpr Sql kInsertSession(R"sql(
  INSERT INTO add_or_update_sessions (shard, session_id, device_id, challenge, status, created_at, expires_at)
  VALUES (?, ?, ?, ?, 'STARTED', ?, ?)
)sql");
constexpr Sql kReadSession(R"sql(
  SELECT session_id, device_id, challenge, status, created_at, expires_at
  FROM add_or_update_sessions WHERE shard = ? AND session_id = ?
)sql");
constexpr Sql kEndSession(R"sql(
  UPDATE add_or_update_sessions SET status = ?, finished_at = ? WHERE shard = ? AND session_id = ?
)sql");

// True where the session waits for a response of this device.
bool isOpenFor(Connection& connection, const domain::AddOrUpdateAttempt& attempt) {
  const auto session = findAddOrUpdateSession(connection, attempt.session);
  return session && session->device == attempt.device && session->status == SessionStatus::kStarted;
}

}  // namespace

Result<void, domain::StartAddOrUpdateRefusal> startAddOrUpdate(Connection& connection,
                                                               const domain::AddOrUpdateSession& session,
                                                               const domain::RequestMark& mark,
                                                               const domain::AuditTrail& audit) {
  using Refusal = domain::StartAddOrUpdateRefusal;
  connection.takeDevice(session.device);
  if (isMarked(connection, session.device, mark)) return fail(Refusal::kReplayed);
  if (!readActiveDeviceRow(connection, session.device)) return fail(Refusal::kUnknownDevice);
  setMark(connection, session.device, mark);
  change(connection, kInsertSession, inShard(session.id), session.device, session.challenge, session.created_at,
         session.expires_at);
  recordAudit(connection, audit);
  return {};
}

std::optional<domain::AddOrUpdateSession> findAddOrUpdateSession(Connection& connection,
                                                                 const domain::AddOrUpdateSessionId& id) {
  const auto row =
      readRow<domain::AddOrUpdateSessionId, DeviceId, protocol::OnlineChallenge, SessionStatus, TimePoint, TimePoint>(
          connection, kReadSession, inShard(id));
  if (!row) return std::nullopt;
  const auto& [session, device, challenge, status, created_at, expires_at] = *row;
  return domain::AddOrUpdateSession{.id = session,
                                    .device = device,
                                    .challenge = challenge,
                                    .status = status,
                                    .created_at = created_at,
                                    .expires_at = expires_at};
}

OnlineRecord recordAddOrUpdateSuccess(Connection& connection, const domain::AddOrUpdateSuccess& success,
                                      const domain::AuditTrail& audit) {
  const domain::AddOrUpdateAttempt& attempt = success.attempt;
  const TimePoint now = success.mark.received_at;
  connection.takeDevice(attempt.device);
  if (isMarked(connection, attempt.device, success.mark)) return OnlineRecord::kReplayed;
  if (!isOpenFor(connection, attempt)) return OnlineRecord::kLostRace;
  if (isUnderOldMasterKey(connection, success.keys)) return OnlineRecord::kLostRace;
  if (!recordOnlineUse(connection, attempt, success.authorising_state, now)) return OnlineRecord::kLostRace;
  setMark(connection, attempt.device, success.mark);
  recordDeviceSuccess(connection, attempt.device, success.device_locks, success.salts);
  change(connection, kEndSession, SessionStatus::kCompleted, now, inShard(attempt.session));
  giveKeys(connection, attempt.device, success.auth_method, success.keys, now);
  endOpenOfflineSessions(connection, attempt.device, success.auth_method, SessionStatus::kCancelled, now);
  recordAudit(connection, audit);
  return OnlineRecord::kRecorded;
}

OnlineRecord recordAddOrUpdateFailure(Connection& connection, const domain::AddOrUpdateFailure& failure,
                                      const domain::AuditTrail& audit) {
  const auto fail_session = [&](const domain::AddOrUpdateSessionId& session, TimePoint now) {
    change(connection, kEndSession, SessionStatus::kFailed, now, inShard(session));
  };
  return recordOnlineFailure(connection, failure, audit, isOpenFor, fail_session);
}

}  // namespace heliograph::store
