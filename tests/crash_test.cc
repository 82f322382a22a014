// SIGKILL at the server: what it acknowledged is there after the restart, and no count went down.

#include <gmock/gmock.h>

#include <atomic>
#include <random>
#include <thread>
#include <vector>

#include "bank_and_phone.h"

namespace heliograph {
namespace {

class Crash : public BankAndPhone {
 protected:
  void crashAndRestart() {
    stage_.killServer();
    stage_.startServer();
  }
};

TEST_F(Crash, ASessionBegunBeforeACrashSucceedsAfterIt) {
  const auto session = stage_.session(phone_, "OFFLINE_PIN", "Begun before");
  crashAndRestart();
  EXPECT_TRUE(isResult(stage_.verify(session, otpFor(session, kOfflinePin)), "SUCCESS"));
}

TEST_F(Crash, AnAcknowledgedSuccessIsSpentAfterACrash) {
  const auto session = stage_.session(phone_, "OFFLINE_DEVICE", "Paid once");
  const std::string otp = otpFor(session);
  ASSERT_TRUE(isResult(stage_.verify(session, otp), "SUCCESS"));
  crashAndRestart();
  EXPECT_EQ(stage_.verify(session, otp).status, 409);
}

TEST_F(Crash, AnAcknowledgedFailureAndCancelAreThereAfterACrash) {
  const auto guessed = stage_.session(phone_, "OFFLINE_PIN", "Guess");
  const auto cancelled = stage_.session(phone_, "OFFLINE_DEVICE", "Never mind");
  ASSERT_TRUE(isResult(stage_.verify(guessed, lab::wrongOtp(otpFor(guessed, kOfflinePin))), "FAILURE"));
  const std::string path = "/offline-authentications/" + cancelled.at("id").get<std::string>();
  ASSERT_EQ(stage_.post(path + "/cancel", cli::Json::object()).status, 200);
  crashAndRestart();
  EXPECT_EQ(remainingAttempts("OFFLINE_PIN"), kFailuresAllowed - 1);
  EXPECT_EQ(stage_.get(path).body.at("status"), "CANCELLED");
}

TEST_F(Crash, WhateverMomentItComesNoAcknowledgedFailureIsLostAndNoCountGoesDown) {
  std::mt19937 moment(20);  // the rounds differ, the runs do not
  for (int round = 0; round < 8; ++round) {
    stage_.activate(phone_, "OFFLINE_PIN", kDevicePin, kOfflinePin);
    const auto session = stage_.session(phone_, "OFFLINE_PIN", "Guess");
    const std::string wrong = lab::wrongOtp(otpFor(session, kOfflinePin));
    std::atomic<int> acknowledged = 0;
    {
      std::vector<std::jthread> attackers;
      for (int i = 0; i < 12; ++i) {
        attackers.emplace_back([&] {
          if (isResult(stage_.verify(session, wrong), "FAILURE")) ++acknowledged;
        });
      }
      std::this_thread::sleep_for(std::chrono::microseconds(moment() % 20'000));
      stage_.killServer();
    }
    stage_.startServer();
    const int counted = kFailuresAllowed - remainingAttempts("OFFLINE_PIN");
    ASSERT_GE(counted, acknowledged) << "in round " << round;
    ASSERT_LE(counted, kFailuresAllowed) << "in round " << round;
  }
}

TEST_F(Crash, AStopBySignalAnswersWhatWasAccepted) {
  const auto session = stage_.session(phone_, "OFFLINE_DEVICE", "Just in time");
  EXPECT_EQ(stage_.stopServer(), 0);
  stage_.startServer();
  EXPECT_TRUE(isResult(stage_.verify(session, otpFor(session)), "SUCCESS"));
}

}  // namespace
}  // namespace heliograph
