#include "domain/session.h"

namespace heliograph::domain {

std::string_view nameOf(SessionStatus status) {
  switch (status) {
    case SessionStatus::kStarted:
      return "STARTED";
    case SessionStatus::kCompleted:
      return "COMPLETED";
    case SessionStatus::kFailed:
      return "FAILED";
    case SessionStatus::kCancelled:
      return "CANCELLED";
    case SessionStatus::kExpired:
      return "EXPIRED";
  }
  return {};
}

SessionStatus statusAt(SessionStatus stored, TimePoint expires_at, TimePoint now) {
  return stored == SessionStatus::kStarted && now >= expires_at ? SessionStatus::kExpired : stored;
}

}  // namespace heliograph::domain
