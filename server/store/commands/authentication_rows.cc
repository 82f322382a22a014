#include "store/commands/authentication_rows.h"

#include <utility>

#include "store/commands/device_rows.h"
#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kInsertSession(R"sql(
  INSERT INTO authentication_sessions
    (shard, session_id, device_id, title, context, auth_methods, challenge, status, created_at, expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, 'STARTED', ?, ?)
)sql");
constexpr Sql kReadSession(R"sql(
  SELECT device_id, title, context, auth_methods, challenge, status, auth_method, created_at, expires_at, finished_at
  FROM authentication_sessions WHERE shard = ? AND session_id = ?
)sql");
constexpr Sql kReadOpenSessions(R"sql(
  SELECT session_id, created_at FROM authentication_sessions INDEXED BY open_authentication_sessions
  WHERE shard = ? AND device_id = ? AND status = 'STARTED' AND expires_at > ?
)sql");
constexpr Sql kEndSession(R"sql(
  UPDATE authentication_sessions SET status = ?, auth_method = ?, finished_at = ? WHERE shard = ? AND session_id = ?
)sql");
constexpr Sql kCancelSession(R"sql(
  UPDATE authentication_sessions SET status = 'CANCELLED', finished_at = ?
  WHERE shard = ? AND session_id = ? AND status = 'STARTED' AND expires_at > ?
)sql");

}  // namespace

void insertAuthentication(Connection& connection, const domain::AuthenticationSession& session) {
  // The session's own shard, not the device's: were they not the same, the foreign key would say so.
  change(connection, kInsertSession, inShard(session.id), session.device, session.title, session.context,
         session.auth_methods, session.challenge, session.created_at, session.expires_at);
}

std::optional<domain::AuthenticationSessionView> readAuthentication(Connection& connection,
                                                                    const domain::AuthenticationSessionId& id) {
  auto row =
      readRow<DeviceId, std::optional<protocol::Context>, std::optional<protocol::Context>, protocol::AuthMethodSet,
              protocol::OnlineChallenge, domain::SessionStatus, std::optional<protocol::AuthMethod>, TimePoint,
              TimePoint, std::optional<TimePoint>>(connection, kReadSession, inShard(id));
  if (!row) return std::nullopt;
  auto& [device_id, title, context, auth_methods, challenge, status, auth_method, created_at, expires_at, finished_at] =
      *row;
  const domain::Device device = readDeviceRow(connection, device_id).value();
  return domain::AuthenticationSessionView{.session = {.id = id,
                                                       .device = device_id,
                                                       .application = device.application,
                                                       .organisation = device.organisation,
                                                       .title = std::move(title),
                                                       .context = std::move(context),
                                                       .auth_methods = auth_methods,
                                                       .challenge = challenge,
                                                       .status = status,
                                                       .auth_method = auth_method,
                                                       .created_at = created_at,
                                                       .expires_at = expires_at,
                                                       .finished_at = finished_at},
                                           .device_lock = device.lock};
}

std::optional<domain::AuthenticationSessionId> newestOpenAuthentication(Connection& connection, const DeviceId& device,
                                                                        TimePoint now) {
  std::optional<std::pair<TimePoint, domain::AuthenticationSessionId>> newest;
  for (const auto& [id, created_at] :
       readRows<domain::AuthenticationSessionId, TimePoint>(connection, kReadOpenSessions, inShard(device), now)) {
    if (!newest || created_at > newest->first) newest = {created_at, id};
  }
  return newest ? std::optional(newest->second) : std::nullopt;
}

bool cancelOpenAuthentication(Connection& connection, const domain::AuthenticationSessionId& id, TimePoint now) {
  return change(connection, kCancelSession, now, inShard(id), now) > 0;
}

void endAuthentication(Connection& connection, const domain::AuthenticationSessionId& id, domain::SessionStatus status,
                       std::optional<protocol::AuthMethod> auth_method, TimePoint now) {
  change(connection, kEndSession, status, auth_method, now, inShard(id));
}

}  // namespace heliograph::store
