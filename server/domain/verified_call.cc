#include "domain/verified_call.h"

namespace heliograph::domain {

std::optional<protocol::Refused> refusalOfLocked(const Device& device, TimePoint now) {
  if (!isLocked(device.lock, now)) return std::nullopt;
  switch (device.lock->reason) {
    case LockReason::kAttemptsExhausted:
      return protocol::Refused{protocol::DeviceStatus::kLocked, std::uint8_t{0}};
    case LockReason::kAdmin:
    case LockReason::kCloneDetected:  // only an administrator ends it
      return protocol::Refused{protocol::DeviceStatus::kLockedByAdmin};
  }
  return std::nullopt;
}

}  // namespace heliograph::domain
