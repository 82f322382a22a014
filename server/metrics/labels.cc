#include "metrics/labels.h"

namespace heliograph::metrics {

std::string labelOf(domain::AttemptKind kind) {
  switch (kind) {
    case domain::AttemptKind::kOffline:
      return "offline";
    case domain::AttemptKind::kOnline:
      return "online";
    case domain::AttemptKind::kAddOrUpdate:
      return "add_or_update";
  }
  return {};
}

std::string labelOf(domain::AttemptOutcome outcome) {
  switch (outcome) {
    case domain::AttemptOutcome::kRight:
      return "right";
    case domain::AttemptOutcome::kWrong:
      return "wrong";
    case domain::AttemptOutcome::kLocked:
      return "locked";
    case domain::AttemptOutcome::kExpired:
      return "expired";
    case domain::AttemptOutcome::kNotOpen:
      return "not_open";
    case domain::AttemptOutcome::kCopied:
      return "copied";
    case domain::AttemptOutcome::kRefused:
      return "refused";
  }
  return {};
}

std::string labelOf(domain::LockReason reason) {
  switch (reason) {
    case domain::LockReason::kAttemptsExhausted:
      return "attempts_exhausted";
    case domain::LockReason::kAdmin:
      return "admin";
    case domain::LockReason::kCloneDetected:
      return "clone_detected";
  }
  return {};
}

}  // namespace heliograph::metrics
