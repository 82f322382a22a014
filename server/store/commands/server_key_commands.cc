#include "store/commands/server_key_commands.h"

#include "store/commands/audit_rows.h"
#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadKeys(R"sql(
  SELECT channel_private_key_version, channel_private_key_sealed, channel_public_key, created_at
  FROM server_keys WHERE id = 1
)sql");
constexpr Sql kReadMasterKeyVersion(R"sql(
  SELECT channel_private_key_version FROM server_keys WHERE id = 1
)sql");
constexpr Sql kInsertKeys(R"sql(
  INSERT INTO server_keys
    (id, channel_private_key_version, channel_private_key_sealed, channel_public_key, created_at)
  VALUES (1, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING
)sql");
constexpr Sql kReplaceKeys(R"sql(
  UPDATE server_keys SET channel_private_key_version = ?, channel_private_key_sealed = ?, channel_public_key = ?,
    created_at = ?
  WHERE id = 1 AND channel_private_key_version = ? AND channel_private_key_sealed = ? AND channel_public_key = ?
    AND created_at = ?
)sql");

}  // namespace

std::optional<domain::ServerKeyRecord> readServerKeys(Connection& connection) {
  const auto row = readRow<domain::Wrapped, crypto::P256Point, TimePoint>(connection, kReadKeys);
  if (!row) return std::nullopt;
  const auto& [private_key, public_key, created_at] = *row;
  return domain::ServerKeyRecord{
      .channel_private_key = private_key, .channel_public_key = public_key, .created_at = created_at};
}

domain::ServerKeyRecord storeServerKeys(Connection& connection, const domain::ServerKeyRecord& record) {
  change(connection, kInsertKeys, record.channel_private_key, record.channel_public_key, record.created_at);
  return readServerKeys(connection).value();
}

bool isUnderOldMasterKey(Connection& connection, const domain::Wrapped& keys) {
  connection.holdServerKeys();
  const auto version = readValue<domain::MasterKeyVersion>(connection, kReadMasterKeyVersion);
  return version && keys.key_version < *version;
}

bool replaceServerKeys(Connection& connection, const domain::ServerKeyRecord& expected,
                       const domain::ServerKeyRecord& replacement, const domain::AuditTrail& audit) {
  const int replaced =
      change(connection, kReplaceKeys, replacement.channel_private_key, replacement.channel_public_key,
             replacement.created_at, expected.channel_private_key, expected.channel_public_key, expected.created_at);
  if (replaced == 0) return false;
  recordAudit(connection, audit);
  return true;
}

}  // namespace heliograph::store
