// However many requests race, never are more wrong guesses told than are allowed, and a session succeeds at most once.
// Once a device is locked no guess at it succeeds, not even one that was under way.

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "domain/testing/store_of_a_crowd.h"
#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;

constexpr int kThreads = 100;

struct Outcomes {
  std::atomic<int> successes{0};
  std::atomic<int> failures{0};
  std::atomic<int> refusals{0};

  void count(const Answer<VerifiedOfflineAuthentication>& answer) {
    if (!answer) {
      EXPECT_TRUE(answer.error().code == RefusalCode::kSessionNotOpen ||
                  answer.error().code == RefusalCode::kMethodLocked);
      ++refusals;
      return;
    }
    switch (answer->result) {
      case VerifyResult::kSuccess:
        ++successes;
        break;
      case VerifyResult::kFailure:
        ++failures;
        break;
    }
  }
};

template <class Body>
void race(Body body) {
  std::latch start(kThreads);
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      body(i);
    });
  }
}

class OfflineRacesTest : public testing::TestWithParam<int> {
 protected:
  void verify(const BegunOfflineAuthentication& begun, const std::string& otp) {
    outcomes.count(
        server.offline_authentications.verify(server.caller, begun.view.session.id, otp, std::nullopt, server.now));
  }

  TestServer server{offlinePropertiesWith({{"AMOUNT_FAILURES_ALLOWED", std::to_string(GetParam())}}),
                    std::make_unique<StoreOfACrowd>(kThreads)};
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  Outcomes outcomes;
};

TEST_P(OfflineRacesTest, OfManyWrongOtpsAgainstOneSessionExactlyTheAllowedNumberIsEvaluated) {
  const auto begun = server.begin(phone);
  const std::string wrong = phone.oneTimePassword(begun.verification_data, Entry::kWrong);
  race([&](int) { verify(begun, wrong); });
  EXPECT_EQ(outcomes.failures, GetParam());
  EXPECT_EQ(outcomes.refusals, kThreads - GetParam());
}

TEST_P(OfflineRacesTest, OfManyWrongOtpsAgainstManySessionsExactlyTheAllowedNumberIsEvaluated) {
  std::vector<BegunOfflineAuthentication> sessions;
  std::vector<std::string> wrong;
  for (int i = 0; i < kThreads; ++i) {
    sessions.push_back(server.begin(phone));
    wrong.push_back(phone.oneTimePassword(sessions.back().verification_data, Entry::kWrong));
  }
  race([&](int i) { verify(sessions[static_cast<std::size_t>(i)], wrong[static_cast<std::size_t>(i)]); });
  EXPECT_EQ(outcomes.failures, GetParam());
  EXPECT_EQ(outcomes.refusals, kThreads - GetParam());
}

TEST_P(OfflineRacesTest, OfManyRightOtpsAgainstOneSessionOneSucceeds) {
  const auto begun = server.begin(phone);
  const std::string right = phone.oneTimePassword(begun.verification_data);
  race([&](int) { verify(begun, right); });
  EXPECT_EQ(outcomes.successes, 1);
  EXPECT_EQ(outcomes.refusals, kThreads - 1);
}

TEST_P(OfflineRacesTest, ARightOtpAmongManyWrongOnesOpensNoRoomForMoreGuesses) {
  const auto begun = server.begin(phone);
  const std::string right = phone.oneTimePassword(begun.verification_data);
  const std::string wrong = phone.oneTimePassword(begun.verification_data, Entry::kWrong);
  race([&](int i) { verify(begun, i % 2 == 0 ? right : wrong); });
  EXPECT_LE(outcomes.successes, 1);
  EXPECT_LE(outcomes.failures, GetParam());
  EXPECT_TRUE(outcomes.successes == 1 || outcomes.failures == GetParam());
}

INSTANTIATE_TEST_SUITE_P(Limits, OfflineRacesTest, testing::Values(1, 3, 10));

// A store where somebody else is always faster.
class StoreOfFasterOnes final : public MemoryStore {
 public:
  bool recordOfflineAttempt(const OfflineAttempt&, const AuditTrail&) override {
    ++records;
    return false;
  }
  DirectoryVersion directoryVersion() override { return MemoryStore::directoryVersion() + (is_restless ? 1 : 0); }
  Directory loadDirectory() override {
    Directory directory = MemoryStore::loadDirectory();
    directory.version += is_restless ? 1 : 0;
    return directory;
  }
  std::atomic<int> records{0};
  bool is_restless = false;
};

class LostRacesTest : public testing::Test {
 protected:
  LostRacesTest() : LostRacesTest(std::make_unique<StoreOfFasterOnes>()) {}
  explicit LostRacesTest(std::unique_ptr<StoreOfFasterOnes> given)
      : store(*given), server(offlineProperties(), std::move(given)) {}

  StoreOfFasterOnes& store;
  TestServer server;
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
};

TEST_F(LostRacesTest, WhoLosesEveryRaceIsToldNothingButToTryLater) {
  const auto begun = server.begin(phone);
  const std::string right = phone.oneTimePassword(begun.verification_data);
  EXPECT_THROW((void)server.offline_authentications.verify(server.caller, begun.view.session.id, right, std::nullopt,
                                                           server.now),
               StoreOverloaded);
  EXPECT_GE(store.records, 100);
}

TEST_F(LostRacesTest, ADirectoryThatNeverStandsStillEndsTheRequest) {
  const auto begun = server.begin(phone);
  store.is_restless = true;
  (void)server.directory.latest();
  EXPECT_THROW((void)server.offline_authentications.begin(server.caller, *phone.device, AuthMethod::kOfflinePin, "x",
                                                          std::nullopt, server.now),
               StoreOverloaded);
  EXPECT_THROW((void)server.offline_authentications.find(server.caller, begun.view.session.id, server.now),
               StoreOverloaded);
  EXPECT_THROW((void)server.enrolments.create(server.caller, server.application.id, std::nullopt, server.now),
               StoreOverloaded);
}

// A store where something else happens between a look at a session and the record of the guess at it.
class StoreOfAnInterruption final : public MemoryStore {
 public:
  bool recordOfflineAttempt(const OfflineAttempt& attempt, const AuditTrail& audit) override {
    if (const auto interrupt = std::exchange(interruption, nullptr)) interrupt();
    return MemoryStore::recordOfflineAttempt(attempt, audit);
  }
  std::function<void()> interruption;
};

class InterruptedGuessTest : public testing::TestWithParam<Entry> {
 protected:
  InterruptedGuessTest() : InterruptedGuessTest(std::make_unique<StoreOfAnInterruption>()) {}
  explicit InterruptedGuessTest(std::unique_ptr<StoreOfAnInterruption> given)
      : store(*given), server(offlineProperties(), std::move(given)) {}

  void lockDevice() { ASSERT_TRUE(server.devices.lock(server.caller, *phone.device, "lost", server.now)); }
  void spendOnlineAttempts() {
    (void)server.beginAuthentication(phone);
    ASSERT_TRUE(phone.startAuthentication());
    for (int i = 0; i < 3; ++i) ASSERT_FALSE(phone.finishAuthentication(AuthMethod::kDevicePin, Entry::kWrong));
  }
  void answerAsACopy() {
    // So often that the copy's salt is older than any that a lost answer excuses, and later than a held up response.
    for (int i = 0; i < 3; ++i) {
      (void)server.beginAuthentication(phone);
      ASSERT_TRUE(phone.startAuthentication());
      ASSERT_TRUE(phone.finishAuthentication(AuthMethod::kDevicePin));
    }
    copy.time = server.now += std::chrono::seconds(1);
    (void)server.beginAuthentication(phone);
    ASSERT_TRUE(copy.startAuthentication());
    ASSERT_FALSE(copy.finishAuthentication(AuthMethod::kDevicePin));
    ASSERT_EQ(store.findDevice(*phone.device)->lock->reason, LockReason::kCloneDetected);
  }
  Answer<VerifiedOfflineAuthentication> guess() {
    return server.offline_authentications.verify(server.caller, begun.view.session.id,
                                                 phone.oneTimePassword(begun.verification_data, GetParam()),
                                                 std::nullopt, server.now);
  }
  void expectRefused(RefusalCode code) {
    const auto answer = guess();
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, code);
    EXPECT_FALSE(store.interruption) << "the guess came to its record";
    const std::string refused = "OFFLINE_AUTHENTICATION_ATTEMPTED REFUSED " + std::string(nameOf(code));
    EXPECT_EQ(server.lastEvents(phone, 1), std::vector{refused});
  }
  [[nodiscard]] Method method() { return *store.findDevice(*phone.device)->find(AuthMethod::kOfflinePin); }

  StoreOfAnInterruption& store;
  TestServer server;
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  Phone copy = phone.clone();
  BegunOfflineAuthentication begun = server.begin(phone);
};

TEST_P(InterruptedGuessTest, AGuessThatALockOfItsDeviceOvertakesIsNotEvaluated) {
  const std::function<void()> locks[] = {[this] { lockDevice(); }, [this] { spendOnlineAttempts(); },
                                         [this] { answerAsACopy(); }};
  for (const auto& lock : locks) {
    begun = server.begin(phone);
    store.interruption = lock;
    expectRefused(RefusalCode::kDeviceLocked);
    EXPECT_EQ(method().attempts, AttemptState{});
    EXPECT_EQ(method().last_used_at, std::nullopt);
    ASSERT_TRUE(server.devices.unlock(server.caller, *phone.device, server.now));
  }
}

TEST_P(InterruptedGuessTest, AGuessThatTheRemovalOfItsDeviceOvertakesIsNotEvaluated) {
  store.interruption = [&] { ASSERT_TRUE(server.devices.remove(server.caller, *phone.device, server.now)); };
  expectRefused(RefusalCode::kSessionNotOpen);
}

TEST_P(InterruptedGuessTest, WhatALockByHandInterruptedCanBeDoneOnceItHasEnded) {
  store.interruption = [&] { lockDevice(); };
  expectRefused(RefusalCode::kDeviceLocked);
  ASSERT_TRUE(server.devices.unlock(server.caller, *phone.device, server.now));
  const VerifyResult expected = GetParam() == Entry::kRight ? VerifyResult::kSuccess : VerifyResult::kFailure;
  EXPECT_EQ(guess()->result, expected);
}

INSTANTIATE_TEST_SUITE_P(Entries, InterruptedGuessTest, testing::Values(Entry::kRight, Entry::kWrong));

}  // namespace
}  // namespace heliograph::domain
