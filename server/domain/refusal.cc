#include "domain/refusal.h"

namespace heliograph::domain {

std::string_view nameOf(RefusalCode code) {
  switch (code) {
    case RefusalCode::kRevokedKey:
      return "REVOKED_KEY";
    case RefusalCode::kMalformedRequest:
      return "MALFORMED_REQUEST";
    case RefusalCode::kInvalidContext:
      return "INVALID_CONTEXT";
    case RefusalCode::kInvalidOtp:
      return "INVALID_OTP";
    case RefusalCode::kUnknownApplication:
      return "UNKNOWN_APPLICATION";
    case RefusalCode::kUnknownEnrolment:
      return "UNKNOWN_ENROLMENT";
    case RefusalCode::kUnknownDevice:
      return "UNKNOWN_DEVICE";
    case RefusalCode::kUnknownSession:
      return "UNKNOWN_SESSION";
    case RefusalCode::kIdempotencyKeyReused:
      return "IDEMPOTENCY_KEY_REUSED";
    case RefusalCode::kTooManyRequests:
      return "TOO_MANY_REQUESTS";
    case RefusalCode::kMethodNotAllowed:
      return "AUTH_METHOD_NOT_ALLOWED";
    case RefusalCode::kMethodNotActivated:
      return "AUTH_METHOD_NOT_ACTIVATED";
    case RefusalCode::kSessionNotOpen:
      return "SESSION_NOT_OPEN";
    case RefusalCode::kDeviceLocked:
      return "DEVICE_LOCKED";
    case RefusalCode::kMethodLocked:
      return "METHOD_LOCKED";
  }
  return {};
}

}  // namespace heliograph::domain
