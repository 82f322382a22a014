#include "store/commands/clean_up.h"

#include <optional>

#include "domain/idempotency.h"
#include "domain/ids.h"
#include "protocol/device_messages.h"
#include "store/commands/activation_codes.h"
#include "store/commands/device_rows.h"
#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

// Found by age, over all shards, and removed one by one, by their keys. Few of the old ones are still open, since no
// session is open for long.
constexpr SqlOverAllShards kFindOldMarks(R"sql(
  SELECT device_id, request_id FROM request_marks WHERE received_at < ? LIMIT ?
)sql");
constexpr Sql kRemoveMark(R"sql(
  DELETE FROM request_marks WHERE shard = ? AND device_id = ? AND request_id = ?
)sql");
constexpr SqlOverAllShards kFindOldIdempotencyKeys(R"sql(
  SELECT shard, key_hash FROM idempotency_keys WHERE created_at <= ? LIMIT ?
)sql");
constexpr Sql kRemoveIdempotencyKey(R"sql(
  DELETE FROM idempotency_keys WHERE shard = ? AND key_hash = ?
)sql");
constexpr SqlOverAllShards kFindOldOfflineSessions(R"sql(
  SELECT session_id FROM offline_sessions INDEXED BY offline_sessions_by_age
  WHERE created_at < ? AND (status <> 'STARTED' OR expires_at <= ?) LIMIT ?
)sql");
constexpr Sql kRemoveOfflineSession(R"sql(
  DELETE FROM offline_sessions WHERE shard = ? AND session_id = ?
)sql");
constexpr SqlOverAllShards kFindOldAuthentications(R"sql(
  SELECT session_id FROM authentication_sessions INDEXED BY authentication_sessions_by_age
  WHERE created_at < ? AND (status <> 'STARTED' OR expires_at <= ?) LIMIT ?
)sql");
constexpr Sql kRemoveAuthentication(R"sql(
  DELETE FROM authentication_sessions WHERE shard = ? AND session_id = ?
)sql");
constexpr SqlOverAllShards kFindOldAddOrUpdateSessions(R"sql(
  SELECT session_id FROM add_or_update_sessions INDEXED BY add_or_update_sessions_by_age
  WHERE created_at < ? AND (status <> 'STARTED' OR expires_at <= ?) LIMIT ?
)sql");
constexpr Sql kRemoveAddOrUpdateSession(R"sql(
  DELETE FROM add_or_update_sessions WHERE shard = ? AND session_id = ?
)sql");

constexpr SqlOverAllShards kFindOldEnrolments(R"sql(
  SELECT enrolment_id, device_id FROM enrolments INDEXED BY enrolments_by_age
  WHERE created_at < ? AND (status <> 'STARTED' OR expires_at <= ?) LIMIT ?
)sql");
constexpr Sql kForgetMarksOfDevice(R"sql(
  DELETE FROM request_marks WHERE shard = ? AND device_id = ? AND request_id IN (
    SELECT request_id FROM request_marks WHERE shard = ? AND device_id = ? LIMIT ?)
)sql");
constexpr Sql kLetDeviceGo(R"sql(
  UPDATE enrolments SET device_id = NULL WHERE shard = ? AND enrolment_id = ?
)sql");
constexpr Sql kRemoveDevice(R"sql(
  DELETE FROM devices WHERE shard = ? AND device_id = ?
)sql");
constexpr Sql kRemoveEnrolment(R"sql(
  DELETE FROM enrolments WHERE shard = ? AND enrolment_id = ?
)sql");

constexpr auto kMarksRemembered = 2 * protocol::kRequestTimeTolerance;

// What one step may remove, and has removed.
struct Step {
  TimePoint sessions_before;
  TimePoint now;
  int limit;
  int removed = 0;
  [[nodiscard]] int room() const { return limit - removed; }
};

void forgetMarks(Connection& connection, Step& step) {
  for (const auto& [device, request] :
       readRows<DeviceId, protocol::RequestId>(connection, kFindOldMarks, step.now - kMarksRemembered, step.room())) {
    step.removed += change(connection, kRemoveMark, inShard(device), request);
  }
}

void forgetIdempotencyKeys(Connection& connection, Step& step) {
  for (const auto& [shard, key] : readRows<domain::Shard, crypto::Sha256Hash>(
           connection, kFindOldIdempotencyKeys, step.now - domain::kIdempotencyLifetime, step.room())) {
    step.removed += change(connection, kRemoveIdempotencyKey, shard, key);
  }
}

template <class SessionId>
void removeSessions(Connection& connection, SqlOverAllShards find, Sql remove, Step& step) {
  for (const auto& [id] : readRows<SessionId>(connection, find, step.sessions_before, step.now, step.room())) {
    step.removed += change(connection, remove, inShard(id));
  }
}

bool hasNeverFinished(Connection& connection, const DeviceId& id) {
  const auto device = readDeviceRow(connection, id);
  return device && device->state == domain::DeviceState::kEnrolling;
}

// A device that never finished its enrolment, with the marks of its requests. It has nothing else: methods and sessions
// come later. Where there is no room for all it stays for the next step.
void removeDevice(Connection& connection, const domain::EnrolmentId& enrolment, const DeviceId& device, Step& step) {
  step.removed += change(connection, kForgetMarksOfDevice, inShard(device), inShard(device), step.room());
  if (step.room() == 0) return;
  change(connection, kLetDeviceGo, inShard(enrolment));
  step.removed += change(connection, kRemoveDevice, inShard(device));
}

void removeEnrolments(Connection& connection, Step& step) {
  for (const auto& [id, device] : readRows<domain::EnrolmentId, std::optional<DeviceId>>(
           connection, kFindOldEnrolments, step.sessions_before, step.now, step.room())) {
    connection.takeEnrolment(id);
    if (device) connection.takeDevice(*device);
    if (device && hasNeverFinished(connection, *device)) removeDevice(connection, id, *device, step);
    if (step.room() == 0) return;
    removeCode(connection, id);
    step.removed += change(connection, kRemoveEnrolment, inShard(id));
  }
}

}  // namespace

int cleanUp(Connection& connection, TimePoint sessions_before, TimePoint now, int limit) {
  Step step{.sessions_before = sessions_before, .now = now, .limit = limit};
  forgetMarks(connection, step);
  forgetIdempotencyKeys(connection, step);
  removeSessions<domain::OfflineSessionId>(connection, kFindOldOfflineSessions, kRemoveOfflineSession, step);
  removeSessions<domain::AuthenticationSessionId>(connection, kFindOldAuthentications, kRemoveAuthentication, step);
  removeSessions<domain::AddOrUpdateSessionId>(connection, kFindOldAddOrUpdateSessions, kRemoveAddOrUpdateSession,
                                               step);
  removeEnrolments(connection, step);
  return step.removed;
}

}  // namespace heliograph::store
