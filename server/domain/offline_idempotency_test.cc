// Begin and verify with an idempotency key: the same call again gets the same answer, and does nothing again.

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "domain/testing/store_of_a_crowd.h"
#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using std::chrono::seconds;

template <class Value>
RefusalCode codeOf(const Answer<Value>& answer) {
  EXPECT_FALSE(answer);
  return answer.error().code;
}

class OfflineIdempotencyTest : public testing::Test {
 protected:
  [[nodiscard]] IdempotencyKey keyFor(std::string_view body, std::string_view key = "order-42") const {
    return server.idempotency_keys.of(server.caller.key, "/path", key, body);
  }
  Answer<BegunOfflineAuthentication> begin(std::string_view context) {
    return server.offline_authentications.begin(server.caller, *phone.device, AuthMethod::kOfflinePin, context,
                                                keyFor(context), server.now);
  }
  Answer<VerifiedOfflineAuthentication> verify(const BegunOfflineAuthentication& begun, std::string_view otp) {
    return server.offline_authentications.verify(server.caller, begun.view.session.id, otp, keyFor(otp, "guess-1"),
                                                 server.now);
  }
  int remainingAttempts(const BegunOfflineAuthentication& begun) {
    return server.offline_authentications.find(server.caller, begun.view.session.id, server.now)->remaining_attempts;
  }
  std::string wrongFor(const BegunOfflineAuthentication& begun) {
    return phone.oneTimePassword(begun.verification_data, Entry::kWrong);
  }

  TestServer server;
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
};

void expectSame(const Answer<VerifiedOfflineAuthentication>& first,
                const Answer<VerifiedOfflineAuthentication>& again) {
  ASSERT_TRUE(first);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->result, first->result);
  EXPECT_EQ(again->warning, first->warning);
  EXPECT_EQ(again->view.status, first->view.status);
  EXPECT_EQ(again->view.session.status, first->view.session.status);
  EXPECT_EQ(again->view.session.finished_at, first->view.session.finished_at);
  EXPECT_EQ(again->view.remaining_attempts, first->view.remaining_attempts);
  EXPECT_EQ(again->view.locked_until, first->view.locked_until);
}

TEST_F(OfflineIdempotencyTest, ABeginSentAgainGivesTheSameSessionAndBeginsNone) {
  const auto first = begin("Pay 1 EUR");
  const auto again = begin("Pay 1 EUR");
  ASSERT_TRUE(first);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->view.session.id, first->view.session.id);
  EXPECT_EQ(again->view.remaining_attempts, first->view.remaining_attempts);
  EXPECT_EQ(again->verification_data.digits(), first->verification_data.digits());
}

TEST_F(OfflineIdempotencyTest, ABeginSentAgainLaterIsAnsweredAsItWasThen) {
  const auto first = begin("Pay 1 EUR");
  ASSERT_TRUE(server.offline_authentications.cancel(server.caller, first->view.session.id, server.now));
  const auto again = begin("Pay 1 EUR");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->view.status, SessionStatus::kStarted);
  EXPECT_EQ(server.offline_authentications.find(server.caller, again->view.session.id, server.now)->status,
            SessionStatus::kCancelled);
}

TEST_F(OfflineIdempotencyTest, AKeyThatCameWithAnotherRequestIsRefused) {
  const auto begun = begin("Pay 1 EUR");
  ASSERT_TRUE(begun);
  EXPECT_EQ(codeOf(begin("Pay 2 EUR")), RefusalCode::kIdempotencyKeyReused);
  ASSERT_TRUE(verify(*begun, wrongFor(*begun)));
  EXPECT_EQ(codeOf(verify(*begun, phone.oneTimePassword(begun->verification_data))),
            RefusalCode::kIdempotencyKeyReused);
  EXPECT_EQ(remainingAttempts(*begun), 2);
}

TEST_F(OfflineIdempotencyTest, AWrongPasswordSentAgainCountsOnce) {
  const auto begun = server.begin(phone);
  const auto first = verify(begun, wrongFor(begun));
  for (int i = 0; i < 10; ++i) expectSame(first, verify(begun, wrongFor(begun)));
  EXPECT_EQ(first->result, VerifyResult::kFailure);
  EXPECT_EQ(remainingAttempts(begun), 2);
}

TEST_F(OfflineIdempotencyTest, ARightPasswordSentAgainSucceedsAgain) {
  const auto begun = server.begin(phone);
  const std::string right = phone.oneTimePassword(begun.verification_data);
  const auto first = verify(begun, right);
  server.now += seconds(3600);
  expectSame(first, verify(begun, right));
  EXPECT_EQ(first->result, VerifyResult::kSuccess);
  EXPECT_EQ(first->view.status, SessionStatus::kCompleted);
}

TEST_F(OfflineIdempotencyTest, ALaterAttemptDoesNotChangeTheAnswerGivenBefore) {
  server.setProperties({{"LOCK_DURATION", "60"}, {"AMOUNT_FAILURES_ALLOWED", "2"}});
  const auto begun = server.begin(phone);
  const auto first = verify(begun, wrongFor(begun));
  const auto last = server.offline_authentications.verify(server.caller, begun.view.session.id, wrongFor(begun),
                                                          std::nullopt, server.now);
  ASSERT_EQ(last->view.status, SessionStatus::kFailed);
  expectSame(first, verify(begun, wrongFor(begun)));
  EXPECT_EQ(first->view.remaining_attempts, 1);
}

TEST_F(OfflineIdempotencyTest, TheAttemptThatLockedIsToldAgainThoughTheLockIsOver) {
  server.setProperties({{"LOCK_DURATION", "60"}, {"AMOUNT_FAILURES_ALLOWED", "1"}});
  const auto begun = server.begin(phone);
  const auto first = verify(begun, wrongFor(begun));
  server.now += seconds(61);
  expectSame(first, verify(begun, wrongFor(begun)));
  EXPECT_EQ(first->view.locked_until, server.now - seconds(1));
  EXPECT_EQ(first->view.status, SessionStatus::kFailed);
}

TEST_F(OfflineIdempotencyTest, ARefusedVerifyIsLookedAtAgain) {
  const auto begun = server.begin(phone);
  const std::string right = phone.oneTimePassword(begun.verification_data);
  ASSERT_TRUE(server.devices.lock(server.caller, *phone.device, "lost", server.now));
  EXPECT_EQ(codeOf(verify(begun, right)), RefusalCode::kDeviceLocked);
  ASSERT_TRUE(server.devices.unlock(server.caller, *phone.device, server.now));
  EXPECT_EQ(verify(begun, right)->result, VerifyResult::kSuccess);
}

TEST_F(OfflineIdempotencyTest, WhatWasAnsweredBeforeIsNobodyElses) {
  const auto begun = server.begin(phone);
  ASSERT_TRUE(verify(begun, wrongFor(begun)));
  const Caller stranger = server.newCaller("Shop");
  (void)server.directory.latest();
  EXPECT_EQ(codeOf(server.offline_authentications.verify(stranger, begun.view.session.id, wrongFor(begun),
                                                         keyFor(wrongFor(begun), "guess-1"), server.now)),
            RefusalCode::kUnknownSession);
}

// --- at once ---------------------------------------------------------------------------------------------------------

constexpr int kThreads = 50;

TEST(OfflineIdempotencyAtOnce, ManyTimesTheSameWrongPasswordIsOneAttempt) {
  TestServer server(offlineProperties(), std::make_unique<StoreOfACrowd>(kThreads));
  const Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  const auto begun = server.begin(phone);
  const OfflineSessionId id = begun.view.session.id;
  const std::string wrong = phone.oneTimePassword(begun.verification_data, Entry::kWrong);
  const IdempotencyKey key = server.idempotency_keys.of(server.caller.key, "/path", "guess-1", wrong);
  std::atomic<int> told_that_two_are_left{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        const auto verified = server.offline_authentications.verify(server.caller, id, wrong, key, server.now);
        if (verified && verified->view.remaining_attempts == 2) ++told_that_two_are_left;
      });
    }
  }
  EXPECT_EQ(told_that_two_are_left, kThreads);
  EXPECT_EQ(server.offline_authentications.find(server.caller, id, server.now)->remaining_attempts, 2);
}

}  // namespace
}  // namespace heliograph::domain
