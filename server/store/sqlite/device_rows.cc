#include "store/sqlite/device_rows.h"

#include <string>
#include <utility>

#include "store/sqlite/domain_columns.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadDevice(R"sql(
  SELECT device_id, application_id, organisation_id, user_reference, public_key, state,
    lock_reason, lock_since, lock_until, locks, created_at, version
  FROM devices WHERE shard = ? AND device_id = ?
)sql");

constexpr Sql kInsertDevice(R"sql(
  INSERT INTO devices (shard, device_id, application_id, organisation_id, user_reference, public_key, state,
    lock_reason, lock_since, lock_until, locks, created_at, version)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
)sql");
constexpr Sql kSetState(R"sql(
  UPDATE devices SET state = ?, version = version + 1 WHERE shard = ? AND device_id = ?
)sql");
constexpr Sql kSetLock(R"sql(
  UPDATE devices SET lock_reason = ?, lock_since = ?, lock_until = ?, locks = ?, version = version + 1
  WHERE shard = ? AND device_id = ?
)sql");
constexpr Sql kClearLocks(R"sql(
  UPDATE devices SET locks = 0, version = version + 1 WHERE shard = ? AND device_id = ? AND locks <> 0
)sql");

}  // namespace

domain::Device currentDevice(const Statement& statement) {
  auto [id, application, organisation, user_reference, public_key, state, lock, locks, created_at, version] =
      statement.row<DeviceId, ApplicationId, domain::OrganisationId, std::optional<std::string>, crypto::P256Point,
                    domain::DeviceState, std::optional<domain::Lock>, int, TimePoint, domain::RowVersion>();
  return {.id = id,
          .application = application,
          .organisation = organisation,
          .user_reference = std::move(user_reference),
          .public_key = public_key,
          .state = state,
          .lock = lock,
          .locks = locks,
          .created_at = created_at,
          .version = version,
          .methods = {}};
}

std::optional<domain::Device> readDeviceRow(Connection& connection, const DeviceId& id) {
  Statement statement(connection, kReadDevice, inShard(id));
  if (!statement.step()) return std::nullopt;
  return currentDevice(statement);
}

void insertDeviceRow(Connection& connection, const domain::Device& device) {
  change(connection, kInsertDevice, inShard(device.id), device.application, device.organisation, device.user_reference,
         device.public_key, device.state, device.lock, device.locks, device.created_at);
}

void setDeviceState(Connection& connection, const DeviceId& id, domain::DeviceState state) {
  change(connection, kSetState, state, inShard(id));
}

void setDeviceLock(Connection& connection, const DeviceId& id, const domain::Lock& lock, int locks) {
  change(connection, kSetLock, lock, locks, inShard(id));
}

void clearDeviceLocks(Connection& connection, const DeviceId& id) { change(connection, kClearLocks, inShard(id)); }

}  // namespace heliograph::store
