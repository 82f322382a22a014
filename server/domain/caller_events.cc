#include "domain/caller_events.h"

#include <utility>

namespace heliograph::domain {

AuditEvent eventBy(const Caller& caller, AuditAction action, TimePoint now) {
  return {.at = now, .origin = caller.origin(), .action = action, .organisation = caller.organisation};
}

bool isOfAttempt(RefusalCode code) {
  switch (code) {
    case RefusalCode::kRevokedKey:
    case RefusalCode::kMalformedRequest:
    case RefusalCode::kInvalidContext:
    case RefusalCode::kInvalidOtp:
    case RefusalCode::kIdempotencyKeyReused:
    case RefusalCode::kTooManyRequests:
      return false;
    case RefusalCode::kUnknownApplication:
    case RefusalCode::kUnknownEnrolment:
    case RefusalCode::kUnknownDevice:
    case RefusalCode::kUnknownSession:
    case RefusalCode::kMethodNotAllowed:
    case RefusalCode::kMethodNotActivated:
    case RefusalCode::kSessionNotOpen:
    case RefusalCode::kDeviceLocked:
    case RefusalCode::kMethodLocked:
      return true;
  }
  return true;
}

tl::unexpected<Refusal> refuseAttempt(Store& store, AuditEvent attempt, Refusal refusal) {
  if (isOfAttempt(refusal.code)) {
    attempt.outcome = AuditOutcome::kRefused;
    attempt.detail = nameOf(refusal.code);
    store.recordAudit({std::move(attempt)});
  }
  return fail(std::move(refusal));
}

}  // namespace heliograph::domain
