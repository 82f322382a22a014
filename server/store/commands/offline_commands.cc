#include "store/commands/offline_commands.h"

#include <algorithm>
#include <utility>

#include "store/commands/audit_rows.h"
#include "store/commands/device_rows.h"
#include "store/commands/directory_commands.h"
#include "store/commands/domain_columns.h"
#include "store/commands/idempotency_rows.h"
#include "store/commands/method_rows.h"
#include "store/commands/open_sessions.h"
#include "store/commands/statement.h"

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

using Begun = Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal>;
using BeginKind = domain::BeginOfflineRefusal::Kind;

const domain::OfflineOffer* offerFor(const ApplicationId& application,
                                     const std::vector<domain::OfflineOffer>& offers) {
  const auto offer = std::ranges::find(offers, application, &domain::OfflineOffer::application);
  return offer == offers.end() ? nullptr : &*offer;
}

auto refusal(BeginKind kind) { return fail(domain::BeginOfflineRefusal{.kind = kind}); }

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

std::optional<domain::OfflineSessionView> findSession(Connection& connection, const domain::OfflineSessionId& id) {
  const auto row =
      readRow<DeviceId, protocol::AuthMethod, protocol::OtpLength, protocol::Nonce, protocol::Context, SessionStatus,
              TimePoint, TimePoint, std::optional<TimePoint>>(connection, kReadSession, inShard(id));
  if (!row) return std::nullopt;
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

// What the call before it came to; nothing where there was none, or its session has been removed since.
std::optional<Begun> begunBefore(Connection& connection, const domain::NewOfflineSession& begin) {
  if (!begin.idempotency) return std::nullopt;
  const auto earlier = findEarlierCall(connection, domain::shardOf(begin.device), *begin.idempotency);
  if (!earlier) return std::nullopt;
  if (earlier->request != begin.idempotency->request) return refusal(BeginKind::kKeyReused);
  auto view = findSession(connection, domain::OfflineSessionId(earlier->session));
  if (!view) return std::nullopt;
  if (!view->method) return refusal(BeginKind::kMethodNotActivated);
  view->session.status = SessionStatus::kStarted;
  view->session.finished_at = std::nullopt;
  return domain::BegunOfflineSession{.session = std::move(view->session),
                                     .keys = std::move(view->method->keys),
                                     .remaining_attempts = earlier->remaining_attempts.value()};
}

Begun beginAnew(Connection& connection, const domain::NewOfflineSession& begin, const domain::Device& device) {
  const domain::OfflineOffer* offer = offerFor(device.application, begin.offers);
  if (offer == nullptr) {
    return fail(domain::BeginOfflineRefusal{.kind = BeginKind::kNotOffered, .application = device.application});
  }
  auto method = readMethod(connection, begin.device, begin.auth_method);
  if (!method) return refusal(BeginKind::kMethodNotActivated);
  if (domain::isLocked(device.lock, begin.now)) {
    return fail(domain::BeginOfflineRefusal{.kind = BeginKind::kDeviceLocked, .lock = device.lock});
  }
  const int remaining_attempts = domain::remainingAttempts(method->attempts, offer->attempts, begin.now);
  if (remaining_attempts == 0) {
    return fail(domain::BeginOfflineRefusal{.kind = BeginKind::kMethodLocked,
                                            .lock = domain::stateAt(method->attempts, begin.now).lock});
  }
  const domain::OfflineSession session = sessionOf(begin, device, *offer);
  insertSession(connection, session);
  if (begin.idempotency) {
    keepBegin(connection, domain::shardOf(begin.device), *begin.idempotency, session.id.bytes(), remaining_attempts,
              begin.now);
  }
  return domain::BegunOfflineSession{
      .session = session, .keys = std::move(method->keys), .remaining_attempts = remaining_attempts};
}

// True where guesses at this device count.
bool isUsable(Connection& connection, const domain::OfflineAttempt& attempt) {
  const auto device = readActiveDeviceRow(connection, attempt.device);
  return device && !domain::isLocked(device->lock, attempt.now);
}

bool isOpen(Connection& connection, const domain::OfflineAttempt& attempt) {
  return readValue<TimePoint>(connection, kReadOpenSession, inShard(attempt.session), attempt.device,
                              attempt.auth_method)
      .has_value();
}

// True where a call with the attempt's idempotency key was faster.
bool isAnswered(Connection& connection, const domain::OfflineAttempt& attempt) {
  return attempt.idempotency &&
         findEarlierCall(connection, domain::shardOf(attempt.session), *attempt.idempotency).has_value();
}

// False, with nothing changed, where the method is not what the guess was decided by.
bool recordGuess(Connection& connection, const domain::OfflineAttempt& attempt) {
  const auto method = readMethod(connection, attempt.device, attempt.auth_method);
  if (!method || !recordUse(connection, attempt.device, attempt.auth_method, attempt.expected_method_version,
                            attempt.state, attempt.now)) {
    return false;
  }
  // The device's version stands for the locks of its methods, too.
  if (method->attempts.lock != attempt.state.lock) raiseDeviceVersion(connection, attempt.device);
  return true;
}

}  // namespace

Begun beginOfflineSession(Connection& connection, const domain::NewOfflineSession& begin,
                          const domain::AuditTrail& audit) {
  if (readDirectoryVersion(connection) != begin.directory_version) return refusal(BeginKind::kStaleDirectory);
  connection.takeDevice(begin.device);
  const auto device = readActiveDeviceRow(connection, begin.device);
  if (!device) return refusal(BeginKind::kUnknownDevice);
  if (auto before = begunBefore(connection, begin)) return *std::move(before);
  auto begun = beginAnew(connection, begin, *device);
  if (begun) recordAuditOf(connection, device->application, audit);
  return begun;
}

Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> loadOfflineSession(
    Connection& connection, const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version,
    const std::optional<domain::IdempotencyKey>& idempotency) {
  using Refusal = domain::LoadOfflineRefusal;
  if (readDirectoryVersion(connection) != directory_version) return fail(Refusal::kStaleDirectory);
  auto view = findSession(connection, id);
  if (!view) return fail(Refusal::kUnknownSession);
  if (idempotency) {
    const auto earlier = findEarlierCall(connection, domain::shardOf(id), *idempotency);
    if (earlier && earlier->request != idempotency->request) return fail(Refusal::kKeyReused);
    if (earlier) view->earlier = earlier->outcome;
  }
  return *std::move(view);
}

bool recordOfflineAttempt(Connection& connection, const domain::OfflineAttempt& attempt,
                          const domain::AuditTrail& audit) {
  connection.takeDevice(attempt.device);
  if (!isUsable(connection, attempt) || !isOpen(connection, attempt) || isAnswered(connection, attempt)) return false;
  if (!recordGuess(connection, attempt)) return false;
  if (attempt.session_status != SessionStatus::kStarted) {
    change(connection, kEndSession, attempt.session_status, attempt.now, inShard(attempt.session));
  }
  // Nobody guesses at a locked method, so a lock that holds after a guess is new.
  if (domain::isLocked(attempt.state.lock, attempt.now)) {
    endOpenOfflineSessions(connection, attempt.device, attempt.auth_method, SessionStatus::kFailed, attempt.now);
  }
  if (attempt.idempotency && attempt.outcome) {
    keepOutcome(connection, attempt.session, *attempt.idempotency, *attempt.outcome, attempt.now);
  }
  recordAudit(connection, audit);
  return true;
}

bool cancelOfflineSession(Connection& connection, const domain::OfflineSessionId& id, TimePoint now,
                          const domain::AuditTrail& audit) {
  if (const auto view = findSession(connection, id)) connection.takeDevice(view->session.device);
  if (change(connection, kCancelSession, now, inShard(id), now) == 0) return false;
  recordAudit(connection, audit);
  return true;
}

}  // namespace heliograph::store
