#include "store/sqlite/enrolment_commands.h"

#include "store/sqlite/activation_codes.h"
#include "store/sqlite/device_rows.h"
#include "store/sqlite/directory_commands.h"
#include "store/sqlite/domain_columns.h"
#include "store/sqlite/method_rows.h"
#include "store/sqlite/open_sessions.h"
#include "store/sqlite/request_marks.h"
#include "store/sqlite/statement.h"

namespace heliograph::store {
namespace {

using domain::SessionStatus;

constexpr Sql kInsertEnrolment(R"sql(
  INSERT INTO enrolments
    (shard, enrolment_id, application_id, organisation_id, user_reference, status, created_at, expires_at)
  VALUES (?, ?, ?, ?, ?, 'STARTED', ?, ?)
)sql");
constexpr Sql kReadEnrolment(R"sql(
  SELECT enrolment_id, application_id, organisation_id, user_reference, status, device_id, created_at, expires_at
  FROM enrolments WHERE shard = ? AND enrolment_id = ?
)sql");
constexpr Sql kReadEnrolmentOfDevice(R"sql(
  SELECT enrolment_id, application_id, organisation_id, user_reference, status, device_id, created_at, expires_at
  FROM enrolments WHERE shard = ? AND device_id = ?
)sql");
constexpr Sql kSetDevice(R"sql(
  UPDATE enrolments SET device_id = ? WHERE shard = ? AND enrolment_id = ?
)sql");
constexpr Sql kEndEnrolment(R"sql(
  UPDATE enrolments SET status = ?, finished_at = ? WHERE shard = ? AND enrolment_id = ?
)sql");

std::optional<domain::Enrolment> nextEnrolment(Statement statement) {
  if (!statement.step()) return std::nullopt;
  auto [id, application, organisation, user_reference, status, device, created_at, expires_at] =
      statement.row<domain::EnrolmentId, ApplicationId, domain::OrganisationId, std::optional<std::string>,
                    SessionStatus, std::optional<DeviceId>, TimePoint, TimePoint>();
  return domain::Enrolment{.id = id,
                           .application = application,
                           .organisation = organisation,
                           .user_reference = std::move(user_reference),
                           .status = status,
                           .device = device,
                           .created_at = created_at,
                           .expires_at = expires_at};
}

bool isPastItsTime(const domain::Enrolment& enrolment, TimePoint now) {
  return domain::statusAt(SessionStatus::kStarted, enrolment.expires_at, now) == SessionStatus::kExpired;
}

void endEnrolment(Connection& connection, const domain::EnrolmentId& id, SessionStatus status, TimePoint now) {
  change(connection, kEndEnrolment, status, now, inShard(id));
  removeCode(connection, id);
}

DeviceId inShardOf(const domain::EnrolmentId& enrolment, UuidBytes seed) {
  seed[0] = enrolment.bytes()[0];
  seed[1] = enrolment.bytes()[1];
  return DeviceId(seed);
}

DeviceId letDeviceIn(Connection& connection, const domain::Enrolment& enrolment, const domain::EnrolmentStart& start) {
  const DeviceId id = inShardOf(enrolment.id, start.device_id_seed);
  insertDeviceRow(connection, {.id = id,
                               .application = enrolment.application,
                               .organisation = enrolment.organisation,
                               .user_reference = enrolment.user_reference,
                               .public_key = start.device_key,
                               .state = domain::DeviceState::kEnrolling,
                               .lock = std::nullopt,
                               .locks = 0,
                               .created_at = start.mark.received_at,
                               .methods = {}});
  change(connection, kSetDevice, id, inShard(enrolment.id));
  return id;
}

// True while the device has nothing but this method, and has not used it.
bool isUntouched(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method) {
  const auto methods = readMethods(connection, device);
  return methods.size() == 1 && methods.front().auth_method == auth_method && !methods.front().last_used_at;
}

}  // namespace

Result<void, domain::CreateEnrolmentRefusal> createEnrolment(Connection& connection,
                                                             const domain::NewEnrolment& enrolment,
                                                             domain::DirectoryVersion directory_version) {
  if (readDirectoryVersion(connection) != directory_version) {
    return fail(domain::CreateEnrolmentRefusal::kStaleDirectory);
  }
  if (!claimCode(connection, enrolment)) return fail(domain::CreateEnrolmentRefusal::kCodeTaken);
  change(connection, kInsertEnrolment, inShard(enrolment.id), enrolment.application, enrolment.organisation,
         enrolment.user_reference, enrolment.created_at, enrolment.expires_at);
  return {};
}

std::optional<domain::Enrolment> findEnrolment(Connection& connection, const domain::EnrolmentId& id) {
  return nextEnrolment(Statement(connection, kReadEnrolment, inShard(id)));
}

bool cancelEnrolment(Connection& connection, const domain::EnrolmentId& id, TimePoint now) {
  const auto enrolment = findEnrolment(connection, id);
  if (!enrolment || enrolment->status != SessionStatus::kStarted || isPastItsTime(*enrolment, now)) return false;
  endEnrolment(connection, id, SessionStatus::kCancelled, now);
  return true;
}

Result<domain::StartedEnrolment, domain::EnrolmentStartRefusal> startEnrolment(Connection& connection,
                                                                               const domain::EnrolmentStart& start) {
  using Refusal = domain::EnrolmentStartRefusal;
  const auto id = findByCode(connection, start.application, start.code_hash);
  if (!id) return fail(Refusal::kNoSession);
  const domain::Enrolment enrolment = findEnrolment(connection, *id).value();
  if (enrolment.device) {
    if (isMarked(connection, *enrolment.device, start.mark)) return fail(Refusal::kReplayed);
    if (readDeviceRow(connection, *enrolment.device).value().public_key != start.device_key) {
      return fail(Refusal::kNoSession);
    }
  }
  if (isPastItsTime(enrolment, start.mark.received_at)) return fail(Refusal::kExpired);
  const DeviceId device = enrolment.device ? *enrolment.device : letDeviceIn(connection, enrolment, start);
  setMark(connection, device, start.mark);
  return domain::StartedEnrolment{.device = device};
}

Result<void, domain::EnrolmentFinishRefusal> finishEnrolment(Connection& connection,
                                                             const domain::EnrolmentFinish& finish) {
  using Refusal = domain::EnrolmentFinishRefusal;
  if (isMarked(connection, finish.device, finish.mark)) return fail(Refusal::kReplayed);
  const auto enrolment = nextEnrolment(Statement(connection, kReadEnrolmentOfDevice, inShard(finish.device)));
  if (!enrolment) return fail(Refusal::kNoSession);
  const bool is_first = enrolment->status == SessionStatus::kStarted;
  const bool is_repeated =
      enrolment->status == SessionStatus::kCompleted && isUntouched(connection, finish.device, finish.auth_method);
  if (!is_first && !is_repeated) return fail(Refusal::kNoSession);
  const TimePoint now = finish.mark.received_at;
  if (isPastItsTime(*enrolment, now)) return fail(Refusal::kExpired);

  setMark(connection, finish.device, finish.mark);
  giveKeys(connection, finish.device, finish.auth_method, finish.keys, now);
  if (is_first) {
    setDeviceState(connection, finish.device, domain::DeviceState::kActive);
    endEnrolment(connection, enrolment->id, SessionStatus::kCompleted, now);
  } else {
    endOpenOfflineSessions(connection, finish.device, finish.auth_method, SessionStatus::kCancelled, now);
  }
  return {};
}

}  // namespace heliograph::store
