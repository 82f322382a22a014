// MemoryStore's sessions: adding and changing methods, offline authentication.

#include <algorithm>

#include "domain/testing/memory_store.h"

namespace heliograph::domain {
namespace {

Method* find(Device& device, protocol::AuthMethod method) {
  const auto found = std::ranges::find(device.methods, method, &Method::auth_method);
  return found == device.methods.end() ? nullptr : &*found;
}

void recordUse(Method& method, const AttemptState& state, TimePoint now) {
  method.attempts = state;
  method.last_used_at = now;
  ++method.version;
}

bool isOpen(const OfflineSession& session, TimePoint now) {
  return statusAt(session.status, session.expires_at, now) == SessionStatus::kStarted;
}

void finish(OfflineSession& session, SessionStatus status, TimePoint now) {
  session.status = status;
  session.finished_at = now;
}

}  // namespace

void MemoryStore::finishOfflineSessions(const DeviceId& device, std::optional<protocol::AuthMethod> method,
                                        SessionStatus status, TimePoint now) {
  for (auto& [id, session] : offline_sessions_) {
    const bool is_meant = session.device == device && (!method || session.parameters.method == *method);
    if (is_meant && isOpen(session, now)) finish(session, status, now);
  }
}

// --- adding and changing methods -------------------------------------------------------------------------------------

Result<void, StartAddOrUpdateRefusal> MemoryStore::startAddOrUpdate(const AddOrUpdateSession& session,
                                                                    const RequestMark& mark) {
  const auto lock = enter();
  if (isMarked(session.device, mark)) return fail(StartAddOrUpdateRefusal::kReplayed);
  if (activeDevice(session.device) == nullptr) return fail(StartAddOrUpdateRefusal::kUnknownDevice);
  add_or_update_sessions_.try_emplace(session.id, session);
  keep(session.device, mark);
  return {};
}

std::optional<AddOrUpdateSession> MemoryStore::findAddOrUpdateSession(const AddOrUpdateSessionId& id) {
  const auto lock = enter();
  const auto found = add_or_update_sessions_.find(id);
  return found == add_or_update_sessions_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<MemoryStore::AttemptRows> MemoryStore::rowsOf(const AddOrUpdateAttempt& attempt) {
  Device* device = activeDevice(attempt.device);
  if (device == nullptr || device->version != attempt.expected_device_version) return std::nullopt;
  Method* method = find(*device, attempt.authorising_method);
  if (method == nullptr || method->version != attempt.expected_method_version) return std::nullopt;
  const auto session = add_or_update_sessions_.find(attempt.session);
  if (session == add_or_update_sessions_.end() || session->second.device != attempt.device) return std::nullopt;
  if (session->second.status != SessionStatus::kStarted) return std::nullopt;
  return AttemptRows{*device, *method, session->second};
}

AddOrUpdateRecord MemoryStore::recordAddOrUpdateSuccess(const AddOrUpdateSuccess& success) {
  const auto lock = enter();
  const TimePoint now = success.mark.received_at;
  if (isMarked(success.attempt.device, success.mark)) return AddOrUpdateRecord::kReplayed;
  const auto rows = rowsOf(success.attempt);
  if (!rows) return AddOrUpdateRecord::kLostRace;

  recordUse(rows->authorising_method, success.authorising_state, now);
  rows->session.status = SessionStatus::kCompleted;
  Device& device = rows->device;
  device.locks = 0;
  ++device.version;
  if (Method* method = find(device, success.auth_method)) {
    method->keys = success.keys;
    method->attempts = {};
    method->activated_at = now;
    ++method->version;
  } else {
    device.methods.push_back(Method{.auth_method = success.auth_method,
                                    .keys = success.keys,
                                    .attempts = {},
                                    .activated_at = now,
                                    .last_used_at = std::nullopt});
  }
  finishOfflineSessions(device.id, success.auth_method, SessionStatus::kCancelled, now);
  keep(device.id, success.mark);
  return AddOrUpdateRecord::kRecorded;
}

AddOrUpdateRecord MemoryStore::recordAddOrUpdateFailure(const AddOrUpdateFailure& failure) {
  const auto lock = enter();
  const TimePoint now = failure.mark.received_at;
  if (isMarked(failure.attempt.device, failure.mark)) return AddOrUpdateRecord::kReplayed;
  const auto rows = rowsOf(failure.attempt);
  if (!rows) return AddOrUpdateRecord::kLostRace;

  recordUse(rows->authorising_method, failure.authorising_state, now);
  if (failure.device_lock) {
    rows->device.lock = failure.device_lock;
    rows->device.locks = failure.device_locks;
    ++rows->device.version;
    rows->session.status = SessionStatus::kFailed;
    finishOfflineSessions(rows->device.id, std::nullopt, SessionStatus::kFailed, now);
  }
  keep(rows->device.id, failure.mark);
  return AddOrUpdateRecord::kRecorded;
}

// --- offline authentication ------------------------------------------------------------------------------------------

Result<BegunOfflineSession, BeginOfflineRefusal> MemoryStore::beginOfflineSession(const NewOfflineSession& session) {
  using Kind = BeginOfflineRefusal::Kind;
  const auto lock = enter();
  if (session.directory_version != directory_.version) return fail(BeginOfflineRefusal{Kind::kStaleDirectory});
  const Device* device = activeDevice(session.device);
  if (device == nullptr) return fail(BeginOfflineRefusal{Kind::kUnknownDevice});
  const auto offer = std::ranges::find(session.offers, device->application, &OfflineOffer::application);
  if (offer == session.offers.end()) return fail(BeginOfflineRefusal{Kind::kNotOffered, device->application});
  const Method* method = device->find(session.auth_method);
  if (method == nullptr) return fail(BeginOfflineRefusal{Kind::kMethodNotActivated});
  if (isLocked(device->lock, session.now)) {
    return fail(BeginOfflineRefusal{Kind::kDeviceLocked, std::nullopt, device->lock});
  }
  if (!mayAttempt(method->attempts, offer->attempts, session.now)) {
    return fail(BeginOfflineRefusal{Kind::kMethodLocked, std::nullopt, stateAt(method->attempts, session.now).lock});
  }
  const OfflineSession begun{.id = session.id,
                             .device = session.device,
                             .application = device->application,
                             .organisation = device->organisation,
                             .parameters = {session.auth_method, offer->otp_length, session.nonce},
                             .context = session.context,
                             .status = SessionStatus::kStarted,
                             .created_at = session.now,
                             .expires_at = session.now + offer->lifetime,
                             .finished_at = std::nullopt};
  offline_sessions_.try_emplace(session.id, begun);
  return BegunOfflineSession{begun, method->keys, method->attempts, offer->attempts};
}

Result<OfflineSessionView, LoadOfflineRefusal> MemoryStore::loadOfflineSession(const OfflineSessionId& id,
                                                                               DirectoryVersion directory_version) {
  const auto lock = enter();
  if (directory_version != directory_.version) return fail(LoadOfflineRefusal::kStaleDirectory);
  const auto found = offline_sessions_.find(id);
  if (found == offline_sessions_.end()) return fail(LoadOfflineRefusal::kUnknownSession);
  const OfflineSession& session = found->second;
  const Device& device = devices_.at(session.device);
  const Method* method = device.find(session.parameters.method);
  return OfflineSessionView{session, method == nullptr ? std::nullopt : std::optional(*method), device.lock};
}

bool MemoryStore::recordOfflineAttempt(const OfflineAttempt& attempt) {
  const auto lock = enter();
  const auto session = offline_sessions_.find(attempt.session);
  if (session == offline_sessions_.end() || session->second.device != attempt.device) return false;
  if (session->second.status != SessionStatus::kStarted) return false;
  Device* device = activeDevice(attempt.device);
  Method* method = device == nullptr ? nullptr : find(*device, attempt.auth_method);
  if (method == nullptr || method->version != attempt.expected_method_version) return false;

  recordUse(*method, attempt.state, attempt.now);
  if (attempt.session_status != SessionStatus::kStarted) finish(session->second, attempt.session_status, attempt.now);
  if (isLocked(attempt.state.lock, attempt.now)) {
    finishOfflineSessions(attempt.device, attempt.auth_method, SessionStatus::kFailed, attempt.now);
  }
  return true;
}

bool MemoryStore::cancelOfflineSession(const OfflineSessionId& id, TimePoint now) {
  const auto lock = enter();
  const auto found = offline_sessions_.find(id);
  if (found == offline_sessions_.end() || !isOpen(found->second, now)) return false;
  finish(found->second, SessionStatus::kCancelled, now);
  return true;
}

}  // namespace heliograph::domain
