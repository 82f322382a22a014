// MemoryStore's offline authentications.

#include <algorithm>

#include "domain/testing/memory_store.h"
#include "domain/testing/memory_store_rows.h"

namespace heliograph::domain {
namespace {

OfflineSession makeSession(const NewOfflineSession& session, const Device& device, const OfflineOffer& offer) {
  return {.id = session.id,
          .device = session.device,
          .application = device.application,
          .organisation = device.organisation,
          .parameters = {session.auth_method, offer.otp_length, session.nonce},
          .context = session.context,
          .status = SessionStatus::kStarted,
          .created_at = session.now,
          .expires_at = session.now + offer.lifetime,
          .finished_at = std::nullopt};
}

std::optional<BeginOfflineRefusal> lockRefusal(const Device& device, const Method& method, const AttemptRules& rules,
                                               TimePoint now) {
  using Kind = BeginOfflineRefusal::Kind;
  if (isLocked(device.lock, now)) return BeginOfflineRefusal{Kind::kDeviceLocked, std::nullopt, device.lock};
  if (mayAttempt(method.attempts, rules, now)) return std::nullopt;
  return BeginOfflineRefusal{Kind::kMethodLocked, std::nullopt, stateAt(method.attempts, now).lock};
}

}  // namespace

void MemoryStore::finishOfflineSessions(const DeviceId& device, std::optional<protocol::AuthMethod> method,
                                        SessionStatus status, TimePoint now) {
  for (auto& [id, session] : offline_sessions_) {
    const bool is_meant = session.device == device && (!method || session.parameters.method == *method);
    if (is_meant && isOpen(session, now)) finish(session, status, now);
  }
}

Result<BegunOfflineSession, BeginOfflineRefusal> MemoryStore::beginOfflineSession(const NewOfflineSession& session,
                                                                                  const AuditTrail& audit) {
  using Kind = BeginOfflineRefusal::Kind;
  const auto lock = enter();
  if (session.directory_version != directory_.version) return fail(BeginOfflineRefusal{Kind::kStaleDirectory});
  const Device* device = activeDevice(session.device);
  if (device == nullptr) return fail(BeginOfflineRefusal{Kind::kUnknownDevice});
  const Method* method = device->find(session.auth_method);
  if (const auto* earlier = answerTo(session.idempotency, begun_offline_sessions_)) {
    if (earlier->request != session.idempotency->request) return fail(BeginOfflineRefusal{Kind::kKeyReused});
    if (method == nullptr) return fail(BeginOfflineRefusal{Kind::kMethodNotActivated});
    return BegunOfflineSession{earlier->answer.session, method->keys, earlier->answer.remaining_attempts};
  }
  const auto offer = std::ranges::find(session.offers, device->application, &OfflineOffer::application);
  if (offer == session.offers.end()) return fail(BeginOfflineRefusal{Kind::kNotOffered, device->application});
  if (method == nullptr) return fail(BeginOfflineRefusal{Kind::kMethodNotActivated});
  if (const auto locked = lockRefusal(*device, *method, offer->attempts, session.now)) return fail(*locked);

  const BegunOffline begun{.session = makeSession(session, *device, *offer),
                           .remaining_attempts = remainingAttempts(method->attempts, offer->attempts, session.now)};
  offline_sessions_.try_emplace(session.id, begun.session);
  keepAnswer(begun_offline_sessions_, session.idempotency, session.now, begun);
  write(ofApplication(audit, device->application));
  return BegunOfflineSession{begun.session, method->keys, begun.remaining_attempts};
}

Result<OfflineSessionView, LoadOfflineRefusal> MemoryStore::loadOfflineSession(
    const OfflineSessionId& id, DirectoryVersion directory_version, const std::optional<IdempotencyKey>& idempotency) {
  const auto lock = enter();
  if (directory_version != directory_.version) return fail(LoadOfflineRefusal::kStaleDirectory);
  const auto found = offline_sessions_.find(id);
  if (found == offline_sessions_.end()) return fail(LoadOfflineRefusal::kUnknownSession);
  const auto* earlier = answerTo(idempotency, verify_outcomes_);
  if (earlier != nullptr && earlier->request != idempotency->request) return fail(LoadOfflineRefusal::kKeyReused);
  const OfflineSession& session = found->second;
  const Device& device = devices_.at(session.device);
  const Method* method = device.find(session.parameters.method);
  return OfflineSessionView{.session = session,
                            .method = method == nullptr ? std::nullopt : std::optional(*method),
                            .device_lock = device.lock,
                            .earlier = earlier == nullptr ? std::nullopt : std::optional(earlier->answer)};
}

bool MemoryStore::recordOfflineAttempt(const OfflineAttempt& attempt, const AuditTrail& audit) {
  const auto lock = enter();
  if (answerTo(attempt.idempotency, verify_outcomes_) != nullptr) return false;
  const auto session = offline_sessions_.find(attempt.session);
  if (session == offline_sessions_.end() || session->second.device != attempt.device) return false;
  if (session->second.status != SessionStatus::kStarted) return false;
  Device* device = activeDevice(attempt.device);
  if (device == nullptr || isLocked(device->lock, attempt.now)) return false;
  Method* method = find(*device, attempt.auth_method);
  if (method == nullptr || method->version != attempt.expected_method_version) return false;

  if (method->attempts.lock != attempt.state.lock) ++device->version;
  recordUse(*method, attempt.state, attempt.now);
  if (attempt.session_status != SessionStatus::kStarted) finish(session->second, attempt.session_status, attempt.now);
  if (isLocked(attempt.state.lock, attempt.now)) {
    finishOfflineSessions(attempt.device, attempt.auth_method, SessionStatus::kFailed, attempt.now);
  }
  if (attempt.outcome) keepAnswer(verify_outcomes_, attempt.idempotency, attempt.now, *attempt.outcome);
  write(audit);
  return true;
}

bool MemoryStore::cancelOfflineSession(const OfflineSessionId& id, TimePoint now, const AuditTrail& audit) {
  const auto lock = enter();
  const auto found = offline_sessions_.find(id);
  if (found == offline_sessions_.end() || !isOpen(found->second, now)) return false;
  finish(found->second, SessionStatus::kCancelled, now);
  write(audit);
  return true;
}

}  // namespace heliograph::domain
