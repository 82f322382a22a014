// Authentications that a phone answers over the network, and what wrong PINs cost.

#include <gmock/gmock.h>

#include "bank_and_phone.h"
#include "database.h"

namespace heliograph {
namespace {

using cli::Json;
using testing::HasSubstr;

class OnlineAuthentication : public BankAndPhone {
 protected:
  void SetUp() override {
    BankAndPhone::SetUp();
    stage_.activate(phone_, "DEVICE", kDevicePin);
  }
  [[nodiscard]] Json begun(Json request) const {
    request["device_id"] = phone_.device_id;
    const auto answer = stage_.post("/authentications", request);
    EXPECT_EQ(answer.status, 201) << answer.body;
    return answer.body;
  }
  void spendTheAttempts() const {
    for (int i = 0; i < kFailuresAllowed; ++i) EXPECT_NE(answer(phone_, "DEVICE_PIN", kWrongPin).exit_code, 0);
  }
  [[nodiscard]] bool unlocks() const {
    return stage_.post(devicePath() + "/unlock", Json::object()).body.at("lock_status") == "UNLOCKED";
  }
};

TEST_F(OnlineAuthentication, ThePhoneShowsTitleAndContextExactlyAndTheBankSeesWhoAnswered) {
  const std::string title = " Überweisung – 山田太郎 ";
  const std::string context = "  1.234,56 €\n\n№ 42 \"quoted\" \\ 👩‍👩‍👧 ";
  struct Case {
    const char* method;
    const char* pin;
    const char* level;
  };
  for (const auto& [method, pin, level] :
       {Case{"DEVICE_PIN", kDevicePin, "TWO_FACTOR"}, {"DEVICE", "", "ONE_FACTOR"}}) {
    const Json session =
        begun({{"context_title", title}, {"context", context}, {"auth_methods", Json::array({method})}});
    EXPECT_EQ(session.at("status"), "STARTED");

    const auto answered = answer(phone_, method, pin);

    ASSERT_EQ(answered.exit_code, 0) << answered.standard_error;
    const Json shown = Json::parse(answered.standard_output);
    EXPECT_EQ(shown.at("context_title"), title);
    EXPECT_EQ(shown.at("context"), context);
    EXPECT_EQ(shown.at("auth_methods"), Json::array({method}));
    const Json completed = onlineSession(session);
    EXPECT_EQ(completed.at("status"), "COMPLETED");
    EXPECT_EQ(completed.at("auth_method"), method);
    EXPECT_EQ(completed.at("auth_level"), level);
    EXPECT_EQ(completed.at("context"), context);
  }
}

TEST_F(OnlineAuthentication, ThePhoneShowsTheTextBeforeItAsksForThePin) {
  (void)begun({{"context_title", "Payment"}, {"context", "Pay 100.00 EUR\nto ACME Ltd"}});
  const auto without_pin =
      lab::runProcess({HELIOGRAPH_PROGRAMS "/heliograph-phone", {"authenticate", "--folder", phone_.folder.string()}});
  EXPECT_NE(without_pin.exit_code, 0);
  EXPECT_EQ(without_pin.standard_output, "Payment\nPay 100.00 EUR\nto ACME Ltd\nDEVICE DEVICE_PIN\n");
}

TEST_F(OnlineAuthentication, AMethodThatTheBankDidNotNameMayNotAnswer) {
  const Json session = begun({{"auth_methods", {"DEVICE_PIN"}}});
  const auto refused = answer(phone_, "DEVICE");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.standard_error, HasSubstr("DEVICE: may not answer, but DEVICE_PIN"));
  EXPECT_EQ(onlineSession(session).at("status"), "STARTED");
}

TEST_F(OnlineAuthentication, AUserWhoRefusesCancelsIt) {
  const Json session = begun({{"context", "Not mine"}});
  const Json refused = stage_.runPhone({"authenticate", "--reject", "--folder", phone_.folder.string()});
  EXPECT_EQ(refused.at("context"), "Not mine");
  EXPECT_EQ(onlineSession(session).at("status"), "CANCELLED");
  EXPECT_THAT(answer(phone_, "DEVICE").standard_error, HasSubstr("208 NO_SESSION"));
}

TEST_F(OnlineAuthentication, PastItsTimeItIsExpiredAndThePhoneFindsNone) {
  const Json session = begun({{"context", "Too late"}});
  Database(stage_.folder() / "heliograph.db")
      .execute("UPDATE authentication_sessions SET created_at = created_at - 300000, expires_at = expires_at - 300000");
  EXPECT_THAT(answer(phone_, "DEVICE").standard_error, HasSubstr("208 NO_SESSION"));
  EXPECT_EQ(onlineSession(session).at("status"), "EXPIRED");
}

TEST_F(OnlineAuthentication, WrongPinsLockTheWholeDeviceUntilTheBankUnlocksIt) {
  const Json offline = stage_.session(phone_, "OFFLINE_DEVICE", "Begun before the lock");
  const std::string otp = otpFor(offline);
  const Json session = begun({{"context", "Guess"}});

  EXPECT_THAT(answer(phone_, "DEVICE_PIN", kWrongPin).standard_error, HasSubstr("(2 attempts left)"));
  EXPECT_EQ(remainingAttempts("DEVICE_PIN"), 2);
  EXPECT_THAT(answer(phone_, "DEVICE_PIN", kWrongPin).standard_error,
              HasSubstr("1 attempt left: the next wrong PIN locks the device"));
  EXPECT_EQ(answer(phone_, "DEVICE_PIN", kWrongPin).exit_code, 1);

  EXPECT_EQ(device().at("lock_reason"), "ATTEMPTS_EXHAUSTED");
  EXPECT_EQ(onlineSession(session).at("status"), "FAILED");
  EXPECT_THAT(answer(phone_, "DEVICE").standard_error, HasSubstr("226 LOCKED"));
  EXPECT_EQ(beginOnline().body.at("code"), "DEVICE_LOCKED");
  const auto begin_offline = stage_.begin(phone_, "OFFLINE_DEVICE", "Another way?");
  EXPECT_EQ(begin_offline.status, 423);
  EXPECT_EQ(begin_offline.body.at("code"), "DEVICE_LOCKED");
  EXPECT_EQ(stage_.verify(offline, otp).body.at("code"), "DEVICE_LOCKED");

  ASSERT_TRUE(unlocks());
  EXPECT_EQ(stage_.verify(offline, otp).body.at("session_status"), "FAILED") << "it ended with the lock";
  EXPECT_EQ(remainingAttempts("DEVICE_PIN"), kFailuresAllowed);
  EXPECT_TRUE(authenticatesOnline(phone_, "DEVICE_PIN", kDevicePin));
  EXPECT_TRUE(authenticatesOffline());
}

TEST_F(OnlineAuthentication, ALockByTheBankHoldsOpenSessionsUntilTheUnlock) {
  const Json offline = stage_.session(phone_, "OFFLINE_DEVICE", "Begun before the lock");
  const std::string otp = otpFor(offline);
  const Json session = begun({{"context", "Begun before the lock"}});
  ASSERT_EQ(stage_.post(devicePath() + "/lock", {{"reason", "phone reported stolen"}}).status, 200);

  EXPECT_EQ(stage_.verify(offline, otp).body.at("code"), "DEVICE_LOCKED");
  EXPECT_THAT(answer(phone_, "DEVICE").standard_error, HasSubstr("224 LOCKED_BY_ADMIN"));

  ASSERT_TRUE(unlocks());
  EXPECT_TRUE(isResult(stage_.verify(offline, otp), "SUCCESS"));
  EXPECT_EQ(answer(phone_, "DEVICE").exit_code, 0);
  EXPECT_EQ(onlineSession(session).at("status"), "COMPLETED");
}

TEST_F(OnlineAuthentication, OnlineAndOfflineMethodsHavePinsAndCountsOfTheirOwn) {
  (void)begun({{"context", "Which PIN?"}});
  EXPECT_THAT(answer(phone_, "DEVICE_PIN", kOfflinePin).standard_error, HasSubstr("214 AUTHENTICATION_FAILED"));
  const Json offline = stage_.session(phone_, "OFFLINE_PIN", "Which PIN?");
  EXPECT_TRUE(isResult(stage_.verify(offline, otpFor(offline, kDevicePin)), "FAILURE"));
  EXPECT_EQ(remainingAttempts("DEVICE_PIN"), 2);
  EXPECT_EQ(remainingAttempts("OFFLINE_PIN"), 2);

  EXPECT_EQ(answer(phone_, "DEVICE_PIN", kDevicePin).exit_code, 0);
  EXPECT_EQ(remainingAttempts("DEVICE_PIN"), 3);
  EXPECT_EQ(remainingAttempts("OFFLINE_PIN"), 2);
  EXPECT_TRUE(isResult(stage_.verify(offline, otpFor(offline, kOfflinePin)), "SUCCESS"));
}

TEST_F(OnlineAuthentication, ALockedOfflinePinLeavesTheDeviceAndItsOnlineMethods) {
  const Json offline = stage_.session(phone_, "OFFLINE_PIN", "Guess");
  const std::string wrong = lab::wrongOtp(otpFor(offline, kOfflinePin));
  for (int i = 0; i < kFailuresAllowed; ++i) ASSERT_TRUE(isResult(stage_.verify(offline, wrong), "FAILURE"));
  EXPECT_EQ(stage_.begin(phone_, "OFFLINE_PIN", "More").body.at("code"), "METHOD_LOCKED");
  EXPECT_TRUE(authenticatesOnline(phone_, "DEVICE_PIN", kDevicePin));
}

TEST_F(OnlineAuthentication, AfterANewOfflinePinACopyOfThePhoneMakesNoCodeThatCounts) {
  const lab::StagePhone copy = copyOfThePhone();
  const Json before = stage_.session(phone_, "OFFLINE_PIN", "Begun before the change");
  const std::string otp_of_copy =
      stage_.oneTimePassword(copy, before.at("verification_data"), kOfflinePin).at("one_time_password");

  stage_.activate(phone_, "OFFLINE_PIN", kDevicePin, "8642");

  EXPECT_EQ(stage_.verify(before, otp_of_copy).body.at("session_status"), "CANCELLED");
  const Json after = stage_.session(phone_, "OFFLINE_PIN", "Begun after the change");
  const auto refused = stage_.answerOffline(copy, {after.at("verification_data")}, kOfflinePin);
  EXPECT_THAT(refused.standard_error, HasSubstr("311 NOT_FOR_THIS_DEVICE"));
  EXPECT_TRUE(isResult(stage_.verify(after, otpFor(after, "8642")), "SUCCESS"));
}

TEST_F(OnlineAuthentication, AfterANewDevicePinTheOldOneFailsOnThePhoneAndOnACopy) {
  const lab::StagePhone copy = copyOfThePhone();
  stage_.runPhone({"activate", "DEVICE_PIN", "--folder", phone_.folder.string()}, std::string(kDevicePin) + "\n8642\n");
  (void)begun({{"context", "Old or new?"}});

  EXPECT_THAT(answer(phone_, "DEVICE_PIN", kDevicePin).standard_error, HasSubstr("214 AUTHENTICATION_FAILED"));
  EXPECT_THAT(answer(copy, "DEVICE_PIN", kDevicePin).standard_error, HasSubstr("214 AUTHENTICATION_FAILED"));
  EXPECT_EQ(answer(phone_, "DEVICE_PIN", "8642").exit_code, 0);
}

}  // namespace
}  // namespace heliograph
