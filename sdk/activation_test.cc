#include "sdk/phone_test.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using protocol::DeviceStatus;
using protocol::Refused;

class ActivationTest : public PhoneTest {
 protected:
  void start() { ASSERT_THAT(phone.startActivation(FakeServer::kActivationCode), Succeeds()); }
};

TEST_F(ActivationTest, AnEnrolledDeviceHasItsFirstMethodAndNoOther) {
  for (const AuthMethod method : {AuthMethod::kDevice, AuthMethod::kDeviceIosFaceId}) {
    ASSERT_THAT(activate(with(method)), Succeeds());
    EXPECT_TRUE(phone.isActivated());
    EXPECT_EQ(activatedMethods(), AuthMethodSet{method});
    EXPECT_EQ(server.activatedMethods(), AuthMethodSet{method});
    ASSERT_THAT(phone.deactivate(false), Succeeds());
  }
}

TEST_F(ActivationTest, AFirstMethodMayHaveAPin) {
  ASSERT_THAT(activate(devicePin("2580")), Succeeds());
  EXPECT_EQ(activatedMethods(), AuthMethodSet{AuthMethod::kDevicePin});
}

TEST_F(ActivationTest, StartTellsTheOnlineMethodsAndThePinRules) {
  auto settings = server.settings();
  settings.allowed = {AuthMethod::kDevice, AuthMethod::kDevicePin, AuthMethod::kOfflinePin};
  settings.pin = {.type = protocol::PinType::kAlphanumeric, .min_length = 6, .max_length = 8};
  server.configure(settings);
  const auto started = phone.startActivation(FakeServer::kActivationCode);
  ASSERT_THAT(started, Succeeds());
  EXPECT_EQ(started->auth_methods, (AuthMethodSet{AuthMethod::kDevice, AuthMethod::kDevicePin}));
  EXPECT_EQ(started->pin_rules, settings.pin);
}

TEST_F(ActivationTest, AnOfflineMethodCannotBeTheFirst) {
  start();
  EXPECT_THAT(phone.finishActivation(offlinePin("2580")), FailsWith(ErrorCode::kIllegalAuthMethod));
  EXPECT_FALSE(phone.isActivated());
}

TEST_F(ActivationTest, AMethodThatTheApplicationDoesNotAllowIsRefused) {
  auto settings = server.settings();
  settings.allowed = {AuthMethod::kDevicePin};
  server.configure(settings);
  start();
  EXPECT_THAT(phone.finishActivation(with(AuthMethod::kDevice)), FailsWith(ErrorCode::kMethodNotAllowed));
}

TEST_F(ActivationTest, AWrongCodeIsNoSession) {
  EXPECT_THAT(phone.startActivation("87654321"), FailsWith(ErrorCode::kNoSession));
  EXPECT_THAT(activate(devicePin("2580")), Succeeds());
}

TEST_F(ActivationTest, ACodeThatBreaksTheFormatIsRefusedBeforeAnything) {
  for (const std::string& code : {std::string(), std::string("1234 5678"), std::string(65, '1'), std::string("ü")}) {
    EXPECT_THAT(phone.startActivation(code), FailsWith(ErrorCode::kInvalidInputFormat)) << code;
  }
  EXPECT_EQ(key_store.calls(), 0);
  EXPECT_EQ(server.messages(), 0);
}

TEST_F(ActivationTest, APinThatBreaksTheRulesIsRefusedBeforeAnythingAndMayBeTypedAgain) {
  start();
  const int calls = key_store.calls();
  const int messages = server.messages();
  for (const std::string_view pin : {"123", "1234567890123", "12a4", ""}) {
    const auto outcome = phone.finishActivation(devicePin(pin));
    ASSERT_THAT(outcome, FailsWith(ErrorCode::kInvalidInputFormat)) << pin;
    EXPECT_TRUE(outcome.error().isRecoverable());
  }
  EXPECT_THAT(phone.finishActivation(with(AuthMethod::kDevicePin)), FailsWith(ErrorCode::kInvalidInputFormat));
  EXPECT_THAT(phone.finishActivation(AuthParameter::withPin(AuthMethod::kDevice, "2580")),
              FailsWith(ErrorCode::kInvalidInputFormat));
  EXPECT_EQ(key_store.calls(), calls);
  EXPECT_EQ(server.messages(), messages);
  EXPECT_THAT(phone.finishActivation(devicePin("2580")), Succeeds());
}

TEST_F(ActivationTest, AnActivatedDeviceIsNotActivatedAgain) {
  ASSERT_THAT(activate(devicePin("2580")), Succeeds());
  EXPECT_THAT(phone.startActivation(FakeServer::kActivationCode), FailsWith(ErrorCode::kWrongState));
}

TEST_F(ActivationTest, WithoutAConfigurationItCannotStart) {
  Controller unconfigured(key_store, &server, random, clock);
  EXPECT_THAT(unconfigured.startActivation(FakeServer::kActivationCode), FailsWith(ErrorCode::kWrongState));
}

TEST_F(ActivationTest, AFinishThatLostItsMessageOrItsAnswerIsRepeated) {
  for (const auto fault : {FakeServer::Fault::kLoseMessage, FakeServer::Fault::kLoseAnswer, FakeServer::Fault::kBusy}) {
    start();
    server.play(fault);
    const auto lost = phone.finishActivation(devicePin("2580"));
    ASSERT_FALSE(lost.has_value());
    EXPECT_TRUE(lost.error().isRecoverable());
    EXPECT_FALSE(phone.isActivated());
    server.play(FakeServer::Fault::kNone);
    ASSERT_THAT(phone.finishActivation(devicePin("2580")), Succeeds());
    // Both have the keys of the repetition: the method authorises.
    EXPECT_THAT(add(offlinePin("1111")), Succeeds());
    ASSERT_THAT(phone.deactivate(false), Succeeds());
  }
}

TEST_F(ActivationTest, AStartThatLostItsAnswerIsRepeatedWithTheSameCode) {
  server.play(FakeServer::Fault::kLoseAnswer);
  EXPECT_THAT(phone.startActivation(FakeServer::kActivationCode), FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(FakeServer::Fault::kNone);
  EXPECT_THAT(activate(devicePin("2580")), Succeeds());
}

TEST_F(ActivationTest, AnApplicationThatEndedBeforeItsFinishActivatesWithTheSameCode) {
  start();
  server.play(FakeServer::Fault::kLoseAnswer);
  EXPECT_THAT(phone.finishActivation(devicePin("2580")), FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(FakeServer::Fault::kNone);

  Controller restarted(key_store, &server, random, clock);
  ASSERT_THAT(restarted.loadConfig(server.configuration()), Succeeds());
  EXPECT_THAT(activate(restarted, devicePin("2580")), Succeeds());
  EXPECT_TRUE(restarted.isActivated());
}

TEST_F(ActivationTest, AfterDeactivationTheDeviceHasAnotherSigningKey) {
  ASSERT_THAT(activate(devicePin("2580")), Succeeds());
  const auto before = platform.sign(bytesOf("x"));
  ASSERT_TRUE(before.has_value());
  ASSERT_THAT(phone.deactivate(true), Succeeds());
  // The code is bound to the key that is gone.
  EXPECT_THAT(phone.startActivation(FakeServer::kActivationCode), FailsWith(ErrorCode::kNoSession));
}

TEST_F(ActivationTest, AKeyStoreThatFailsAtAnyCommitLeavesNoActivation) {
  for (const int commit : {0, 1}) {
    key_store.failCommitAfter(commit);
    EXPECT_THAT(activate(devicePin("2580")), FailsWith(ErrorCode::kKeyStoreUnavailable));
    EXPECT_FALSE(phone.isActivated());
    EXPECT_THAT(phone.activatedAuthMethods(), FailsWith(ErrorCode::kNotActivated));
  }
  ASSERT_THAT(activate(devicePin("2580")), Succeeds());
  EXPECT_THAT(add(offlinePin("1111")), Succeeds());
}

TEST_F(ActivationTest, AKeyStoreThatIsGoneFailsTheStartAndTheFinish) {
  platform.failFromNowOn(true);
  EXPECT_THAT(phone.startActivation(FakeServer::kActivationCode), FailsWith(ErrorCode::kKeyStoreUnavailable));
  EXPECT_EQ(server.messages(), 0);
  EXPECT_FALSE(phone.isActivated());
  platform.failFromNowOn(false);
  start();
  platform.failFromNowOn(true);
  EXPECT_THAT(phone.finishActivation(devicePin("2580")), FailsWith(ErrorCode::kKeyStoreUnavailable));
  platform.failFromNowOn(false);
  EXPECT_FALSE(phone.isActivated());
}

}  // namespace
}  // namespace heliograph::sdk
