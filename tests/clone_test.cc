// Copies of a phone's folder are noticed; phones that lose answers or die at any moment are not taken for copies.

#include <gmock/gmock.h>
#include <signal.h>

#include <fstream>
#include <future>
#include <random>
#include <thread>

#include "bank_and_phone.h"
#include "command_line/text_file.h"
#include "middleman.h"

namespace heliograph {
namespace {

using cli::Json;
using testing::HasSubstr;

class Copies : public BankAndPhone {
 protected:
  void SetUp() override {
    BankAndPhone::SetUp();
    stage_.activate(phone_, "DEVICE", kDevicePin);
    copy_ = copyOfThePhone();
  }
  // Phone and copy authenticate in turn; then the phone speaks again.
  void betrayTheCopy() const {
    ASSERT_TRUE(authenticatesOnline(phone_, "DEVICE"));
    ASSERT_TRUE(authenticatesOnline(copy_, "DEVICE")) << "it may be a phone that lost an answer";
    ASSERT_FALSE(authenticatesOnline(phone_, "DEVICE"));
  }
  lab::StagePhone copy_;
};

TEST_F(Copies, UsedInTurnWithThePhoneLockTheDeviceForBoth) {
  betrayTheCopy();
  EXPECT_EQ(device().at("lock_status"), "LOCKED");
  EXPECT_EQ(device().at("lock_reason"), "CLONE_DETECTED");
  EXPECT_FALSE(device().contains("locked_until"));
  for (const lab::StagePhone& one : {phone_, copy_}) {
    EXPECT_THAT(answer(one, "DEVICE").standard_error, HasSubstr("224 LOCKED_BY_ADMIN"));
  }
  EXPECT_EQ(beginOnline().body.at("code"), "DEVICE_LOCKED");
  EXPECT_EQ(stage_.begin(phone_, "OFFLINE_DEVICE", "Offline?").body.at("code"), "DEVICE_LOCKED");
}

TEST_F(Copies, AfterAnUnlockWhoeverAnsweredLastGoesOnAndTheOtherLocksAgain) {
  betrayTheCopy();
  ASSERT_EQ(stage_.post(devicePath() + "/unlock", Json::object()).status, 200);
  EXPECT_TRUE(authenticatesOnline(copy_, "DEVICE")) << "the server cannot tell which of the two is the customer's";
  EXPECT_FALSE(authenticatesOnline(phone_, "DEVICE"));
  EXPECT_EQ(device().at("lock_reason"), "CLONE_DETECTED");
}

TEST_F(Copies, AreOutOnceTheDeviceIsRemovedAndThePhoneEnrolledAnew) {
  betrayTheCopy();
  ASSERT_EQ(bank().remove(devicePath()).status, 204);
  EXPECT_THAT(answer(copy_, "DEVICE").standard_error, HasSubstr("106 NOT_ACTIVATED"));
  phone_ = stage_.enrolPhone("alice again", kDevicePin);
  EXPECT_TRUE(authenticatesOnline(phone_, "DEVICE_PIN", kDevicePin));
}

// A phone that reaches its server by way of a middleman.
class LostAnswers : public BankAndPhone {
 protected:
  static constexpr int kFinishing = 1;  // the second answer of an authentication; the first one starts it

  void SetUp() override {
    BankAndPhone::SetUp();
    stage_.activate(phone_, "DEVICE", kDevicePin);
    middleman_ = std::make_unique<Middleman>(stage_.serviceUrl());
    const auto file = phone_.folder / "config.json";
    Json configuration = Json::parse(cli::readTextFile(file));
    configuration["service_url"] = middleman_->url();
    std::ofstream(file) << configuration.dump();
  }
  // A phone in the middle of an authentication.
  [[nodiscard]] lab::RunningProcess answeringPhone() const {
    return {{HELIOGRAPH_PROGRAMS "/heliograph-phone",
             {"authenticate", "--method", "DEVICE", "--folder", phone_.folder.string()}},
            folder_ / "phone.log"};
  }
  [[nodiscard]] std::string keys() const { return cli::readTextFile(phone_.folder / "keys.json"); }
  void expectAnHonestPhone() const {
    EXPECT_TRUE(authenticatesOnline(phone_, "DEVICE"));
    EXPECT_TRUE(authenticatesOnline(phone_, "DEVICE_PIN", kDevicePin));
    EXPECT_EQ(device().at("lock_status"), "UNLOCKED");
  }

  std::unique_ptr<Middleman> middleman_;
};

TEST_F(LostAnswers, MakeNoPhoneACopyHoweverManyGetLost) {
  for (int round = 0; round < 5; ++round) {
    const auto begun = beginOnline();
    middleman_->intercept(kFinishing, [] { return false; });
    EXPECT_THAT(answer(phone_, "DEVICE").standard_error, HasSubstr("301 NETWORK_UNAVAILABLE"));
    EXPECT_EQ(onlineSession(begun.body).at("status"), "COMPLETED") << "only the answer got lost";
  }
  expectAnHonestPhone();
}

TEST_F(LostAnswers, AtTheAdditionOfAMethodMakeNoPhoneACopy) {
  for (int round = 0; round < 3; ++round) {
    middleman_->intercept(kFinishing, [] { return false; });
    EXPECT_EQ(stage_
                  .tryToRunPhone({"activate", "OFFLINE_DEVICE", "--folder", phone_.folder.string()},
                                 std::string(kDevicePin) + "\n")
                  .exit_code,
              4);
  }
  expectAnHonestPhone();
  stage_.activate(phone_, "OFFLINE_DEVICE", kDevicePin);
  EXPECT_TRUE(authenticatesOffline());
}

TEST_F(LostAnswers, ToAMessageThatComesLateMakeNoPhoneACopyHoweverOftenItComes) {
  const Json late = beginOnline().body;
  middleman_->holdBack(kFinishing);
  EXPECT_EQ(answer(phone_, "DEVICE").exit_code, 4);
  EXPECT_TRUE(authenticatesOnline(phone_, "DEVICE")) << "the phone goes on without it";

  for (int i = 0; i < 3; ++i) middleman_->release();
  EXPECT_EQ(device().at("lock_status"), "UNLOCKED");
  expectAnHonestPhone();

  middleman_->release();
  EXPECT_EQ(onlineSession(late).at("status"), "STARTED") << "what comes late does nothing";
  expectAnHonestPhone();
}

TEST_F(LostAnswers, ToAMessageThatComesTwiceMakeNoPhoneACopy) {
  const Json session = beginOnline().body;
  middleman_->holdBack(kFinishing);
  EXPECT_EQ(answer(phone_, "DEVICE").exit_code, 4);
  middleman_->release();
  EXPECT_EQ(onlineSession(session).at("status"), "COMPLETED") << "nothing came in between";
  middleman_->release();
  expectAnHonestPhone();
}

TEST_F(LostAnswers, OfAServerThatIsKilledMakeNoPhoneACopy) {
  for (int round = 0; round < 4; ++round) {
    const auto begun = beginOnline();
    std::promise<void> killed;
    middleman_->intercept(kFinishing, [this, &killed] {
      stage_.killServer();
      killed.set_value();
      return false;
    });
    EXPECT_EQ(answer(phone_, "DEVICE").exit_code, 4);
    killed.get_future().wait();
    stage_.startServer();
    EXPECT_EQ(onlineSession(begun.body).at("status"), "COMPLETED");
  }
  expectAnHonestPhone();
}

TEST_F(LostAnswers, OfAServerThatIsKilledAtAnyMomentMakeNoPhoneACopy) {
  std::mt19937 moment(20);  // the rounds differ, the runs do not
  for (int round = 0; round < 6; ++round) {
    ASSERT_EQ(beginOnline().status, 201);
    auto phone = answeringPhone();
    std::this_thread::sleep_for(std::chrono::microseconds(moment() % 40'000));
    stage_.killServer();
    phone.wait();
    stage_.startServer();
  }
  expectAnHonestPhone();
}

TEST_F(LostAnswers, OfAPhoneThatIsKilledBeforeItStoredTheNewSaltMakeItNoCopy) {
  for (int round = 0; round < 4; ++round) {
    ASSERT_EQ(beginOnline().status, 201);
    const std::string keys_before = keys();
    std::promise<pid_t> victim;
    middleman_->intercept(kFinishing, [&victim] {
      kill(victim.get_future().get(), SIGKILL);
      return false;
    });
    auto phone = answeringPhone();
    victim.set_value(phone.pid());
    EXPECT_EQ(phone.wait(), 128 + SIGKILL);
    EXPECT_EQ(keys(), keys_before);
  }
  expectAnHonestPhone();
}

TEST_F(LostAnswers, NeitherDoesItsDeathJustAfterItStoredTheNewSalt) {
  for (int round = 0; round < 4; ++round) {
    ASSERT_EQ(beginOnline().status, 201);
    const std::string keys_before = keys();
    auto phone = answeringPhone();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (keys() == keys_before && std::chrono::steady_clock::now() < deadline) std::this_thread::yield();
    phone.signal(SIGKILL);
    phone.wait();
    EXPECT_NE(keys(), keys_before);
  }
  expectAnHonestPhone();
}

TEST_F(LostAnswers, NorItsDeathAtAnyMoment) {
  std::mt19937 moment(42);  // the rounds differ, the runs do not
  for (int round = 0; round < 15; ++round) {
    ASSERT_EQ(beginOnline().status, 201);
    auto phone = answeringPhone();
    std::this_thread::sleep_for(std::chrono::microseconds(moment() % 60'000));
    phone.signal(SIGKILL);
    phone.wait();
  }
  expectAnHonestPhone();
}

}  // namespace
}  // namespace heliograph
