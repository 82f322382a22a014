#include "store/commands/method_rows.h"

#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadMethod(R"sql(
  SELECT auth_method, keys_version, keys_sealed, failures, locks, lock_reason, lock_since, lock_until,
    activated_at, last_used_at, version
  FROM methods WHERE shard = ? AND device_id = ? AND auth_method = ?
)sql");
constexpr Sql kReadMethods(R"sql(
  SELECT auth_method, keys_version, keys_sealed, failures, locks, lock_reason, lock_since, lock_until,
    activated_at, last_used_at, version
  FROM methods WHERE shard = ? AND device_id = ? ORDER BY auth_method
)sql");
constexpr Sql kRecordUse(R"sql(
  UPDATE methods SET failures = ?, locks = ?, lock_reason = ?, lock_since = ?, lock_until = ?,
    last_used_at = ?, version = version + 1
  WHERE shard = ? AND device_id = ? AND auth_method = ? AND version = ?
)sql");
constexpr Sql kGiveKeys(R"sql(
  INSERT INTO methods
    (shard, device_id, auth_method, keys_version, keys_sealed, failures, locks, activated_at, version)
  VALUES (?, ?, ?, ?, ?, 0, 0, ?, 1)
  ON CONFLICT (shard, device_id, auth_method) DO UPDATE SET
    keys_version = excluded.keys_version, keys_sealed = excluded.keys_sealed,
    failures = 0, locks = 0, lock_reason = NULL, lock_since = NULL, lock_until = NULL,
    activated_at = excluded.activated_at, version = methods.version + 1
)sql");
constexpr Sql kSetAttempts(R"sql(
  UPDATE methods SET failures = ?, locks = ?, lock_reason = ?, lock_since = ?, lock_until = ?, version = version + 1
  WHERE shard = ? AND device_id = ? AND auth_method = ?
)sql");
constexpr Sql kRemoveMethod(R"sql(
  DELETE FROM methods WHERE shard = ? AND device_id = ? AND auth_method = ?
)sql");
constexpr Sql kRemoveMethods(R"sql(
  DELETE FROM methods WHERE shard = ? AND device_id = ?
)sql");

domain::Method currentMethod(const Statement& statement) {
  auto [auth_method, keys, attempts, activated_at, last_used_at, version] =
      statement.row<protocol::AuthMethod, domain::Wrapped, domain::AttemptState, TimePoint, std::optional<TimePoint>,
                    domain::RowVersion>();
  return {.auth_method = auth_method,
          .keys = std::move(keys),
          .attempts = attempts,
          .activated_at = activated_at,
          .last_used_at = last_used_at,
          .version = version};
}

}  // namespace

std::optional<domain::Method> readMethod(Connection& connection, const DeviceId& device,
                                         protocol::AuthMethod auth_method) {
  Statement statement(connection, kReadMethod, inShard(device), auth_method);
  if (!statement.step()) return std::nullopt;
  return currentMethod(statement);
}

std::vector<domain::Method> readMethods(Connection& connection, const DeviceId& device) {
  Statement statement(connection, kReadMethods, inShard(device));
  std::vector<domain::Method> methods;
  while (statement.step()) methods.push_back(currentMethod(statement));
  return methods;
}

bool recordUse(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method,
               domain::RowVersion expected, const domain::AttemptState& state, TimePoint now) {
  return change(connection, kRecordUse, state, now, inShard(device), auth_method, expected) > 0;
}

void giveKeys(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method,
              const domain::Wrapped& keys, TimePoint now) {
  change(connection, kGiveKeys, inShard(device), auth_method, keys, now);
}

void setAttempts(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method,
                 const domain::AttemptState& state) {
  change(connection, kSetAttempts, state, inShard(device), auth_method);
}

bool removeMethod(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method) {
  return change(connection, kRemoveMethod, inShard(device), auth_method) > 0;
}

void removeMethods(Connection& connection, const DeviceId& device) {
  change(connection, kRemoveMethods, inShard(device));
}

}  // namespace heliograph::store
