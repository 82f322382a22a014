// Why the server says no: one list of stable codes for the interfaces. http/problem.h gives each its HTTP status.

#ifndef HELIOGRAPH_SERVER_DOMAIN_REFUSAL_H_
#define HELIOGRAPH_SERVER_DOMAIN_REFUSAL_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "domain/session.h"

namespace heliograph::domain {

enum class RefusalCode {
  kRevokedKey,        // the caller's API key was revoked meanwhile
  kMalformedRequest,  // a field that is missing, unknown or of the wrong type
  kInvalidContext,
  kInvalidOtp,          // not exactly the session's digits: no attempt was made
  kUnknownApplication,  // none, or another organisation's
  kUnknownEnrolment,
  kUnknownDevice,
  kUnknownSession,
  kIdempotencyKeyReused,  // with another request before
  kTooManyRequests,       // by this API key, or for this device: `retry_after`
  kMethodNotAllowed,      // by the application's configuration
  kMethodNotActivated,    // on this device
  kSessionNotOpen,        // `status` tells why
  kDeviceLocked,
  kMethodLocked,
};

struct Refusal {
  RefusalCode code;
  std::string detail;  // one sentence for the developer; names the field at fault; never a secret
  std::optional<SessionStatus> status = std::nullopt;
  std::optional<TimePoint> locked_until = std::nullopt;
  std::optional<std::chrono::milliseconds> retry_after = std::nullopt;
};

// "DEVICE_LOCKED" and so on, as the audit log says it.
[[nodiscard]] std::string_view nameOf(RefusalCode code);

template <class Value>
using Answer = Result<Value, Refusal>;

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_REFUSAL_H_
