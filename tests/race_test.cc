// Many requests at one moment: the limit on guesses holds, and a right password counts once.

#include <gmock/gmock.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "bank_and_phone.h"

namespace heliograph {
namespace {

class Race : public BankAndPhone {
 protected:
  // How many of `count` answers at once pass `judge`.
  static int atOnce(int count, const std::function<bool()>& judge) {
    std::atomic<int> passed = 0;
    std::atomic<bool> go = false;
    {
      std::vector<std::jthread> threads;
      for (int i = 0; i < count; ++i) {
        threads.emplace_back([&] {
          while (!go) std::this_thread::yield();
          if (judge()) ++passed;
        });
      }
      go = true;
    }
    return passed;
  }
};

TEST_F(Race, OfAHundredWrongPasswordsAtOnceExactlyTheAllowedNumberIsEvaluated) {
  const auto session = stage_.session(phone_, "OFFLINE_PIN", "Guess");
  const std::string wrong = lab::wrongOtp(otpFor(session, kOfflinePin));

  const int evaluated = atOnce(100, [&] { return isResult(stage_.verify(session, wrong), "FAILURE"); });

  EXPECT_EQ(evaluated, kFailuresAllowed);
  EXPECT_EQ(remainingAttempts("OFFLINE_PIN"), 0);
  EXPECT_EQ(stage_.begin(phone_, "OFFLINE_PIN", "More").status, 423);
}

TEST_F(Race, TheLimitHoldsOverManySessionsOfTheMethod) {
  std::vector<cli::Json> sessions;
  for (int i = 0; i < 10; ++i) sessions.push_back(stage_.session(phone_, "OFFLINE_PIN", "Guess"));
  std::atomic<std::size_t> next = 0;

  const int evaluated = atOnce(100, [&] {
    const cli::Json& session = sessions[next++ % sessions.size()];
    return isResult(stage_.verify(session, "000000"), "FAILURE");
  });

  EXPECT_EQ(evaluated, kFailuresAllowed);
}

TEST_F(Race, OfManyRightPasswordsAtOnceExactlyOneSucceeds) {
  const auto session = stage_.session(phone_, "OFFLINE_DEVICE", "Pay once");
  const std::string otp = otpFor(session);

  EXPECT_EQ(atOnce(50, [&] { return isResult(stage_.verify(session, otp), "SUCCESS"); }), 1);
}

}  // namespace
}  // namespace heliograph
