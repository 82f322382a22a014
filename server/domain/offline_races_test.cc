// However many requests race, never are more wrong guesses told than are allowed, and a session succeeds at most once.

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

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

// Holds a crowd's first looks at the session until all of them have looked: then everybody decides by the same count.
class StoreOfACrowd final : public MemoryStore {
 public:
  Result<OfflineSessionView, LoadOfflineRefusal> loadOfflineSession(const OfflineSessionId& id,
                                                                    DirectoryVersion version) override {
    auto view = MemoryStore::loadOfflineSession(id, version);
    if (looks_++ < kThreads) crowd_.arrive_and_wait();
    return view;
  }

 private:
  std::atomic<int> looks_{0};
  std::latch crowd_{kThreads};
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
    outcomes.count(server.offline.verify(server.caller, begun.view.session.id, otp, server.now));
  }

  TestServer server{offlinePropertiesWith({{"AMOUNT_FAILURES_ALLOWED", std::to_string(GetParam())}}),
                    std::make_unique<StoreOfACrowd>()};
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
  bool recordOfflineAttempt(const OfflineAttempt&) override {
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
  EXPECT_THROW((void)server.offline.verify(server.caller, begun.view.session.id, right, server.now), StoreOverloaded);
  EXPECT_GE(store.records, 100);
}

TEST_F(LostRacesTest, ADirectoryThatNeverStandsStillEndsTheRequest) {
  const auto begun = server.begin(phone);
  store.is_restless = true;
  (void)server.directory.latest();
  EXPECT_THROW((void)server.offline.begin(server.caller, *phone.device, AuthMethod::kOfflinePin, "x", server.now),
               StoreOverloaded);
  EXPECT_THROW((void)server.offline.find(server.caller, begun.view.session.id, server.now), StoreOverloaded);
  EXPECT_THROW((void)server.enrolments.create(server.caller, server.application.id, std::nullopt, server.now),
               StoreOverloaded);
}

}  // namespace
}  // namespace heliograph::domain
