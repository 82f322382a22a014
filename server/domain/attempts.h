// Attempts and locks: the rules of docs/protocol.md section 6, as functions of state and time.
//
// The count belongs to the method of a device, carries over between sessions and survives restarts. These functions say
// what the state becomes; a store command records it only if nothing changed meanwhile, and only then is anybody told.

#ifndef HELIOGRAPH_SERVER_DOMAIN_ATTEMPTS_H_
#define HELIOGRAPH_SERVER_DOMAIN_ATTEMPTS_H_

#include <chrono>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "protocol/auth_method.h"

namespace heliograph::domain {

enum class LockReason { kAttemptsExhausted, kAdmin, kCloneDetected };

// "ATTEMPTS_EXHAUSTED" and so on, as the audit log and the service provider API say it.
[[nodiscard]] std::string_view nameOf(LockReason reason);

struct Lock {
  LockReason reason;
  TimePoint since;
  std::optional<TimePoint> until;  // nothing: until unlocked
  friend bool operator==(const Lock&, const Lock&) = default;
};

// True while `lock` holds.
[[nodiscard]] bool isLocked(const std::optional<Lock>& lock, TimePoint now);

// What is known of the attempts at one method of one device.
struct AttemptState {
  int failures = 0;  // wrong guesses since the last success or unlock
  int locks = 0;     // attempt locks since the last success or unlock by hand: each doubles the next one
  std::optional<Lock> lock = std::nullopt;  // of an offline method; an online method locks its device instead
  friend bool operator==(const AttemptState&, const AttemptState&) = default;
};

struct AttemptRules {
  int failures_allowed;                // AMOUNT_FAILURES_ALLOWED
  std::chrono::seconds lock_duration;  // LOCK_DURATION
  friend bool operator==(const AttemptRules&, const AttemptRules&) = default;
};

inline constexpr std::chrono::hours kLongestTemporaryLock{24};

// The state as it stands at `now`: a temporary attempt lock that has run out is gone, and its failures with it.
[[nodiscard]] AttemptState stateAt(const AttemptState& state, TimePoint now);

// 0 where locked.
[[nodiscard]] int remainingAttempts(const AttemptState& state, const AttemptRules& rules, TimePoint now);

// True where a guess may be evaluated: not locked, and fewer failures than allowed (the limit may have been lowered).
[[nodiscard]] bool mayAttempt(const AttemptState& state, const AttemptRules& rules, TimePoint now);

// Both require mayAttempt().
[[nodiscard]] AttemptState afterSuccess(const AttemptState& state);
// Adds one; at the limit the method is locked.
[[nodiscard]] AttemptState afterFailure(const AttemptState& state, const AttemptRules& rules, TimePoint now);

// The attempt locks of a device since the last unlock by hand or success: each doubles the next one, whatever method
// earned it. They are counted by the factors of that method. A thief with the unlocked phone succeeds with DEVICE as
// often as the bank asks for it; that must not take back what wrong PINs have earned.
struct DeviceLocks {
  int of_one_factor = 0;
  int of_two_factors = 0;
  friend bool operator==(const DeviceLocks&, const DeviceLocks&) = default;
};
// A success of an online method takes back what methods with at most as many factors have earned.
[[nodiscard]] DeviceLocks afterOnlineSuccess(const DeviceLocks& locks, protocol::AuthMethod auth_method);

// An online method: the same count, but at the limit the whole device is locked. The method's own count is 0 then,
// since the device's lock stands for it: when that lock ends, by itself or by hand, the method has all its attempts
// again.
struct OnlineFailure {
  AttemptState state;               // of the method
  std::optional<Lock> device_lock;  // when the limit is reached
  DeviceLocks device_locks;         // from now on
};
// Requires mayAttempt().
[[nodiscard]] OnlineFailure afterOnlineFailure(const AttemptState& state, const DeviceLocks& device_locks,
                                               protocol::AuthMethod auth_method, const AttemptRules& rules,
                                               TimePoint now);

// For how long the next attempt lock holds; nothing: until unlocked. Doubles with `locks`, up to kLongestTemporaryLock.
[[nodiscard]] std::optional<std::chrono::seconds> lockDurationAfter(int locks, std::chrono::seconds lock_duration);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_ATTEMPTS_H_
