#include "domain/attempts.h"

#include <gtest/gtest.h>

#include <string>

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using std::chrono::hours;
using std::chrono::seconds;

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};
constexpr AttemptRules kUntilUnlocked{.failures_allowed = 3, .lock_duration = seconds(0)};
constexpr AttemptRules kForAMinute{.failures_allowed = 3, .lock_duration = seconds(60)};

Lock attemptLock(std::optional<TimePoint> until) { return {LockReason::kAttemptsExhausted, kNow, until}; }
Lock adminLock(std::optional<TimePoint> until) { return {LockReason::kAdmin, kNow, until}; }

AttemptState afterFailures(AttemptState state, int failures, const AttemptRules& rules, TimePoint now) {
  for (int i = 0; i < failures; ++i) state = afterFailure(state, rules, now);
  return state;
}

TEST(Lock, SaysItsReason) {
  EXPECT_EQ(nameOf(LockReason::kAttemptsExhausted), "ATTEMPTS_EXHAUSTED");
  EXPECT_EQ(nameOf(LockReason::kAdmin), "ADMIN");
  EXPECT_EQ(nameOf(LockReason::kCloneDetected), "CLONE_DETECTED");
}

TEST(Lock, HoldsUpToItsEnd) {
  const TimePoint end = kNow + seconds(60);
  const struct {
    const char* name;
    std::optional<Lock> lock;
    TimePoint at;
    bool is_locked;
  } rows[] = {
      {"no lock", std::nullopt, kNow, false},
      {"without end", attemptLock(std::nullopt), kNow + hours(100'000), true},
      {"at its start", attemptLock(end), kNow, true},
      {"just before its end", attemptLock(end), end - std::chrono::milliseconds(1), true},
      {"at its end", attemptLock(end), end, false},
      {"of an administrator", adminLock(std::nullopt), kNow + hours(1), true},
  };
  for (const auto& row : rows) EXPECT_EQ(isLocked(row.lock, row.at), row.is_locked) << row.name;
}

TEST(Attempts, AWrongGuessAddsOneToTheCount) {
  const AttemptState state = afterFailure({.failures = 1}, kUntilUnlocked, kNow);
  EXPECT_EQ(state, (AttemptState{.failures = 2}));
}

TEST(Attempts, ARightGuessSetsTheCountToZero) { EXPECT_EQ(afterSuccess({.failures = 2, .locks = 3}), AttemptState{}); }

TEST(Attempts, AtTheLimitTheMethodIsLocked) {
  for (int allowed = 1; allowed <= 10; ++allowed) {
    const AttemptRules rules{.failures_allowed = allowed, .lock_duration = seconds(0)};
    const AttemptState before = afterFailures({}, allowed - 1, rules, kNow);
    const AttemptState at_the_limit = afterFailure(before, rules, kNow);
    EXPECT_FALSE(before.lock) << allowed;
    EXPECT_EQ(at_the_limit, (AttemptState{.failures = allowed, .locks = 1, .lock = attemptLock(std::nullopt)}));
  }
}

TEST(Attempts, NeverAreMoreGuessesAllowedThanTheLimit) {
  for (int allowed = 1; allowed <= 10; ++allowed) {
    const AttemptRules rules{.failures_allowed = allowed, .lock_duration = seconds(0)};
    AttemptState state;
    int guesses = 0;
    while (mayAttempt(state, rules, kNow) && guesses < 100) {
      state = afterFailure(state, rules, kNow);
      ++guesses;
    }
    EXPECT_EQ(guesses, allowed);
  }
}

TEST(Attempts, WhatRemainsIsTheLimitLessTheFailures) {
  const struct {
    const char* name;
    AttemptState state;
    AttemptRules rules;
    int remaining;
  } rows[] = {
      {"untouched", {}, kUntilUnlocked, 3},
      {"one failure", {.failures = 1}, kUntilUnlocked, 2},
      {"locked", {.failures = 3, .locks = 1, .lock = attemptLock(std::nullopt)}, kUntilUnlocked, 0},
      {"locked by hand, nothing failed", {.lock = adminLock(std::nullopt)}, kUntilUnlocked, 0},
      {"limit lowered to the count", {.failures = 3}, kUntilUnlocked, 0},
      {"limit lowered below the count", {.failures = 4}, kUntilUnlocked, 0},
      {"limit raised", {.failures = 4}, {.failures_allowed = 10, .lock_duration = seconds(0)}, 6},
      {"a lock that has run out", {.failures = 3, .locks = 1, .lock = attemptLock(kNow)}, kForAMinute, 3},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(remainingAttempts(row.state, row.rules, kNow), row.remaining) << row.name;
    EXPECT_EQ(mayAttempt(row.state, row.rules, kNow), row.remaining > 0) << row.name;
  }
}

TEST(Attempts, ALimitLoweredBelowTheCountAllowsNoGuessAndLocksNothing) {
  const AttemptState state{.failures = 4};
  EXPECT_FALSE(mayAttempt(state, kUntilUnlocked, kNow));
  EXPECT_EQ(stateAt(state, kNow), state);
}

TEST(Attempts, ATemporaryLockTakesItsFailuresWithItButNotTheNumberOfLocks) {
  const AttemptState locked{.failures = 3, .locks = 2, .lock = attemptLock(kNow + seconds(60))};
  EXPECT_EQ(stateAt(locked, kNow + seconds(59)), locked);
  EXPECT_EQ(stateAt(locked, kNow + seconds(60)), (AttemptState{.failures = 0, .locks = 2}));
}

TEST(Attempts, ALockByHandThatRunsOutLeavesTheFailures) {
  const AttemptState locked{.failures = 2, .locks = 1, .lock = adminLock(kNow)};
  EXPECT_EQ(stateAt(locked, kNow), (AttemptState{.failures = 2, .locks = 1}));
}

TEST(Attempts, ALockUntilUnlockedDoesNotRunOut) {
  const AttemptState locked{.failures = 3, .locks = 1, .lock = attemptLock(std::nullopt)};
  EXPECT_EQ(stateAt(locked, kNow + hours(100'000)), locked);
}

TEST(Attempts, EachTemporaryLockIsTwiceAsLongAsTheOneBefore) {
  const AttemptState first = afterFailures({}, 3, kForAMinute, kNow);
  const TimePoint later = kNow + seconds(60);
  const AttemptState second = afterFailures(first, 3, kForAMinute, later);
  EXPECT_EQ(first.lock->until, kNow + seconds(60));
  EXPECT_EQ(second,
            (AttemptState{
                .failures = 3, .locks = 2, .lock = Lock{LockReason::kAttemptsExhausted, later, later + seconds(120)}}));
}

TEST(Attempts, ASuccessStartsTheDoublingOver) {
  const AttemptState once_locked{.failures = 0, .locks = 3};
  const AttemptState locked_again = afterFailures(afterSuccess(once_locked), 3, kForAMinute, kNow);
  EXPECT_EQ(locked_again.lock->until, kNow + seconds(60));
}

TEST(Attempts, TheLockDurationDoublesUpToADay) {
  const struct {
    int locks;
    seconds lock_duration;
    std::optional<seconds> expected;
  } rows[] = {
      {0, seconds(0), std::nullopt},  {7, seconds(0), std::nullopt},
      {0, seconds(30), seconds(30)},  {1, seconds(30), seconds(60)},
      {4, seconds(30), seconds(480)}, {11, seconds(30), seconds(61'440)},
      {12, seconds(30), hours(24)},   {1'000'000'000, seconds(30), hours(24)},
      {0, hours(24), hours(24)},      {1, hours(24), hours(24)},
      {1, hours(13), hours(24)},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(lockDurationAfter(row.locks, row.lock_duration), row.expected)
        << row.locks << " locks of " << row.lock_duration.count() << " s";
  }
}

TEST(OnlineAttempts, BelowTheLimitTheMethodCountsAndTheDeviceStaysOpen) {
  const OnlineFailure after = afterOnlineFailure({.failures = 1}, {}, AuthMethod::kDevicePin, kUntilUnlocked, kNow);
  EXPECT_EQ(after.state, (AttemptState{.failures = 2}));
  EXPECT_EQ(after.device_lock, std::nullopt);
  EXPECT_EQ(after.device_locks, DeviceLocks{});
}

TEST(OnlineAttempts, AtTheLimitTheWholeDeviceIsLockedInsteadOfTheMethod) {
  const OnlineFailure after = afterOnlineFailure({.failures = 2}, {}, AuthMethod::kDevicePin, kUntilUnlocked, kNow);
  EXPECT_EQ(after.device_lock, attemptLock(std::nullopt));
  EXPECT_EQ(after.device_locks, (DeviceLocks{.of_two_factors = 1}));
  EXPECT_EQ(after.state, AttemptState{});
}

TEST(OnlineAttempts, EachLockOfTheDeviceIsTwiceAsLongAsTheOneBeforeWhateverMethodsEarnedThem) {
  const DeviceLocks earlier{.of_one_factor = 1, .of_two_factors = 1};
  const auto after = afterOnlineFailure({.failures = 2}, earlier, AuthMethod::kDevice, kForAMinute, kNow);
  EXPECT_EQ(after.device_lock, attemptLock(kNow + seconds(240)));
  EXPECT_EQ(after.device_locks, (DeviceLocks{.of_one_factor = 2, .of_two_factors = 1}));
}

TEST(OnlineAttempts, ASuccessTakesBackTheLocksOfMethodsWithAtMostAsManyFactors) {
  const DeviceLocks locks{.of_one_factor = 1, .of_two_factors = 2};
  EXPECT_EQ(afterOnlineSuccess(locks, AuthMethod::kDevice), (DeviceLocks{.of_two_factors = 2}));
  EXPECT_EQ(afterOnlineSuccess(locks, AuthMethod::kDevicePin), DeviceLocks{});
  EXPECT_EQ(afterOnlineSuccess(locks, AuthMethod::kDeviceIosFaceId), DeviceLocks{});
}

}  // namespace
}  // namespace heliograph::domain
