#include "sdk/controller.h"

#include "sdk/phone_test.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;

class ControllerTest : public PhoneTest {
 protected:
  void expectNothingCanStart() {
    EXPECT_THAT(phone.startActivation(FakeServer::kActivationCode), FailsWith(ErrorCode::kWrongState));
    EXPECT_THAT(phone.startAddOrUpdate(), FailsWith(ErrorCode::kWrongState));
    EXPECT_THAT(phone.startAuthentication(), FailsWith(ErrorCode::kWrongState));
    EXPECT_THAT(phone.startOfflineAuthentication("1"), FailsWith(ErrorCode::kWrongState));
    EXPECT_THAT(phone.loadConfig(server.configuration()), FailsWith(ErrorCode::kWrongState));
    EXPECT_THAT(phone.deactivate(true), FailsWith(ErrorCode::kWrongState));
    EXPECT_THAT(phone.deactivateAuthMethod(AuthMethod::kDevicePin, true), FailsWith(ErrorCode::kWrongState));
  }
  [[nodiscard]] std::string offlineData() const { return server.beginOffline(AuthMethod::kOfflinePin, kContext); }
};

TEST_F(ControllerTest, AFinishWithoutAStartIsRefused) {
  EXPECT_THAT(phone.finishActivation(devicePin("2580")), FailsWith(ErrorCode::kWrongState));
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), FailsWith(ErrorCode::kWrongState));
  EXPECT_THAT(phone.finishAuthentication(devicePin("2580")), FailsWith(ErrorCode::kWrongState));
  EXPECT_THAT(phone.finishOfflineAuthentication(offlinePin("1111")), FailsWith(ErrorCode::kWrongState));
}

TEST_F(ControllerTest, OneOperationAtATime) {
  ASSERT_THAT(phone.startActivation(FakeServer::kActivationCode), Succeeds());
  expectNothingCanStart();
  ASSERT_THAT(phone.finishActivation(devicePin("2580")), Succeeds());

  ASSERT_THAT(phone.startAddOrUpdate(), Succeeds());
  expectNothingCanStart();
  ASSERT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), Succeeds());

  server.beginAuthentication(kTitle, kContext, {AuthMethod::kDevicePin});
  ASSERT_THAT(phone.startAuthentication(), Succeeds());
  expectNothingCanStart();
  ASSERT_THAT(phone.finishAuthentication(devicePin("2580")), Succeeds());

  ASSERT_THAT(phone.startOfflineAuthentication(offlineData()), Succeeds());
  expectNothingCanStart();
  ASSERT_THAT(phone.finishOfflineAuthentication(offlinePin("1111")), Succeeds());
}

TEST_F(ControllerTest, TheFinishOfAnotherOperationLeavesTheOpenOneOpen) {
  activateAndAdd(offlinePin("1111"));
  ASSERT_THAT(phone.startOfflineAuthentication(offlineData()), Succeeds());
  EXPECT_THAT(phone.finishActivation(devicePin("2580")), FailsWith(ErrorCode::kWrongState));
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), FailsWith(ErrorCode::kWrongState));
  EXPECT_THAT(phone.finishAuthentication(devicePin("2580")), FailsWith(ErrorCode::kWrongState));
  EXPECT_THAT(phone.finishOfflineAuthentication(offlinePin("1111")), Succeeds());
}

TEST_F(ControllerTest, AFinishedOperationIsClosed) {
  activateAndAdd(offlinePin("1111"));
  ASSERT_THAT(authenticateOffline(offlineData(), offlinePin("1111")), Succeeds());
  EXPECT_THAT(phone.finishOfflineAuthentication(offlinePin("1111")), FailsWith(ErrorCode::kWrongState));
}

TEST_F(ControllerTest, AnErrorThatIsNotRecoverableClosesTheOperation) {
  activateAndAdd(offlinePin("1111"));
  ASSERT_THAT(phone.startOfflineAuthentication(offlineData()), Succeeds());
  EXPECT_THAT(phone.finishOfflineAuthentication(with(AuthMethod::kOfflineDevice)),
              FailsWith(ErrorCode::kIllegalAuthMethod));
  EXPECT_THAT(phone.finishOfflineAuthentication(offlinePin("1111")), FailsWith(ErrorCode::kWrongState));
}

TEST_F(ControllerTest, AFailedStartOpensNothing) {
  activateAndAdd(offlinePin("1111"));
  EXPECT_THAT(phone.startOfflineAuthentication("1"), FailsWith(ErrorCode::kInvalidInputFormat));
  EXPECT_THAT(phone.startOfflineAuthentication(offlineData()), Succeeds());
}

TEST_F(ControllerTest, CancellingClosesWhateverIsOpen) {
  EXPECT_THAT(phone.cancelSession(), Succeeds());
  activateAndAdd(offlinePin("1111"));
  ASSERT_THAT(phone.startOfflineAuthentication(offlineData()), Succeeds());
  EXPECT_THAT(phone.cancelSession(), Succeeds());
  EXPECT_THAT(phone.finishOfflineAuthentication(offlinePin("1111")), FailsWith(ErrorCode::kWrongState));
  EXPECT_THAT(phone.startAddOrUpdate(), Succeeds());
  EXPECT_THAT(phone.cancelSession(), Succeeds());
  EXPECT_THAT(authenticateOffline(offlineData(), offlinePin("1111")), Succeeds());
}

TEST_F(ControllerTest, ARefusedConfigurationLeavesTheOneBefore) {
  EXPECT_THAT(phone.loadConfig("{}"), FailsWith(ErrorCode::kInvalidInputFormat));
  EXPECT_THAT(activate(devicePin("2580")), Succeeds());
}

TEST_F(ControllerTest, BeforeActivationThereIsNothing) {
  EXPECT_FALSE(phone.isActivated());
  EXPECT_THAT(phone.activatedAuthMethods(), FailsWith(ErrorCode::kNotActivated));
  EXPECT_THAT(phone.deactivate(true), FailsWith(ErrorCode::kNotActivated));
  EXPECT_THAT(phone.deactivate(false), FailsWith(ErrorCode::kNotActivated));
  EXPECT_THAT(phone.startAuthentication(), FailsWith(ErrorCode::kNotActivated));
  EXPECT_THAT(phone.deactivateAuthMethod(AuthMethod::kDevicePin, true), FailsWith(ErrorCode::kNotActivated));
}

}  // namespace
}  // namespace heliograph::sdk
