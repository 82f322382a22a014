// MemoryStore's sessions that an online method answers: adding and changing methods, online authentication.

#include <algorithm>
#include <vector>

#include "domain/testing/memory_store.h"
#include "domain/testing/memory_store_rows.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethodSet;

// The offered methods that the device has.
std::vector<const Method*> answering(const Device& device, const AuthMethodSet& offered) {
  std::vector<const Method*> methods;
  for (const Method& method : device.methods) {
    if (offered.contains(method.auth_method)) methods.push_back(&method);
  }
  return methods;
}

std::optional<BeginAuthenticationRefusal> lockRefusal(const Device& device, const std::vector<const Method*>& methods,
                                                      TimePoint now) {
  using Kind = BeginAuthenticationRefusal::Kind;
  if (isLocked(device.lock, now)) return BeginAuthenticationRefusal{Kind::kDeviceLocked, std::nullopt, device.lock};
  const bool is_locked =
      std::ranges::all_of(methods, [&](const Method* method) { return isLocked(method->attempts.lock, now); });
  if (is_locked) {
    return BeginAuthenticationRefusal{Kind::kMethodLocked, std::nullopt, methods.front()->attempts.lock};
  }
  return std::nullopt;
}

AuthenticationSession makeSession(const NewAuthenticationSession& session, const Device& device,
                                  const std::vector<const Method*>& methods, const AuthenticationOffer& offer) {
  AuthMethodSet auth_methods;
  for (const Method* method : methods) auth_methods.insert(method->auth_method);
  return {.id = session.id,
          .device = session.device,
          .application = device.application,
          .organisation = device.organisation,
          .title = session.title,
          .context = session.context,
          .auth_methods = auth_methods,
          .challenge = session.challenge,
          .status = SessionStatus::kStarted,
          .auth_method = std::nullopt,
          .created_at = session.now,
          .expires_at = session.now + offer.lifetime,
          .finished_at = std::nullopt};
}

void markFailed(AddOrUpdateSession& session, TimePoint) { session.status = SessionStatus::kFailed; }
void markFailed(AuthenticationSession& session, TimePoint now) { finish(session, SessionStatus::kFailed, now); }

// New keys with a clean count. A method that was there keeps its last use.
void giveKeys(Device& device, protocol::AuthMethod auth_method, const Wrapped& keys, TimePoint now) {
  Method* method = find(device, auth_method);
  if (method == nullptr) {
    device.methods.push_back(Method{
        .auth_method = auth_method, .keys = keys, .attempts = {}, .activated_at = now, .last_used_at = std::nullopt});
    return;
  }
  method->keys = keys;
  method->attempts = {};
  method->activated_at = now;
  ++method->version;
}

}  // namespace

void MemoryStore::finishSessions(const DeviceId& device, SessionStatus status, TimePoint now) {
  finishOfflineSessions(device, std::nullopt, status, now);
  for (auto& [id, session] : authentications_) {
    if (session.device == device && isOpen(session, now)) finish(session, status, now);
  }
  for (auto& [id, session] : add_or_update_sessions_) {
    if (session.device == device && isOpen(session, now)) session.status = status;
  }
}

template <class SessionId, class Session>
std::optional<MemoryStore::OnlineRows<Session>> MemoryStore::rowsOf(const OnlineAttempt<SessionId>& attempt,
                                                                    std::map<SessionId, Session>& sessions) {
  Device* device = activeDevice(attempt.device);
  if (device == nullptr || device->version != attempt.expected_device_version) return std::nullopt;
  Method* method = find(*device, attempt.auth_method);
  if (method == nullptr || method->version != attempt.expected_method_version) return std::nullopt;
  const auto session = sessions.find(attempt.session);
  if (session == sessions.end() || session->second.device != attempt.device) return std::nullopt;
  if (session->second.status != SessionStatus::kStarted) return std::nullopt;
  return OnlineRows<Session>{*device, *method, session->second};
}

template <class SessionId, class Session>
OnlineRecord MemoryStore::recordFailure(const OnlineFailureRecord<SessionId>& failure,
                                        std::map<SessionId, Session>& sessions, const AuditTrail& audit) {
  const TimePoint now = failure.mark.received_at;
  if (isMarked(failure.attempt.device, failure.mark)) return OnlineRecord::kReplayed;
  const auto rows = rowsOf(failure.attempt, sessions);
  if (!rows) return OnlineRecord::kLostRace;

  recordUse(rows->method, failure.state, now);
  if (failure.device_lock) {
    rows->device.lock = failure.device_lock;
    rows->device.locks = failure.device_locks;
    ++rows->device.version;
    markFailed(rows->session, now);
    finishSessions(rows->device.id, SessionStatus::kFailed, now);
  }
  keep(rows->device.id, failure.mark);
  write(audit);
  return OnlineRecord::kRecorded;
}

// --- adding and changing methods -------------------------------------------------------------------------------------

Result<void, StartAddOrUpdateRefusal> MemoryStore::startAddOrUpdate(const AddOrUpdateSession& session,
                                                                    const RequestMark& mark, const AuditTrail& audit) {
  const auto lock = enter();
  if (isMarked(session.device, mark)) return fail(StartAddOrUpdateRefusal::kReplayed);
  if (activeDevice(session.device) == nullptr) return fail(StartAddOrUpdateRefusal::kUnknownDevice);
  add_or_update_sessions_.try_emplace(session.id, session);
  keep(session.device, mark);
  write(audit);
  return {};
}

std::optional<AddOrUpdateSession> MemoryStore::findAddOrUpdateSession(const AddOrUpdateSessionId& id) {
  const auto lock = enter();
  const auto found = add_or_update_sessions_.find(id);
  return found == add_or_update_sessions_.end() ? std::nullopt : std::optional(found->second);
}

OnlineRecord MemoryStore::recordAddOrUpdateSuccess(const AddOrUpdateSuccess& success, const AuditTrail& audit) {
  const auto lock = enter();
  const TimePoint now = success.mark.received_at;
  if (isMarked(success.attempt.device, success.mark)) return OnlineRecord::kReplayed;
  const auto rows = rowsOf(success.attempt, add_or_update_sessions_);
  if (!rows || isUnderOldMasterKey(success.keys)) return OnlineRecord::kLostRace;

  recordUse(rows->method, success.authorising_state, now);
  rows->session.status = SessionStatus::kCompleted;
  Device& device = rows->device;
  device.locks = success.device_locks;
  device.salts = success.salts;
  ++device.version;
  giveKeys(device, success.auth_method, success.keys, now);
  finishOfflineSessions(device.id, success.auth_method, SessionStatus::kCancelled, now);
  keep(device.id, success.mark);
  write(audit);
  return OnlineRecord::kRecorded;
}

OnlineRecord MemoryStore::recordAddOrUpdateFailure(const AddOrUpdateFailure& failure, const AuditTrail& audit) {
  const auto lock = enter();
  return recordFailure(failure, add_or_update_sessions_, audit);
}

// --- online authentication -------------------------------------------------------------------------------------------

Result<AuthenticationSession, BeginAuthenticationRefusal> MemoryStore::beginAuthentication(
    const NewAuthenticationSession& session, const AuditTrail& audit) {
  using Kind = BeginAuthenticationRefusal::Kind;
  const auto refused = [](Kind kind, std::optional<ApplicationId> application = std::nullopt) {
    return fail(BeginAuthenticationRefusal{kind, application});
  };
  const auto lock = enter();
  if (session.directory_version != directory_.version) return refused(Kind::kStaleDirectory);
  const Device* device = activeDevice(session.device);
  if (device == nullptr) return refused(Kind::kUnknownDevice);
  if (const auto* earlier = answerTo(session.idempotency, begun_authentications_)) {
    if (earlier->request != session.idempotency->request) return refused(Kind::kKeyReused);
    return earlier->answer;
  }
  const auto offer = std::ranges::find(session.offers, device->application, &AuthenticationOffer::application);
  if (offer == session.offers.end()) return refused(Kind::kNotOffered, device->application);
  const auto methods = answering(*device, offer->auth_methods);
  if (methods.empty()) return refused(Kind::kMethodNotActivated);
  if (const auto locked = lockRefusal(*device, methods, session.now)) return fail(*locked);

  const AuthenticationSession begun = makeSession(session, *device, methods, *offer);
  authentications_.try_emplace(begun.id, begun);
  keepAnswer(begun_authentications_, session.idempotency, session.now, begun);
  write(ofApplication(audit, device->application));
  return begun;
}

Result<AuthenticationSessionView, LoadAuthenticationRefusal> MemoryStore::loadAuthentication(
    const AuthenticationSessionId& id, DirectoryVersion directory_version) {
  const auto lock = enter();
  if (directory_version != directory_.version) return fail(LoadAuthenticationRefusal::kStaleDirectory);
  const auto found = authentications_.find(id);
  if (found == authentications_.end()) return fail(LoadAuthenticationRefusal::kUnknownSession);
  return AuthenticationSessionView{found->second, devices_.at(found->second.device).lock};
}

std::optional<AuthenticationSession> MemoryStore::findOpenAuthentication(const DeviceId& device, TimePoint now) {
  const auto lock = enter();
  std::optional<AuthenticationSession> newest;
  for (const auto& [id, session] : authentications_) {
    if (session.device != device || !isOpen(session, now)) continue;
    if (!newest || session.created_at > newest->created_at) newest = session;
  }
  return newest;
}

std::optional<AuthenticationSession> MemoryStore::findAuthentication(const DeviceId& device,
                                                                     const AuthenticationSessionId& id) {
  const auto lock = enter();
  const auto found = authentications_.find(id);
  const bool is_found = found != authentications_.end() && found->second.device == device;
  return is_found ? std::optional(found->second) : std::nullopt;
}

bool MemoryStore::cancelAuthentication(const AuthenticationSessionId& id, TimePoint now, const AuditTrail& audit) {
  const auto lock = enter();
  const auto found = authentications_.find(id);
  if (found == authentications_.end() || !isOpen(found->second, now)) return false;
  finish(found->second, SessionStatus::kCancelled, now);
  write(audit);
  return true;
}

OnlineRecord MemoryStore::recordAuthenticationSuccess(const AuthenticationSuccess& success, const AuditTrail& audit) {
  const auto lock = enter();
  const TimePoint now = success.mark.received_at;
  if (isMarked(success.attempt.device, success.mark)) return OnlineRecord::kReplayed;
  const auto rows = rowsOf(success.attempt, authentications_);
  if (!rows) return OnlineRecord::kLostRace;

  recordUse(rows->method, success.state, now);
  rows->session.auth_method = success.attempt.auth_method;
  finish(rows->session, SessionStatus::kCompleted, now);
  rows->device.locks = success.device_locks;
  rows->device.salts = success.salts;
  ++rows->device.version;
  keep(rows->device.id, success.mark);
  write(audit);
  return OnlineRecord::kRecorded;
}

OnlineRecord MemoryStore::recordAuthenticationFailure(const AuthenticationFailure& failure, const AuditTrail& audit) {
  const auto lock = enter();
  return recordFailure(failure, authentications_, audit);
}

}  // namespace heliograph::domain
