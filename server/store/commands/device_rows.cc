#include "store/commands/device_rows.h"

#include <string>
#include <utility>

#include "store/commands/domain_columns.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadDevice(R"sql(
  SELECT device_id, application_id, organisation_id, user_reference, public_key, state,
    lock_reason, lock_since, lock_until, one_factor_locks, two_factor_locks, created_at,
    salt_previous, salt_confirmed, salt_offered, salt_confirmed_at, version
  FROM devices WHERE shard = ? AND device_id = ?
)sql");

constexpr Sql kInsertDevice(R"sql(
  INSERT INTO devices (shard, device_id, application_id, organisation_id, user_reference, public_key, state,
    lock_reason, lock_since, lock_until, one_factor_locks, two_factor_locks, created_at,
    salt_previous, salt_confirmed, salt_offered, salt_confirmed_at, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
)sql");
constexpr Sql kSetState(R"sql(
  UPDATE devices SET state = ?, version = version + 1 WHERE shard = ? AND device_id = ?
)sql");
constexpr Sql kSetLock(R"sql(
  UPDATE devices SET lock_reason = ?, lock_since = ?, lock_until = ?, one_factor_locks = ?, two_factor_locks = ?,
    version = version + 1
  WHERE shard = ? AND device_id = ?
)sql");
constexpr Sql kActivate(R"sql(
  UPDATE devices SET state = 'ACTIVE', salt_previous = ?, salt_confirmed = ?, salt_offered = ?, salt_confirmed_at = ?,
    version = version + 1
  WHERE shard = ? AND device_id = ?
)sql");
constexpr Sql kRecordSuccess(R"sql(
  UPDATE devices SET one_factor_locks = ?, two_factor_locks = ?,
    salt_previous = ?, salt_confirmed = ?, salt_offered = ?, salt_confirmed_at = ?, version = version + 1
  WHERE shard = ? AND device_id = ?
)sql");
constexpr Sql kRaiseVersion(R"sql(
  UPDATE devices SET version = version + 1 WHERE shard = ? AND device_id = ?
)sql");

}  // namespace

domain::Device currentDevice(const Statement& statement) {
  auto [id, application, organisation, user_reference, public_key, state, lock, locks, created_at, salts, version] =
      statement.row<DeviceId, ApplicationId, domain::OrganisationId, std::optional<std::string>, crypto::P256Point,
                    domain::DeviceState, std::optional<domain::Lock>, domain::DeviceLocks, TimePoint,
                    domain::SaltNumbers, domain::RowVersion>();
  return {.id = id,
          .application = application,
          .organisation = organisation,
          .user_reference = std::move(user_reference),
          .public_key = public_key,
          .state = state,
          .lock = lock,
          .locks = locks,
          .created_at = created_at,
          .salts = salts,
          .version = version,
          .methods = {}};
}

std::optional<domain::Device> readDeviceRow(Connection& connection, const DeviceId& id) {
  Statement statement(connection, kReadDevice, inShard(id));
  if (!statement.step()) return std::nullopt;
  return currentDevice(statement);
}

std::optional<domain::Device> readActiveDeviceRow(Connection& connection, const DeviceId& id) {
  auto device = readDeviceRow(connection, id);
  if (device && device->state != domain::DeviceState::kActive) return std::nullopt;
  return device;
}

void insertDeviceRow(Connection& connection, const domain::Device& device) {
  change(connection, kInsertDevice, inShard(device.id), device.application, device.organisation, device.user_reference,
         device.public_key, device.state, device.lock, device.locks, device.created_at, device.salts);
}

void setDeviceState(Connection& connection, const DeviceId& id, domain::DeviceState state) {
  change(connection, kSetState, state, inShard(id));
}

void setDeviceLock(Connection& connection, const DeviceId& id, const std::optional<domain::Lock>& lock,
                   const domain::DeviceLocks& locks) {
  change(connection, kSetLock, lock, locks, inShard(id));
}

void activateDevice(Connection& connection, const DeviceId& id, const domain::SaltNumbers& salts) {
  change(connection, kActivate, salts, inShard(id));
}

void recordDeviceSuccess(Connection& connection, const DeviceId& id, const domain::DeviceLocks& locks,
                         const domain::SaltNumbers& salts) {
  change(connection, kRecordSuccess, locks, salts, inShard(id));
}

void raiseDeviceVersion(Connection& connection, const DeviceId& id) { change(connection, kRaiseVersion, inShard(id)); }

}  // namespace heliograph::store
