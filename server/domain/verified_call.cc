#include "domain/verified_call.h"

#include <string>
#include <utility>

namespace heliograph::domain {
namespace {

using protocol::DeviceStatus;
using protocol::Refused;

std::optional<Refused> refusalOf(const std::optional<Lock>& lock, TimePoint now) {
  if (!isLocked(lock, now)) return std::nullopt;
  switch (lock->reason) {
    case LockReason::kAttemptsExhausted:
      return Refused{DeviceStatus::kLocked, std::uint8_t{0}};
    case LockReason::kAdmin:
    case LockReason::kCloneDetected:  // only an administrator ends it
      return Refused{DeviceStatus::kLockedByAdmin};
  }
  return std::nullopt;
}

}  // namespace

AuditEvent VerifiedCall::event(AuditAction action, AuditOutcome outcome) const {
  return {.at = mark.received_at,
          .origin = origin,
          .action = action,
          .outcome = outcome,
          .organisation = device.organisation,
          .application = device.application,
          .device = device.id};
}

std::string_view nameOf(DeviceStatus status) {
  switch (status) {
    case DeviceStatus::kOk:
      return "OK";
    case DeviceStatus::kNotActivated:
      return "NOT_ACTIVATED";
    case DeviceStatus::kMethodNotAllowed:
      return "AUTH_METHOD_NOT_ALLOWED";
    case DeviceStatus::kNoSession:
      return "NO_SESSION";
    case DeviceStatus::kSessionExpired:
      return "SESSION_EXPIRED";
    case DeviceStatus::kAuthenticationFailed:
      return "AUTHENTICATION_FAILED";
    case DeviceStatus::kLockedByAdmin:
      return "LOCKED_BY_ADMIN";
    case DeviceStatus::kLocked:
      return "LOCKED";
    case DeviceStatus::kIllegalAuthMethod:
      return "ILLEGAL_AUTH_METHOD";
    case DeviceStatus::kRejectedRequest:
      return "REJECTED_REQUEST";
    case DeviceStatus::kTryLater:
      return "TRY_LATER";
  }
  return {};
}

tl::unexpected<Refused> refuse(Store& store, AuditEvent attempted, Refused refused) {
  attempted.outcome = AuditOutcome::kRefused;
  attempted.detail = nameOf(refused.status);
  store.recordAudit({std::move(attempted)});
  return fail(refused);
}

std::optional<Refused> refusalOfLocked(const Device& device, TimePoint now) { return refusalOf(device.lock, now); }

std::optional<Refused> refusalOfLocked(const Method& method, const AttemptRules& rules, TimePoint now) {
  if (const auto locked = refusalOf(method.attempts.lock, now)) return locked;
  if (!mayAttempt(method.attempts, rules, now)) return Refused{DeviceStatus::kLocked, std::uint8_t{0}};
  return std::nullopt;
}

std::optional<Refused> refusalOfLockedByAdmin(const Device& device, protocol::AuthMethod method, TimePoint now) {
  const Method* found = device.find(method);
  if (found == nullptr || !isLocked(found->attempts.lock, now)) return std::nullopt;
  // Spent attempts end with new keys: those take a right response of another method.
  if (found->attempts.lock->reason == LockReason::kAttemptsExhausted) return std::nullopt;
  return refusalOf(found->attempts.lock, now);
}

}  // namespace heliograph::domain
