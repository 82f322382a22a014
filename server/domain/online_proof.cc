#include "domain/online_proof.h"

#include "crypto/constant_time.h"
#include "domain/opened_keys.h"

namespace heliograph::domain {
namespace {

using protocol::DeviceStatus;
using protocol::Refused;

AuditEvent deviceLocked(const VerifiedCall& call, LockReason reason) {
  AuditEvent event = call.event(AuditAction::kDeviceLocked);
  event.detail = nameOf(reason);
  return event;
}

AttemptOutcome outcomeOf(DeviceStatus status) {
  switch (status) {
    case DeviceStatus::kLocked:
    case DeviceStatus::kLockedByAdmin:
      return AttemptOutcome::kLocked;
    case DeviceStatus::kSessionExpired:
      return AttemptOutcome::kExpired;
    case DeviceStatus::kNoSession:
      return AttemptOutcome::kNotOpen;
    case DeviceStatus::kOk:
    case DeviceStatus::kNotActivated:
    case DeviceStatus::kMethodNotAllowed:
    case DeviceStatus::kAuthenticationFailed:
    case DeviceStatus::kIllegalAuthMethod:
    case DeviceStatus::kRejectedRequest:
    case DeviceStatus::kTryLater:
      return AttemptOutcome::kRefused;
  }
  return AttemptOutcome::kRefused;
}

}  // namespace

tl::unexpected<Refused> AttemptBook::refuse(AuditEvent attempted, Refused refused) const {
  auto answer = domain::refuse(store, std::move(attempted), refused);
  observer.attempted(kind, outcomeOf(refused.status));
  return answer;
}

std::optional<Refused> refusalOf(const Device& device, TimePoint now) {
  if (device.state != DeviceState::kActive) return Refused{DeviceStatus::kNotActivated};
  return refusalOfLocked(device, now);
}

std::optional<Refused> refusalOf(SessionStatus status) {
  switch (status) {
    case SessionStatus::kStarted:
      return std::nullopt;
    case SessionStatus::kExpired:
      return Refused{DeviceStatus::kSessionExpired};
    case SessionStatus::kCompleted:
    case SessionStatus::kFailed:
    case SessionStatus::kCancelled:
      return Refused{DeviceStatus::kNoSession};
  }
  return Refused{DeviceStatus::kNoSession};
}

bool isRight(const protocol::OnlineProof& proof, const protocol::OnlineQuestion& question, const Method& method,
             const KeyRing& key_ring, const OnlineSalts& salts) {
  const auto keys = openKeys(key_ring, method.keys, question.device, method.auth_method);
  const auto salt = salts.salt(question.device, proof.salt_number);
  return crypto::equalInConstantTime(protocol::onlineResponse(keys.otp_key, question, salt), proof.response);
}

WrongProof countWrong(const VerifiedCall& call, const Device& device, const Method& method, AuditEvent attempted) {
  const TimePoint now = call.mark.received_at;
  const AttemptRules rules = attemptRulesOf(call.configuration);
  const OnlineFailure after = afterOnlineFailure(method.attempts, device.locks, method.auth_method, rules, now);
  attempted.outcome = AuditOutcome::kFailure;
  if (after.device_lock) {
    return {after,
            {std::move(attempted), deviceLocked(call, after.device_lock->reason)},
            {DeviceStatus::kLocked, std::uint8_t{0}}};
  }
  const auto remaining = static_cast<std::uint8_t>(remainingAttempts(after.state, rules, now));
  return {after, {std::move(attempted)}, {DeviceStatus::kAuthenticationFailed, remaining}};
}

Lock lockOfClone(TimePoint now) { return {LockReason::kCloneDetected, now, std::nullopt}; }

OnlineRecord lockClone(Store& store, const VerifiedCall& call, const Device& device, AuditEvent attempted) {
  attempted.outcome = AuditOutcome::kRefused;
  attempted.detail = nameOf(LockReason::kCloneDetected);
  return store.recordClone({.device = device.id,
                            .expected_device_version = device.version,
                            .mark = call.mark,
                            .lock = lockOfClone(call.mark.received_at)},
                           {std::move(attempted), deviceLocked(call, LockReason::kCloneDetected)});
}

}  // namespace heliograph::domain
