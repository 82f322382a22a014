#include "store/commands/enrolment_commands.h"

#include "store/commands/activation_codes.h"
#include "store/commands/audit_rows.h"
#include "store/commands/device_rows.h"
#include "store/commands/directory_commands.h"
#include "store/commands/domain_columns.h"
#include "store/commands/method_rows.h"
#include "store/commands/open_sessions.h"
#include "store/commands/request_marks.h"
#include "store/commands/server_key_commands.h"
#include "store/commands/statement.h"

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
constexpr Sql kCancelEnrolment(R"sql(
  UPDATE enrolments SET status = 'CANCELLED', finished_at = ? WHERE shard = ? AND enrolment_id = ?
)sql");
constexpr Sql kCompleteEnrolment(R"sql(
  UPDATE enrolments SET status = 'COMPLETED', first_method = ?, finished_at = ? WHERE shard = ? AND enrolment_id = ?
)sql");
constexpr Sql kReadFirstMethod(R"sql(
  SELECT first_method FROM enrolments WHERE shard = ? AND enrolment_id = ?
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
                               .locks = {},
                               .created_at = start.mark.received_at,
                               .salts = {},
                               .methods = {}});
  change(connection, kSetDevice, id, inShard(enrolment.id));
  return id;
}

domain::AuditTrail aboutDevice(domain::AuditTrail audit, const DeviceId& device, const domain::EnrolmentId& enrolment) {
  for (domain::AuditEvent& event : audit) {
    event.device = device;
    event.session = enrolment.bytes();
  }
  return audit;
}

// With the device, and as it is then.
std::optional<domain::Enrolment> takeEnrolmentOf(Connection& connection, const DeviceId& device) {
  const auto read = [&] { return nextEnrolment(Statement(connection, kReadEnrolmentOfDevice, inShard(device))); };
  const auto enrolment = read();
  if (!enrolment) return std::nullopt;
  connection.takeEnrolment(enrolment->id);
  connection.takeDevice(device);
  return read();
}

// True while the device has nothing but the method of its enrolment, and nothing has happened to that.
bool isUntouched(Connection& connection, const domain::Enrolment& enrolment, protocol::AuthMethod auth_method) {
  const auto first = readValue<protocol::AuthMethod>(connection, kReadFirstMethod, inShard(enrolment.id));
  const auto methods = readMethods(connection, enrolment.device.value());
  return first == auth_method && methods.size() == 1 && methods.front().auth_method == auth_method &&
         !methods.front().last_used_at && methods.front().attempts == domain::AttemptState{};
}

}  // namespace

Result<void, domain::CreateEnrolmentRefusal> createEnrolment(Connection& connection,
                                                             const domain::NewEnrolment& enrolment,
                                                             domain::DirectoryVersion directory_version,
                                                             const domain::AuditTrail& audit) {
  if (readDirectoryVersion(connection) != directory_version) {
    return fail(domain::CreateEnrolmentRefusal::kStaleDirectory);
  }
  if (!claimCode(connection, enrolment)) return fail(domain::CreateEnrolmentRefusal::kCodeTaken);
  change(connection, kInsertEnrolment, inShard(enrolment.id), enrolment.application, enrolment.organisation,
         enrolment.user_reference, enrolment.created_at, enrolment.expires_at);
  recordAudit(connection, audit);
  return {};
}

std::optional<domain::Enrolment> findEnrolment(Connection& connection, const domain::EnrolmentId& id) {
  return nextEnrolment(Statement(connection, kReadEnrolment, inShard(id)));
}

bool cancelEnrolment(Connection& connection, const domain::EnrolmentId& id, TimePoint now,
                     const domain::AuditTrail& audit) {
  connection.takeEnrolment(id);
  const auto enrolment = findEnrolment(connection, id);
  if (!enrolment || enrolment->status != SessionStatus::kStarted || isPastItsTime(*enrolment, now)) return false;
  change(connection, kCancelEnrolment, now, inShard(id));
  removeCode(connection, id);
  recordAudit(connection, audit);
  return true;
}

Result<domain::StartedEnrolment, domain::EnrolmentStartRefusal> startEnrolment(Connection& connection,
                                                                               const domain::EnrolmentStart& start,
                                                                               const domain::AuditTrail& audit) {
  using Refusal = domain::EnrolmentStartRefusal;
  const auto id = findByCode(connection, start.application, start.code_hash);
  if (!id) return fail(Refusal::kNoSession);
  connection.takeEnrolment(*id);
  if (findByCode(connection, start.application, start.code_hash) != id) return fail(Refusal::kNoSession);
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
  if (!enrolment.device) recordAudit(connection, aboutDevice(audit, device, enrolment.id));
  return domain::StartedEnrolment{.device = device};
}

Result<void, domain::EnrolmentFinishRefusal> finishEnrolment(Connection& connection,
                                                             const domain::EnrolmentFinish& finish,
                                                             const domain::AuditTrail& audit) {
  using Refusal = domain::EnrolmentFinishRefusal;
  const auto enrolment = takeEnrolmentOf(connection, finish.device);
  if (isMarked(connection, finish.device, finish.mark)) return fail(Refusal::kReplayed);
  if (!enrolment) return fail(Refusal::kNoSession);
  const bool is_first = enrolment->status == SessionStatus::kStarted;
  const bool is_repeated =
      enrolment->status == SessionStatus::kCompleted && isUntouched(connection, *enrolment, finish.auth_method);
  if (!is_first && !is_repeated) return fail(Refusal::kNoSession);
  const TimePoint now = finish.mark.received_at;
  if (isPastItsTime(*enrolment, now)) return fail(Refusal::kExpired);
  const auto last = readDeviceRow(connection, finish.device).value().salts.confirmed_at;
  if (last && finish.salts.confirmed_at <= last) return fail(Refusal::kReplayed);
  if (isUnderOldMasterKey(connection, finish.keys)) return fail(Refusal::kOldMasterKey);

  setMark(connection, finish.device, finish.mark);
  giveKeys(connection, finish.device, finish.auth_method, finish.keys, now);
  activateDevice(connection, finish.device, finish.salts);
  if (is_first) {
    change(connection, kCompleteEnrolment, finish.auth_method, now, inShard(enrolment->id));
    removeCode(connection, enrolment->id);
  } else {
    endOpenOfflineSessions(connection, finish.device, finish.auth_method, SessionStatus::kCancelled, now);
  }
  recordAudit(connection, audit);
  return {};
}

}  // namespace heliograph::store
