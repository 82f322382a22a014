#include "sdk/phone_test.h"
#include "sdk/registration.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using ::testing::ElementsAre;

class AddOrUpdateTest : public PhoneTest {
 protected:
  void SetUp() override { ASSERT_THAT(activate(devicePin("2580")), Succeeds()); }
  void start() { ASSERT_THAT(phone.startAddOrUpdate(), Succeeds()); }
  void allowFailures(std::uint8_t count) {
    auto settings = server.settings();
    settings.failures_allowed = count;
    server.configure(settings);
  }
  int keptFailuresAllowed() { return loadRegistration(platform).value().settings.failures_allowed; }
  std::string password(std::string_view verification_data, const AuthParameter& parameter) {
    const auto finished = authenticateOffline(verification_data, parameter);
    EXPECT_THAT(finished, Succeeds());
    return finished ? finished->one_time_password : "";
  }
};

TEST_F(AddOrUpdateTest, EveryMethodCanBeAdded) {
  AuthMethodSet expected{AuthMethod::kDevicePin};
  for (const AuthMethod method : protocol::kAllAuthMethods) {
    ASSERT_THAT(add(protocol::usesPin(method) ? AuthParameter::withPin(method, "2580") : with(method)), Succeeds());
    expected.insert(method);
    EXPECT_EQ(activatedMethods(), expected);
  }
  EXPECT_EQ(server.activatedMethods(), expected);
}

TEST_F(AddOrUpdateTest, StartTellsWhoMayAuthoriseAndWhatMayBeAdded) {
  ASSERT_THAT(add(with(AuthMethod::kDevice)), Succeeds());
  ASSERT_THAT(add(with(AuthMethod::kDeviceIosFaceId)), Succeeds());
  auto settings = server.settings();
  settings.allowed = {AuthMethod::kDevicePin, AuthMethod::kOfflinePin};
  settings.allowed_to_authorise = {AuthMethod::kDevicePin, AuthMethod::kDeviceStrongTouchId};
  server.configure(settings);
  const auto started = phone.startAddOrUpdate();
  ASSERT_THAT(started, Succeeds());
  EXPECT_EQ(started->authorising_methods, AuthMethodSet{AuthMethod::kDevicePin});
  EXPECT_EQ(started->auth_methods, settings.allowed);
  EXPECT_EQ(started->pin_rules, settings.pin);
}

TEST_F(AddOrUpdateTest, ANotActivatedDeviceCannotStart) {
  ASSERT_THAT(phone.deactivate(true), Succeeds());
  EXPECT_THAT(phone.startAddOrUpdate(), FailsWith(ErrorCode::kNotActivated));
}

TEST_F(AddOrUpdateTest, ChangingAPinMakesNewKeys) {
  ASSERT_THAT(add(offlinePin("1111")), Succeeds());
  const std::string of_old_keys = server.beginOffline(AuthMethod::kOfflinePin, kContext);
  ASSERT_THAT(add(offlinePin("2222")), Succeeds());
  EXPECT_THAT(phone.startOfflineAuthentication(of_old_keys), FailsWith(ErrorCode::kNotForThisDevice));

  const std::string of_new_keys = server.beginOffline(AuthMethod::kOfflinePin, kContext);
  EXPECT_EQ(password(of_new_keys, offlinePin("2222")), server.expectedPassword(of_new_keys));
  EXPECT_NE(password(of_new_keys, offlinePin("1111")), server.expectedPassword(of_new_keys));
}

TEST_F(AddOrUpdateTest, AnAuthorisingMethodMayChangeItsOwnPin) {
  ASSERT_THAT(add(devicePin("2580"), devicePin("1470")), Succeeds());
  EXPECT_THAT(add(devicePin("1470"), offlinePin("1111")), Succeeds());
}

TEST_F(AddOrUpdateTest, BiometricsMayAuthorise) {
  ASSERT_THAT(add(with(AuthMethod::kDeviceStrongTouchId)), Succeeds());
  EXPECT_THAT(add(with(AuthMethod::kDeviceStrongTouchId), offlinePin("1111")), Succeeds());
  EXPECT_EQ(platform.biometricPrompts(), 1);
}

TEST_F(AddOrUpdateTest, OneFactorAndOfflineMethodsDoNotAuthoriseWhateverTheServerSays) {
  auto settings = server.settings();
  settings.allowed_to_authorise = settings.allowed;
  server.configure(settings);
  ASSERT_THAT(add(with(AuthMethod::kDevice)), Succeeds());
  ASSERT_THAT(add(offlinePin("1111")), Succeeds());
  EXPECT_THAT(add(with(AuthMethod::kDevice), offlinePin("2222")), FailsWith(ErrorCode::kIllegalAuthMethod));
  EXPECT_THAT(add(offlinePin("1111"), offlinePin("2222")), FailsWith(ErrorCode::kIllegalAuthMethod));
}

TEST_F(AddOrUpdateTest, AMethodThatIsNotActivatedDoesNotAuthorise) {
  EXPECT_THAT(add(with(AuthMethod::kDeviceIosFaceId), offlinePin("1111")), FailsWith(ErrorCode::kIllegalAuthMethod));
}

TEST_F(AddOrUpdateTest, AMethodThatTheApplicationDoesNotAllowIsRefused) {
  auto settings = server.settings();
  settings.allowed = {AuthMethod::kDevicePin};
  server.configure(settings);
  EXPECT_THAT(add(offlinePin("1111")), FailsWith(ErrorCode::kMethodNotAllowed));
}

TEST_F(AddOrUpdateTest, AWrongPinCountsAndMayBeTypedAgainWhileAttemptsAreLeft) {
  start();
  const auto first = phone.finishAddOrUpdate(devicePin("0000"), offlinePin("1111"));
  ASSERT_THAT(first, FailsWith(ErrorCode::kAuthenticationFailed));
  EXPECT_EQ(first.error().remaining_attempts, 2);
  EXPECT_TRUE(first.error().isRecoverable());
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), Succeeds());
}

TEST_F(AddOrUpdateTest, TheLastWrongPinLocks) {
  start();
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("0000"), offlinePin("1111")),
              FailsWith(ErrorCode::kAuthenticationFailed));
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("0001"), offlinePin("1111")),
              FailsWith(ErrorCode::kAuthenticationFailed));
  const auto last = phone.finishAddOrUpdate(devicePin("0002"), offlinePin("1111"));
  ASSERT_THAT(last, FailsWith(ErrorCode::kLocked));
  EXPECT_FALSE(last.error().isRecoverable());
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), FailsWith(ErrorCode::kWrongState));
}

TEST_F(AddOrUpdateTest, PinsThatBreakTheRulesAreRefusedBeforeAnything) {
  start();
  const int calls = key_store.calls();
  const int messages = server.messages();
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("25"), offlinePin("1111")), FailsWith(ErrorCode::kInvalidInputFormat));
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1")), FailsWith(ErrorCode::kInvalidInputFormat));
  EXPECT_EQ(key_store.calls(), calls);
  EXPECT_EQ(server.messages(), messages);
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), Succeeds());
}

TEST_F(AddOrUpdateTest, APinChosenUnderOlderRulesStaysUsable) {
  ASSERT_THAT(add(offlinePin("1111")), Succeeds());
  auto settings = server.settings();
  settings.pin.min_length = 6;
  server.configure(settings);
  start();
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("2222")),
              FailsWith(ErrorCode::kInvalidInputFormat));
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), with(AuthMethod::kOfflineDevice)), Succeeds());

  const std::string data = server.beginOffline(AuthMethod::kOfflinePin, kContext);
  EXPECT_EQ(password(data, offlinePin("1111")), server.expectedPassword(data));
  EXPECT_THAT(add(offlinePin("222222")), Succeeds());
}

TEST_F(AddOrUpdateTest, TheSettingsOfEveryAnswerAreKept) {
  allowFailures(4);
  start();
  EXPECT_EQ(keptFailuresAllowed(), 4);
  allowFailures(5);
  ASSERT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), Succeeds());
  EXPECT_EQ(keptFailuresAllowed(), 5);

  ASSERT_THAT(phone.deactivate(false), Succeeds());
  ASSERT_THAT(phone.startActivation(FakeServer::kActivationCode), Succeeds());
  allowFailures(6);
  ASSERT_THAT(phone.finishActivation(devicePin("2580")), Succeeds());
  EXPECT_EQ(keptFailuresAllowed(), 6);
}

TEST_F(AddOrUpdateTest, SettingsThatDidNotChangeNeedNoCommit) {
  const int commits = key_store.commits();
  start();
  EXPECT_EQ(key_store.commits(), commits);
}

TEST_F(AddOrUpdateTest, AFinishWhoseMessageWasLostIsRepeated) {
  start();
  server.play(FakeServer::Fault::kLoseMessage);
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")),
              FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(FakeServer::Fault::kNone);
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), Succeeds());
}

TEST_F(AddOrUpdateTest, AFinishWhoseAnswerWasLostLeavesTheOldKeysUntilTheMethodIsAddedAgain) {
  ASSERT_THAT(add(offlinePin("1111")), Succeeds());
  const std::string of_old_keys = server.beginOffline(AuthMethod::kOfflinePin, kContext);
  const std::string expected = server.expectedPassword(of_old_keys);
  start();
  server.play(FakeServer::Fault::kLoseAnswer);
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("2222")),
              FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(FakeServer::Fault::kNone);
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("2222")), FailsWith(ErrorCode::kNoSession));

  EXPECT_EQ(password(of_old_keys, offlinePin("1111")), expected);
  ASSERT_THAT(add(offlinePin("2222")), Succeeds());
  const std::string of_new_keys = server.beginOffline(AuthMethod::kOfflinePin, kContext);
  EXPECT_EQ(password(of_new_keys, offlinePin("2222")), server.expectedPassword(of_new_keys));
}

TEST_F(AddOrUpdateTest, EverySuccessBringsAnotherSaltForTheNextResponse) {
  ASSERT_THAT(add(offlinePin("1111")), Succeeds());
  ASSERT_THAT(add(devicePin("2580"), devicePin("1470")), Succeeds());
  ASSERT_THAT(add(devicePin("1470"), with(AuthMethod::kDevice)), Succeeds());
  EXPECT_THAT(server.usedSalts(), ElementsAre(1, 2, 3));
}

TEST_F(AddOrUpdateTest, AWrongPinBringsNoOtherSalt) {
  start();
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("0000"), offlinePin("1111")),
              FailsWith(ErrorCode::kAuthenticationFailed));
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), Succeeds());
  EXPECT_THAT(server.usedSalts(), ElementsAre(1, 1));
}

TEST_F(AddOrUpdateTest, WhereTheAnswerOrItsSaltIsLostTheNextResponseHoldsTheOldOne) {
  start();
  server.play(FakeServer::Fault::kLoseAnswer);
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")),
              FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(FakeServer::Fault::kNone);
  EXPECT_THAT(phone.finishAddOrUpdate(devicePin("2580"), offlinePin("1111")), FailsWith(ErrorCode::kNoSession));
  key_store.failCommitAfter(0);
  EXPECT_THAT(add(offlinePin("1111")), FailsWith(ErrorCode::kKeyStoreUnavailable));
  EXPECT_THAT(add(offlinePin("1111")), Succeeds());
  EXPECT_THAT(server.usedSalts(), ElementsAre(1, 1, 1));
}

TEST_F(AddOrUpdateTest, AKeyStoreThatFailsAtAnyCommitLeavesTheRegistrationAsItWas) {
  ASSERT_THAT(add(offlinePin("1111")), Succeeds());
  const AuthMethodSet before = activatedMethods();
  const std::string data = server.beginOffline(AuthMethod::kOfflinePin, kContext);
  const std::string expected = server.expectedPassword(data);

  key_store.failCommitAfter(0);
  EXPECT_THAT(add(with(AuthMethod::kOfflineDevice)), FailsWith(ErrorCode::kKeyStoreUnavailable));
  allowFailures(5);
  for (const int commit : {0, 1}) {
    key_store.failCommitAfter(commit);
    EXPECT_THAT(add(offlinePin("2222")), FailsWith(ErrorCode::kKeyStoreUnavailable));
    EXPECT_EQ(activatedMethods(), before);
    EXPECT_EQ(password(data, offlinePin("1111")), expected);
  }
  EXPECT_THAT(add(with(AuthMethod::kOfflineDevice)), Succeeds());
}

}  // namespace
}  // namespace heliograph::sdk
