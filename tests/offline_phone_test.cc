// The phone's offline step has no network: it runs where there is none.

#include <gmock/gmock.h>

#include "bank_and_phone.h"
#include "phone/qr_image.h"

namespace heliograph {
namespace {

using testing::HasSubstr;

class OfflinePhone : public BankAndPhone {
 protected:
  void SetUp() override {
    if (!stage_.isolatesNetwork()) GTEST_SKIP() << "THIS SYSTEM ALLOWS NO NETWORK NAMESPACES: NOT TESTED";
    BankAndPhone::SetUp();
  }
  [[nodiscard]] lab::FinishedProcess withoutNetwork(const std::vector<std::string>& arguments,
                                                    const std::string& input) const {
    return stage_.tryToRunPhone(arguments, input, true);
  }
};

TEST_F(OfflinePhone, AnswersWithoutANetworkWhatAnOnlineCallCannot) {
  const auto session = stage_.session(phone_, "OFFLINE_PIN", "In the cellar");

  const auto offline = withoutNetwork({"offline", "--folder", phone_.folder, session.at("verification_data")},
                                      std::string(kOfflinePin) + "\n");
  const auto online =
      withoutNetwork({"activate", "OFFLINE_DEVICE", "--folder", phone_.folder}, std::string(kDevicePin) + "\n");

  ASSERT_EQ(offline.exit_code, 0) << offline.standard_error;
  const std::string otp = cli::Json::parse(offline.standard_output).at("one_time_password");
  EXPECT_TRUE(isResult(stage_.verify(session, otp), "SUCCESS"));
  EXPECT_EQ(online.exit_code, 4);
  EXPECT_THAT(online.standard_error, HasSubstr("301 NETWORK_UNAVAILABLE"));
}

TEST_F(OfflinePhone, TakesVerificationDataFromStandardInput) {
  const auto session = stage_.session(phone_, "OFFLINE_PIN", "Typed");
  const auto answer = withoutNetwork({"offline", "--folder", phone_.folder},
                                     session.at("verification_data").get<std::string>() + "\n" + kOfflinePin + "\n");
  ASSERT_EQ(answer.exit_code, 0) << answer.standard_error;
  EXPECT_EQ(cli::Json::parse(answer.standard_output).at("context"), "Typed");
}

TEST_F(OfflinePhone, TakesVerificationDataFromAnImage) {
  const auto session = stage_.session(phone_, "OFFLINE_DEVICE", "Photographed");
  const auto image = stage_.fetchQrCode(session);
  const auto answer = withoutNetwork({"offline", "--folder", phone_.folder, "--image", image}, "");
  ASSERT_EQ(answer.exit_code, 0) << answer.standard_error;
  EXPECT_EQ(cli::Json::parse(answer.standard_output).at("context"), "Photographed");
}

TEST_F(OfflinePhone, RefusesAPinThatBreaksTheRules) {
  const auto session = stage_.session(phone_, "OFFLINE_PIN", "Anything");
  const auto answer = stage_.answerOffline(phone_, {session.at("verification_data")}, "12");
  EXPECT_EQ(answer.exit_code, 1);
  EXPECT_THAT(answer.standard_error, HasSubstr("105 INVALID_INPUT_FORMAT"));
}

}  // namespace
}  // namespace heliograph
