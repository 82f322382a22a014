#include "store/commands/device_commands.h"

#include "store/commands/audit_rows.h"
#include "store/commands/device_rows.h"
#include "store/commands/domain_columns.h"
#include "store/commands/method_rows.h"
#include "store/commands/open_sessions.h"
#include "store/commands/request_marks.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

// A search goes through all shards in the order of the ids, each page from where the last one ended; one statement for
// each index that can serve it.
constexpr Sql kSearchOrganisation(R"sql(
  SELECT device_id, application_id, organisation_id, user_reference, public_key, state,
    lock_reason, lock_since, lock_until, one_factor_locks, two_factor_locks, created_at,
    salt_previous, salt_confirmed, salt_offered, salt_confirmed_at, version
  FROM devices
  WHERE state = 'ACTIVE' AND organisation_id = ? AND (shard, device_id) > (?, ?)
  ORDER BY shard, device_id LIMIT ?
)sql");
constexpr Sql kSearchApplication(R"sql(
  SELECT device_id, application_id, organisation_id, user_reference, public_key, state,
    lock_reason, lock_since, lock_until, one_factor_locks, two_factor_locks, created_at,
    salt_previous, salt_confirmed, salt_offered, salt_confirmed_at, version
  FROM devices
  WHERE state = 'ACTIVE' AND application_id = ? AND organisation_id = ? AND (shard, device_id) > (?, ?)
  ORDER BY shard, device_id LIMIT ?
)sql");
constexpr Sql kSearchUser(R"sql(
  SELECT device_id, application_id, organisation_id, user_reference, public_key, state,
    lock_reason, lock_since, lock_until, one_factor_locks, two_factor_locks, created_at,
    salt_previous, salt_confirmed, salt_offered, salt_confirmed_at, version
  FROM devices
  WHERE state = 'ACTIVE' AND organisation_id = ? AND user_reference = ? AND application_id = coalesce(?, application_id)
    AND (shard, device_id) > (?, ?)
  ORDER BY shard, device_id LIMIT ?
)sql");

// Below every id: a page without a page before it starts after this.
constexpr DeviceId kBeforeAll(UuidBytes{});

Statement searchFor(Connection& connection, const domain::DeviceQuery& query) {
  const auto after = inShard(query.after.value_or(kBeforeAll));
  if (query.user_reference) {
    return {connection, kSearchUser, query.organisation, *query.user_reference, query.application, after, query.limit};
  }
  if (query.application) {
    return {connection, kSearchApplication, *query.application, query.organisation, after, query.limit};
  }
  return {connection, kSearchOrganisation, query.organisation, after, query.limit};
}

}  // namespace

std::optional<domain::Device> findDevice(Connection& connection, const DeviceId& id) {
  auto device = readDeviceRow(connection, id);
  if (device) device->methods = readMethods(connection, id);
  return device;
}

std::vector<domain::Device> findDevices(Connection& connection, const domain::DeviceQuery& query) {
  std::vector<domain::Device> devices;
  Statement search = searchFor(connection, query);
  while (search.step()) {
    devices.push_back(currentDevice(search));
    devices.back().methods = readMethods(connection, devices.back().id);
  }
  return devices;
}

Result<void, domain::DeviceChangeRefusal> deactivateDevice(Connection& connection, const domain::DeviceRemoval& removal,
                                                           const domain::AuditTrail& audit) {
  using Refusal = domain::DeviceChangeRefusal;
  const DeviceId& id = removal.device;
  connection.takeDevice(id);
  if (removal.mark && isMarked(connection, id, *removal.mark)) return fail(Refusal::kReplayed);
  if (!readActiveDeviceRow(connection, id)) return fail(Refusal::kUnknownDevice);
  if (removal.mark) setMark(connection, id, *removal.mark);
  // The public key stays: a phone that lost the answer asks again, signed with it.
  setDeviceState(connection, id, domain::DeviceState::kDeactivated);
  removeMethods(connection, id);
  endOpenSessions(connection, id, domain::SessionStatus::kCancelled, removal.now);
  recordAudit(connection, audit);
  return {};
}

Result<void, domain::DeviceChangeRefusal> deactivateMethod(Connection& connection, const domain::MethodRemoval& removal,
                                                           const domain::AuditTrail& audit) {
  using Refusal = domain::DeviceChangeRefusal;
  const DeviceId& id = removal.device;
  connection.takeDevice(id);
  if (removal.mark && isMarked(connection, id, *removal.mark)) return fail(Refusal::kReplayed);
  if (!readActiveDeviceRow(connection, id)) return fail(Refusal::kUnknownDevice);
  if (!removeMethod(connection, id, removal.auth_method)) return fail(Refusal::kMethodNotActivated);
  if (removal.mark) setMark(connection, id, *removal.mark);
  // Added again the method starts at the first version; so the device's tells the old one from the new one.
  raiseDeviceVersion(connection, id);
  endOpenOfflineSessions(connection, id, removal.auth_method, domain::SessionStatus::kCancelled, removal.now);
  recordAudit(connection, audit);
  return {};
}

}  // namespace heliograph::store
