#include "store/commands/open_sessions.h"

#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kEndOfflineOfMethod(R"sql(
  UPDATE offline_sessions SET status = ?, finished_at = ?
  WHERE shard = ? AND device_id = ? AND auth_method = ? AND status = 'STARTED' AND expires_at > ?
)sql");
// Left to itself SQLite goes through all sessions of the shard.
constexpr Sql kEndOfflineOfDevice(R"sql(
  UPDATE offline_sessions INDEXED BY open_offline_sessions SET status = ?, finished_at = ?
  WHERE shard = ? AND device_id = ? AND status = 'STARTED' AND expires_at > ?
)sql");
constexpr Sql kEndAuthenticationOfDevice(R"sql(
  UPDATE authentication_sessions INDEXED BY open_authentication_sessions SET status = ?, finished_at = ?
  WHERE shard = ? AND device_id = ? AND status = 'STARTED' AND expires_at > ?
)sql");
constexpr Sql kEndAddOrUpdateOfDevice(R"sql(
  UPDATE add_or_update_sessions INDEXED BY open_add_or_update_sessions SET status = ?, finished_at = ?
  WHERE shard = ? AND device_id = ? AND status = 'STARTED' AND expires_at > ?
)sql");

}  // namespace

void endOpenOfflineSessions(Connection& connection, const DeviceId& device, protocol::AuthMethod auth_method,
                            domain::SessionStatus status, TimePoint now) {
  change(connection, kEndOfflineOfMethod, status, now, inShard(device), auth_method, now);
}

void endOpenSessions(Connection& connection, const DeviceId& device, domain::SessionStatus status, TimePoint now) {
  change(connection, kEndOfflineOfDevice, status, now, inShard(device), now);
  change(connection, kEndAuthenticationOfDevice, status, now, inShard(device), now);
  change(connection, kEndAddOrUpdateOfDevice, status, now, inShard(device), now);
}

}  // namespace heliograph::store
