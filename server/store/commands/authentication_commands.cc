#include "store/commands/authentication_commands.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "store/commands/audit_rows.h"
#include "store/commands/authentication_rows.h"
#include "store/commands/device_rows.h"
#include "store/commands/directory_commands.h"
#include "store/commands/domain_columns.h"
#include "store/commands/idempotency_rows.h"
#include "store/commands/method_rows.h"
#include "store/commands/online_attempts.h"
#include "store/commands/open_sessions.h"
#include "store/commands/request_marks.h"

namespace heliograph::store {
namespace {

using domain::OnlineRecord;
using domain::SessionStatus;
using Begun = Result<domain::AuthenticationSession, domain::BeginAuthenticationRefusal>;
using BeginKind = domain::BeginAuthenticationRefusal::Kind;

auto refusal(BeginKind kind) { return fail(domain::BeginAuthenticationRefusal{.kind = kind}); }

// What the call before it came to; nothing where there was none, or its session has been removed since.
std::optional<Begun> begunBefore(Connection& connection, const domain::NewAuthenticationSession& begin) {
  if (!begin.idempotency) return std::nullopt;
  const auto earlier = findEarlierCall(connection, domain::shardOf(begin.device), *begin.idempotency);
  if (!earlier) return std::nullopt;
  if (earlier->request != begin.idempotency->request) return refusal(BeginKind::kKeyReused);
  auto view = readAuthentication(connection, domain::AuthenticationSessionId(earlier->session));
  if (!view) return std::nullopt;
  domain::AuthenticationSession session = std::move(view->session);
  session.status = SessionStatus::kStarted;
  session.auth_method = std::nullopt;
  session.finished_at = std::nullopt;
  return session;
}

std::vector<domain::Method> methodsAmong(Connection& connection, const DeviceId& device,
                                         protocol::AuthMethodSet offered) {
  auto methods = readMethods(connection, device);
  std::erase_if(methods, [&](const domain::Method& method) { return !offered.contains(method.auth_method); });
  return methods;
}

domain::AuthenticationSession sessionOf(const domain::NewAuthenticationSession& begin, const domain::Device& device,
                                        const std::vector<domain::Method>& methods, std::chrono::seconds lifetime) {
  protocol::AuthMethodSet auth_methods;
  for (const domain::Method& method : methods) auth_methods.insert(method.auth_method);
  return {.id = begin.id,
          .device = begin.device,
          .application = device.application,
          .organisation = device.organisation,
          .title = begin.title,
          .context = begin.context,
          .auth_methods = auth_methods,
          .challenge = begin.challenge,
          .status = SessionStatus::kStarted,
          .auth_method = std::nullopt,
          .created_at = begin.now,
          .expires_at = begin.now + lifetime,
          .finished_at = std::nullopt};
}

Begun beginAnew(Connection& connection, const domain::NewAuthenticationSession& begin, const domain::Device& device) {
  using Refusal = domain::BeginAuthenticationRefusal;
  const auto offer = std::ranges::find(begin.offers, device.application, &domain::AuthenticationOffer::application);
  if (offer == begin.offers.end()) {
    return fail(Refusal{.kind = BeginKind::kNotOffered, .application = device.application});
  }
  const auto methods = methodsAmong(connection, begin.device, offer->auth_methods);
  if (methods.empty()) return refusal(BeginKind::kMethodNotActivated);
  if (domain::isLocked(device.lock, begin.now)) {
    return fail(Refusal{.kind = BeginKind::kDeviceLocked, .lock = device.lock});
  }
  const bool are_locked = std::ranges::all_of(
      methods, [&](const domain::Method& method) { return domain::isLocked(method.attempts.lock, begin.now); });
  if (are_locked) return fail(Refusal{.kind = BeginKind::kMethodLocked, .lock = methods.front().attempts.lock});

  auto session = sessionOf(begin, device, methods, offer->lifetime);
  insertAuthentication(connection, session);
  if (begin.idempotency) {
    keepBegin(connection, domain::shardOf(begin.device), *begin.idempotency, session.id.bytes(), std::nullopt,
              begin.now);
  }
  return session;
}

// True where the session waits for a response of this device.
bool isOpenFor(Connection& connection, const domain::AuthenticationAttempt& attempt) {
  const auto session = findAuthentication(connection, attempt.device, attempt.session);
  return session && session->status == SessionStatus::kStarted;
}

}  // namespace

Begun beginAuthentication(Connection& connection, const domain::NewAuthenticationSession& begin,
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

Result<domain::AuthenticationSessionView, domain::LoadAuthenticationRefusal> loadAuthentication(
    Connection& connection, const domain::AuthenticationSessionId& id, domain::DirectoryVersion directory_version) {
  using Refusal = domain::LoadAuthenticationRefusal;
  if (readDirectoryVersion(connection) != directory_version) return fail(Refusal::kStaleDirectory);
  auto view = readAuthentication(connection, id);
  if (!view) return fail(Refusal::kUnknownSession);
  return *std::move(view);
}

std::optional<domain::AuthenticationSession> findOpenAuthentication(Connection& connection, const DeviceId& device,
                                                                    TimePoint now) {
  const auto id = newestOpenAuthentication(connection, device, now);
  if (!id) return std::nullopt;
  return findAuthentication(connection, device, *id);
}

std::optional<domain::AuthenticationSession> findAuthentication(Connection& connection, const DeviceId& device,
                                                                const domain::AuthenticationSessionId& id) {
  auto view = readAuthentication(connection, id);
  if (!view || view->session.device != device) return std::nullopt;
  return std::move(view->session);
}

bool cancelAuthentication(Connection& connection, const domain::AuthenticationSessionId& id, TimePoint now,
                          const domain::AuditTrail& audit) {
  if (const auto view = readAuthentication(connection, id)) connection.takeDevice(view->session.device);
  if (!cancelOpenAuthentication(connection, id, now)) return false;
  recordAudit(connection, audit);
  return true;
}

OnlineRecord recordAuthenticationSuccess(Connection& connection, const domain::AuthenticationSuccess& success,
                                         const domain::AuditTrail& audit) {
  const domain::AuthenticationAttempt& attempt = success.attempt;
  const TimePoint now = success.mark.received_at;
  connection.takeDevice(attempt.device);
  if (isMarked(connection, attempt.device, success.mark)) return OnlineRecord::kReplayed;
  if (!isOpenFor(connection, attempt)) return OnlineRecord::kLostRace;
  if (!recordOnlineUse(connection, attempt, success.state, now)) return OnlineRecord::kLostRace;
  setMark(connection, attempt.device, success.mark);
  recordDeviceSuccess(connection, attempt.device, success.device_locks, success.salts);
  endAuthentication(connection, attempt.session, SessionStatus::kCompleted, attempt.auth_method, now);
  recordAudit(connection, audit);
  return OnlineRecord::kRecorded;
}

OnlineRecord recordAuthenticationFailure(Connection& connection, const domain::AuthenticationFailure& failure,
                                         const domain::AuditTrail& audit) {
  const auto fail_session = [&](const domain::AuthenticationSessionId& session, TimePoint now) {
    endAuthentication(connection, session, SessionStatus::kFailed, std::nullopt, now);
  };
  return recordOnlineFailure(connection, failure, audit, isOpenFor, fail_session);
}

}  // namespace heliograph::store
