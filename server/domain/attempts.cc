#include "domain/attempts.h"

#include <algorithm>

namespace heliograph::domain {
namespace {

// The next attempt lock, after `locks` earlier ones.
Lock attemptLock(int locks, const AttemptRules& rules, TimePoint now) {
  const auto duration = lockDurationAfter(locks, rules.lock_duration);
  return {LockReason::kAttemptsExhausted, now, duration ? std::optional(now + *duration) : std::nullopt};
}

}  // namespace

std::string_view nameOf(LockReason reason) {
  switch (reason) {
    case LockReason::kAttemptsExhausted:
      return "ATTEMPTS_EXHAUSTED";
    case LockReason::kAdmin:
      return "ADMIN";
    case LockReason::kCloneDetected:
      return "CLONE_DETECTED";
  }
  return {};
}

bool isLocked(const std::optional<Lock>& lock, TimePoint now) { return lock && (!lock->until || now < *lock->until); }

AttemptState stateAt(const AttemptState& state, TimePoint now) {
  if (!state.lock || isLocked(state.lock, now)) return state;
  // `locks` stays: who comes back to guess again waits twice as long.
  const bool was_for_attempts = state.lock->reason == LockReason::kAttemptsExhausted;
  return {.failures = was_for_attempts ? 0 : state.failures, .locks = state.locks, .lock = std::nullopt};
}

int remainingAttempts(const AttemptState& state, const AttemptRules& rules, TimePoint now) {
  const AttemptState current = stateAt(state, now);
  return current.lock ? 0 : std::max(0, rules.failures_allowed - current.failures);
}

bool mayAttempt(const AttemptState& state, const AttemptRules& rules, TimePoint now) {
  return remainingAttempts(state, rules, now) > 0;
}

AttemptState afterSuccess(const AttemptState&) { return {}; }

AttemptState afterFailure(const AttemptState& state, const AttemptRules& rules, TimePoint now) {
  AttemptState next = stateAt(state, now);
  next.failures += 1;
  if (next.failures >= rules.failures_allowed) {
    next.lock = attemptLock(next.locks, rules, now);
    next.locks += 1;
  }
  return next;
}

DeviceLocks afterOnlineSuccess(const DeviceLocks& locks, protocol::AuthMethod auth_method) {
  if (protocol::isTwoFactor(auth_method)) return {};
  return {.of_one_factor = 0, .of_two_factors = locks.of_two_factors};
}

OnlineFailure afterOnlineFailure(const AttemptState& state, const DeviceLocks& device_locks,
                                 protocol::AuthMethod auth_method, const AttemptRules& rules, TimePoint now) {
  const AttemptState next = afterFailure(state, rules, now);
  if (!next.lock) return {next, std::nullopt, device_locks};
  DeviceLocks earned = device_locks;
  (protocol::isTwoFactor(auth_method) ? earned.of_two_factors : earned.of_one_factor) += 1;
  return {AttemptState{}, attemptLock(device_locks.of_one_factor + device_locks.of_two_factors, rules, now), earned};
}

std::optional<std::chrono::seconds> lockDurationAfter(int locks, std::chrono::seconds lock_duration) {
  if (lock_duration.count() == 0) return std::nullopt;
  auto duration = std::min<std::chrono::seconds>(lock_duration, kLongestTemporaryLock);
  for (int i = 0; i < locks && duration < kLongestTemporaryLock; ++i) {
    duration = std::min<std::chrono::seconds>(2 * duration, kLongestTemporaryLock);
  }
  return duration;
}

}  // namespace heliograph::domain
