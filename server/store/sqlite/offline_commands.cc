#include "store/sqlite/offline_commands.h"

#include <algorithm>
#include <utility>

#include "store/sqlite/device_rows.h"
#include "store/sqlite/directory_commands.h"
#include "store/sqlite/domain_columns.h"
#include "store/sqlite/method_rows.h"
#include "store/sqlite/open_sessions.h"
#include "store/sqlite/statement.h"

namespace heliograph::store {
namespace {

using domain::SessionStatus;

constexpr Sql kInsertSession(R"sql(
  INSERT INTO offline_sessions
    (shard, session_id, device_id, auth_method, otp_length, nonce, context, status, created_at, expires_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, 'STARTED', ?, ?)
)sql");
constexpr Sql kReadSession(R"sql(
  SELECT device_id, auth_method, otp_length, nonce, context, status, created_at, expires_at, finished_at
  FROM offline_sessions WHERE shard = ? AND session_id = ?
)sql");
constexpr Sql kReadOpenSession(R"sql(
  SELECT expires_at FROM offline_sessions
  WHERE shard = ? AND session_id = ? AND device_id = ? AND auth_method = ? AND status = 'STARTED'
)sql");
constexpr Sql kEndSession(R"sql(
  UPDATE offline_sessions SET status = ?, finished_at = ? WHERE shard = ? AND session_id = ?
)sql");
constexpr Sql kCancelSession(R"sql(
  UPDATE offline_sessions SET status = 'CANCELLED', finished_at = ?
  WHERE shard = ? AND session_id = ? AND status = 'STARTED' AND expires_at > ?
)sql");

const domain::OfflineOffer* offerFor(const ApplicationId& application,
                                     const std::vector<domain::OfflineOffer>& offers) {
  const auto offer = std::ranges::find(offers, application, &domain::OfflineOffer::application);
  return offer == offers.end() ? nullptr : &*offer;
}

domain::OfflineSession sessionOf(const domain::NewOfflineSession& begin, const domain::Device& device,
                                 const domain::OfflineOffer& offer) {
  return {.id = begin.id,
          .device = begin.device,
          .application = device.application,
          .organisation = device.organisation,
          .parameters = {.method = begin.auth_method, .otp_length = offer.otp_length, .nonce = begin.nonce},
          .context = begin.context,
          .status = SessionStatus::kStarted,
          .created_at = begin.now,
          .expires_at = begin.now + offer.lifetime,
          .finished_at = std::nullopt};
}

void insertSession(Connection& connection, const domain::OfflineSession& session) {
  // The session's own shard, not the device's: were they not the same, the foreign key would say so.
  change(connection, kInsertSession, inShard(session.id), session.device, session.parameters.method,
         session.parameters.otp_length, session.parameters.nonce, session.context, session.created_at,
         session.expires_at);
}

}  // namespace

Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> beginOfflineSession(
    Connection& connection, const domain::NewOfflineSession& begin) {
  using Refusal = domain::BeginOfflineRefusal;
  if (readDirectoryVersion(connection) != begin.directory_version) {
    return fail(Refusal{.kind = Refusal::Kind::kStaleDirectory});
  }
  const auto device = readDeviceRow(connection, begin.device);
  if (!device || device->state != domain::DeviceState::kActive) {
    return fail(Refusal{.kind = Refusal::Kind::kUnknownDevice});
  }
  const domain::OfflineOffer* offer = offerFor(device->application, begin.offers);
  if (offer == nullptr) {
    return fail(Refusal{.kind = Refusal::Kind::kNotOffered, .application = device->application});
  }
  auto method = readMethod(connection, begin.device, begin.auth_method);
  if (!method) return fail(Refusal{.kind = Refusal::Kind::kMethodNotActivated});
  if (domain::isLocked(device->lock, begin.now)) {
    return fail(Refusal{.kind = Refusal::Kind::kDeviceLocked, .lock = device->lock});
  }
  if (!domain::mayAttempt(method->attempts, offer->attempts, begin.now)) {
    return fail(
        Refusal{.kind = Refusal::Kind::kMethodLocked, .lock = domain::stateAt(method->attempts, begin.now).lock});
  }
  const domain::OfflineSession session = sessionOf(begin, *device, *offer);
  insertSession(connection, session);
  return domain::BegunOfflineSession{
      .session = session, .keys = std::move(method->keys), .attempts = method->attempts, .rules = offer->attempts};
}

Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> loadOfflineSession(
    Connection& connection, const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version) {
  if (readDirectoryVersion(connection) != directory_version) return fail(domain::LoadOfflineRefusal::kStaleDirectory);
  const auto row =
      readRow<DeviceId, protocol::AuthMethod, protocol::OtpLength, protocol::Nonce, protocol::Context, SessionStatus,
              TimePoint, TimePoint, std::optional<TimePoint>>(connection, kReadSession, inShard(id));
  if (!row) return fail(domain::LoadOfflineRefusal::kUnknownSession);
  const auto& [device_id, auth_method, otp_length, nonce, context, status, created_at, expires_at, finished_at] = *row;
  const domain::Device device = readDeviceRow(connection, device_id).value();
  return domain::OfflineSessionView{
      .session = {.id = id,
                  .device = device_id,
                  .application = device.application,
                  .organisation = device.organisation,
                  .parameters = {.method = auth_method, .otp_length = otp_length, .nonce = nonce},
                  .context = context,
                  .status = status,
                  .created_at = created_at,
                  .expires_at = expires_at,
                  .finished_at = finished_at},
      .method = readMethod(connection, device_id, auth_method),
      .device_lock = device.lock};
}

bool recordOfflineAttempt(Connection& connection, const domain::OfflineAttempt& attempt) {
  const auto open =
      readValue<TimePoint>(connection, kReadOpenSession, inShard(attempt.session), attempt.device, attempt.auth_method);
  if (!open) return false;
  if (!recordUse(connection, attempt.device, attempt.auth_method, attempt.expected_method_version, attempt.state,
                 attempt.now)) {
    return false;
  }
  if (attempt.session_status != SessionStatus::kStarted) {
    change(connection, kEndSession, attempt.session_status, attempt.now, inShard(attempt.session));
  }
  // Nobody guesses at a locked method, so a lock that holds after a guess is new.
  if (domain::isLocked(attempt.state.lock, attempt.now)) {
    endOpenOfflineSessions(connection, attempt.device, attempt.auth_method, SessionStatus::kFailed, attempt.now);
  }
  return true;
}

bool cancelOfflineSession(Connection& connection, const domain::OfflineSessionId& id, TimePoint now) {
  return change(connection, kCancelSession, now, inShard(id), now) > 0;
}

}  // namespace heliograph::store
