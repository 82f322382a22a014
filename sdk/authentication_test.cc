#include "sdk/authentication.h"

#include <vector>

#include "base/hex.h"
#include "protocol/online_proof.h"
#include "sdk/online_salt.h"
#include "sdk/phone_test.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using protocol::DeviceStatus;
using protocol::Refused;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using Biometrics = TestKeyStore::Biometrics;
using Fault = FakeServer::Fault;
using Status = FakeServer::AuthenticationStatus;

class AuthenticationTest : public PhoneTest {
 protected:
  void SetUp() override { ASSERT_THAT(activate(devicePin("2580")), Succeeds()); }

  FakeServer::AuthenticationNumber begin(AuthMethodSet methods = {AuthMethod::kDevicePin}) {
    return server.beginAuthentication(kTitle, kContext, methods);
  }
  // The service provider begins, the phone starts.
  FakeServer::AuthenticationNumber beginAndStart(AuthMethodSet methods = {AuthMethod::kDevicePin}) {
    const auto number = begin(methods);
    EXPECT_THAT(phone.startAuthentication(), Succeeds());
    return number;
  }
  auto finish(std::string_view pin = "2580") { return phone.finishAuthentication(devicePin(pin)); }
  std::uint32_t keptSalt() { return readOnlineSalt(platform).value().number; }
  void configureFailuresAllowed(std::uint8_t count) {
    auto settings = server.settings();
    settings.failures_allowed = count;
    server.configure(settings);
  }
  int keptFailuresAllowed() { return loadRegistration(platform).value().settings.failures_allowed; }
};

TEST_F(AuthenticationTest, APhoneShowsWhatTheServiceProviderHasBegunAndAgrees) {
  const auto number = begin();
  const auto started = phone.startAuthentication();
  ASSERT_THAT(started, Succeeds());
  EXPECT_EQ(started->context_title, kTitle);
  EXPECT_EQ(started->context, kContext);
  EXPECT_EQ(started->auth_methods, AuthMethodSet{AuthMethod::kDevicePin});
  EXPECT_EQ(server.status(number), Status::kStarted);
  EXPECT_THAT(finish(), Succeeds());
  EXPECT_EQ(server.status(number), Status::kCompleted);
}

TEST_F(AuthenticationTest, PossessionAloneMayAnswer) {
  ASSERT_THAT(add(with(AuthMethod::kDevice)), Succeeds());
  const auto number = begin({AuthMethod::kDevice});
  EXPECT_THAT(authenticate(with(AuthMethod::kDevice)), Succeeds());
  EXPECT_EQ(server.status(number), Status::kCompleted);
}

TEST_F(AuthenticationTest, AFingerMayAnswerAndIsAskedForAtTheFinishOnly) {
  ASSERT_THAT(add(with(AuthMethod::kDeviceStrongTouchId)), Succeeds());
  const auto number = beginAndStart({AuthMethod::kDeviceStrongTouchId});
  EXPECT_EQ(platform.biometricPrompts(), 0);
  EXPECT_THAT(phone.finishAuthentication(with(AuthMethod::kDeviceStrongTouchId)), Succeeds());
  EXPECT_EQ(platform.biometricPrompts(), 1);
  EXPECT_EQ(server.status(number), Status::kCompleted);
}

TEST_F(AuthenticationTest, AForeignFingerReachesNoServerAndMayBeTriedAgain) {
  ASSERT_THAT(add(with(AuthMethod::kDeviceStrongTouchId)), Succeeds());
  beginAndStart({AuthMethod::kDeviceStrongTouchId});
  const int messages = server.messages();
  platform.playBiometrics(Biometrics::kNoMatch);
  const auto foreign = phone.finishAuthentication(with(AuthMethod::kDeviceStrongTouchId));
  ASSERT_THAT(foreign, FailsWith(ErrorCode::kBiometricNoMatch));
  EXPECT_TRUE(foreign.error().isRecoverable());
  EXPECT_EQ(server.messages(), messages);
  platform.playBiometrics(Biometrics::kMatch);
  EXPECT_THAT(phone.finishAuthentication(with(AuthMethod::kDeviceStrongTouchId)), Succeeds());
}

TEST_F(AuthenticationTest, TitleAndContextMayBeMissing) {
  const auto bare = server.beginAuthentication(std::nullopt, std::nullopt, {AuthMethod::kDevicePin});
  const auto started = phone.startAuthentication();
  ASSERT_THAT(started, Succeeds());
  EXPECT_EQ(started->context_title, std::nullopt);
  EXPECT_EQ(started->context, std::nullopt);
  EXPECT_THAT(finish(), Succeeds());
  EXPECT_EQ(server.status(bare), Status::kCompleted);
}

TEST_F(AuthenticationTest, WhatIsShownIsToTheByteWhatIsAgreedTo) {
  const std::string context = "Pay 12.50 EUR\nto Jürgen \xF0\x9F\x8C\x9E ";
  server.beginAuthentication(" Payment ", context, {AuthMethod::kDevicePin});
  const auto shown = phone.startAuthentication();
  ASSERT_THAT(shown, Succeeds());
  EXPECT_EQ(shown->context_title, " Payment ");
  EXPECT_EQ(shown->context, context);
  EXPECT_THAT(finish(), Succeeds()) << "the server expects a response over its own bytes";
}

TEST_F(AuthenticationTest, TheNewestOneIsAnsweredFirst) {
  const auto older = begin();
  const auto newer = server.beginAuthentication(std::nullopt, "Log in", {AuthMethod::kDevicePin});
  const auto started = phone.startAuthentication();
  ASSERT_THAT(started, Succeeds());
  EXPECT_EQ(started->context, "Log in");
  ASSERT_THAT(finish(), Succeeds());
  EXPECT_EQ(server.status(newer), Status::kCompleted);
  EXPECT_EQ(server.status(older), Status::kStarted);
  EXPECT_THAT(authenticate(devicePin("2580")), Succeeds());
  EXPECT_EQ(server.status(older), Status::kCompleted);
}

TEST_F(AuthenticationTest, StartNamesTheMethodsThatTheServerAndThisPhoneHaveInCommon) {
  ASSERT_THAT(add(with(AuthMethod::kDevice)), Succeeds());
  begin({AuthMethod::kDevicePin, AuthMethod::kDeviceIosFaceId});
  const auto started = phone.startAuthentication();
  ASSERT_THAT(started, Succeeds());
  EXPECT_EQ(started->auth_methods, AuthMethodSet{AuthMethod::kDevicePin});
}

TEST_F(AuthenticationTest, WhereNoMethodOfThisPhoneMayAnswerThereIsNoSession) {
  begin({AuthMethod::kDevice});
  const auto started = phone.startAuthentication();
  ASSERT_THAT(started, FailsWith(ErrorCode::kNoSession));
  EXPECT_THAT(started.error().detail, HasSubstr("not activated here"));
  EXPECT_THAT(finish(), FailsWith(ErrorCode::kWrongState));
}

TEST_F(AuthenticationTest, WithoutAnOpenAuthenticationThereIsNoSession) {
  EXPECT_THAT(phone.startAuthentication(), FailsWith(ErrorCode::kNoSession));
  begin();
  ASSERT_THAT(authenticate(devicePin("2580")), Succeeds());
  EXPECT_THAT(phone.startAuthentication(), FailsWith(ErrorCode::kNoSession));
}

TEST_F(AuthenticationTest, ThePinRulesAreThoseUnderWhichThePinWasChosen) {
  const protocol::PinRules chosen = server.settings().pin;
  auto settings = server.settings();
  settings.pin.min_length = 6;
  server.configure(settings);
  begin();
  const auto started = phone.startAuthentication();
  ASSERT_THAT(started, Succeeds());
  EXPECT_EQ(started->pin_rules, chosen);
  EXPECT_THAT(finish(), Succeeds());
}

TEST_F(AuthenticationTest, AWrongPinCountsAndMayBeTypedAgainUntilTheLastOneLocks) {
  const auto number = beginAndStart();
  for (const int remaining : {2, 1}) {
    const auto wrong = finish("0000");
    ASSERT_THAT(wrong, FailsWith(ErrorCode::kAuthenticationFailed));
    EXPECT_TRUE(wrong.error().isRecoverable());
    EXPECT_EQ(wrong.error().remaining_attempts, remaining);
  }
  const auto last = finish("0000");
  ASSERT_THAT(last, FailsWith(ErrorCode::kLocked));
  EXPECT_FALSE(last.error().isRecoverable());
  EXPECT_THAT(finish(), FailsWith(ErrorCode::kWrongState));
  EXPECT_EQ(server.status(number), Status::kFailed);
}

TEST_F(AuthenticationTest, AfterAWrongPinTheRightOneAgrees) {
  const auto number = beginAndStart();
  ASSERT_THAT(finish("0000"), FailsWith(ErrorCode::kAuthenticationFailed));
  EXPECT_THAT(finish(), Succeeds());
  EXPECT_EQ(server.status(number), Status::kCompleted);
}

TEST_F(AuthenticationTest, APinThatBreaksItsRulesIsRefusedBeforeAnything) {
  beginAndStart();
  const int calls = key_store.calls();
  const int messages = server.messages();
  const auto outcome = finish("25");
  ASSERT_THAT(outcome, FailsWith(ErrorCode::kInvalidInputFormat));
  EXPECT_TRUE(outcome.error().isRecoverable());
  EXPECT_EQ(key_store.calls(), calls);
  EXPECT_EQ(server.messages(), messages);
  EXPECT_THAT(finish(), Succeeds());
}

TEST_F(AuthenticationTest, AMethodThatStartDidNotNameIsRefusedBeforeAnything) {
  ASSERT_THAT(add(with(AuthMethod::kDevice)), Succeeds());
  beginAndStart();
  const int messages = server.messages();
  const auto outcome = phone.finishAuthentication(with(AuthMethod::kDevice));
  ASSERT_THAT(outcome, FailsWith(ErrorCode::kIllegalAuthMethod));
  EXPECT_FALSE(outcome.error().isRecoverable());
  EXPECT_EQ(server.messages(), messages);
  EXPECT_THAT(authenticate(devicePin("2580")), Succeeds()) << "the session is still open at the server";
}

TEST_F(AuthenticationTest, WhatTheServerRefusesForGoodClosesTheOperation) {
  for (const DeviceStatus status :
       {DeviceStatus::kNoSession, DeviceStatus::kSessionExpired, DeviceStatus::kIllegalAuthMethod,
        DeviceStatus::kLocked, DeviceStatus::kLockedByAdmin, DeviceStatus::kNotActivated}) {
    beginAndStart();
    server.refuse(Refused{status});
    const auto outcome = finish();
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().number(), static_cast<int>(status));
    server.refuse(std::nullopt);
    EXPECT_THAT(finish(), FailsWith(ErrorCode::kWrongState));
  }
}

TEST_F(AuthenticationTest, AnAuthenticationThatExpiredInTheMeantimeIsToldSo) {
  const auto number = beginAndStart();
  server.expire(number);
  EXPECT_THAT(finish(), FailsWith(ErrorCode::kExpiredSession));
  EXPECT_EQ(server.status(number), Status::kExpired);
}

TEST_F(AuthenticationTest, EverySuccessBringsAnotherSaltForTheNextResponse) {
  for (int i = 0; i < 3; ++i) {
    begin();
    ASSERT_THAT(authenticate(devicePin("2580")), Succeeds());
  }
  EXPECT_THAT(server.usedSalts(), ElementsAre(1, 2, 3));
  EXPECT_EQ(keptSalt(), 4U);
  EXPECT_THAT(add(offlinePin("1111")), Succeeds()) << "add or update takes its salt from the same record";
}

TEST_F(AuthenticationTest, AWrongPinBringsNoOtherSalt) {
  beginAndStart();
  ASSERT_THAT(finish("0000"), FailsWith(ErrorCode::kAuthenticationFailed));
  EXPECT_EQ(keptSalt(), 1U);
  ASSERT_THAT(finish(), Succeeds());
  EXPECT_THAT(server.usedSalts(), ElementsAre(1, 1));
}

TEST_F(AuthenticationTest, AFinishWhoseMessageWasLostIsRepeated) {
  const auto number = beginAndStart();
  server.play(Fault::kLoseMessage);
  const auto lost = finish();
  ASSERT_THAT(lost, FailsWith(ErrorCode::kNetworkUnavailable));
  EXPECT_TRUE(lost.error().isRecoverable());
  server.play(Fault::kNone);
  EXPECT_THAT(finish(), Succeeds());
  EXPECT_EQ(server.status(number), Status::kCompleted);
}

TEST_F(AuthenticationTest, WhereTheAnswerWasLostTheRepetitionAndTheNextResponseHoldTheOldSalt) {
  const auto number = beginAndStart();
  server.play(Fault::kLoseAnswer);
  ASSERT_THAT(finish(), FailsWith(ErrorCode::kNetworkUnavailable));
  EXPECT_EQ(server.status(number), Status::kCompleted);
  server.play(Fault::kNone);
  EXPECT_THAT(finish(), FailsWith(ErrorCode::kNoSession)) << "the first one had arrived";
  begin();
  EXPECT_THAT(authenticate(devicePin("2580")), Succeeds());
  begin();
  EXPECT_THAT(authenticate(devicePin("2580")), Succeeds());
  EXPECT_THAT(server.usedSalts(), ElementsAre(1, 1, 3)) << "salt 2 was lost with its answer";
}

TEST_F(AuthenticationTest, ARepetitionHoldsTheSameSaltWhereTheServerDidNotHearOfTheFirst) {
  beginAndStart();
  for (const Fault fault : {Fault::kLoseMessage, Fault::kBusy}) {
    server.play(fault);
    ASSERT_FALSE(finish().has_value());
    EXPECT_EQ(keptSalt(), 1U);
  }
  server.play(Fault::kNone);
  ASSERT_THAT(finish(), Succeeds());
  EXPECT_THAT(server.usedSalts(), ElementsAre(1));
}

TEST_F(AuthenticationTest, APhoneThatStoppedBeforeTheNewSaltWasStoredGoesOnWithTheOldOne) {
  const auto number = beginAndStart();
  key_store.failCommitAfter(0);
  const auto outcome = finish();
  ASSERT_THAT(outcome, FailsWith(ErrorCode::kKeyStoreUnavailable));
  EXPECT_FALSE(outcome.error().isRecoverable());
  EXPECT_EQ(server.status(number), Status::kCompleted);
  EXPECT_EQ(keptSalt(), 1U);

  Controller restarted(key_store, &server, random, clock);
  ASSERT_THAT(restarted.loadConfig(server.configuration()), Succeeds());
  begin();
  EXPECT_THAT(authenticate(restarted, devicePin("2580")), Succeeds());
  EXPECT_THAT(server.usedSalts(), ElementsAre(1, 1));
}

TEST_F(AuthenticationTest, APhoneThatStoppedAfterTheNewSaltWasStoredGoesOnWithTheNewOne) {
  beginAndStart();
  ASSERT_THAT(finish(), Succeeds());
  EXPECT_EQ(keptSalt(), 2U);

  Controller restarted(key_store, &server, random, clock);
  ASSERT_THAT(restarted.loadConfig(server.configuration()), Succeeds());
  begin();
  EXPECT_THAT(authenticate(restarted, devicePin("2580")), Succeeds());
  EXPECT_THAT(server.usedSalts(), ElementsAre(1, 2));
}

TEST_F(AuthenticationTest, TheNewSaltIsStoredBeforeTheFinishReturns) {
  beginAndStart();
  const int commits = key_store.commits();
  ASSERT_THAT(finish(), Succeeds());
  EXPECT_EQ(key_store.commits(), commits + 1);
  EXPECT_EQ(keptSalt(), 2U);
}

TEST_F(AuthenticationTest, ThatTheSaltIsMissingIsToldBeforeAnybodyIsAskedForAFinger) {
  ASSERT_THAT(add(with(AuthMethod::kDeviceIosFaceId)), Succeeds());
  std::vector<KeyStoreChange> removal;
  removal.push_back({.name = "online-salt", .value = std::nullopt});
  ASSERT_TRUE(platform.commit(std::move(removal)).has_value());
  begin({AuthMethod::kDeviceIosFaceId});
  EXPECT_THAT(authenticate(with(AuthMethod::kDeviceIosFaceId)), FailsWith(ErrorCode::kKeyStoreUnavailable));
  EXPECT_EQ(platform.biometricPrompts(), 0);
}

TEST_F(AuthenticationTest, TheSettingsOfBothAnswersAreKept) {
  configureFailuresAllowed(4);
  beginAndStart();
  EXPECT_EQ(keptFailuresAllowed(), 4);
  configureFailuresAllowed(5);
  const int commits = key_store.commits();
  ASSERT_THAT(finish(), Succeeds());
  EXPECT_EQ(keptFailuresAllowed(), 5);
  EXPECT_EQ(key_store.commits(), commits + 1);
}

TEST_F(AuthenticationTest, WhereTheSettingsOfTheStartCannotBeKeptNothingIsOpen) {
  begin();
  configureFailuresAllowed(4);
  key_store.failCommitAfter(0);
  EXPECT_THAT(phone.startAuthentication(), FailsWith(ErrorCode::kKeyStoreUnavailable));
  EXPECT_THAT(finish(), FailsWith(ErrorCode::kWrongState));
  EXPECT_THAT(authenticate(devicePin("2580")), Succeeds());
}

TEST_F(AuthenticationTest, CancellingTellsTheServer) {
  const auto number = beginAndStart();
  EXPECT_THAT(phone.cancelSession(), Succeeds());
  EXPECT_EQ(server.status(number), Status::kCancelled);
  EXPECT_THAT(finish(), FailsWith(ErrorCode::kWrongState));
  EXPECT_THAT(server.usedSalts(), ElementsAre());
}

TEST_F(AuthenticationTest, ACancellationThatCannotBeToldClosesAllTheSame) {
  const auto number = beginAndStart();
  server.play(Fault::kLoseMessage);
  EXPECT_THAT(phone.cancelSession(), FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(Fault::kNone);
  EXPECT_EQ(server.status(number), Status::kStarted);
  EXPECT_THAT(finish(), FailsWith(ErrorCode::kWrongState));
  EXPECT_THAT(authenticate(devicePin("2580")), Succeeds());
}

TEST_F(AuthenticationTest, ACancellationAfterALostAnswerSaysThatItCameTooLate) {
  const auto number = beginAndStart();
  server.play(Fault::kLoseAnswer);
  ASSERT_THAT(finish(), FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(Fault::kNone);
  EXPECT_THAT(phone.cancelSession(), FailsWith(ErrorCode::kNoSession));
  EXPECT_EQ(server.status(number), Status::kCompleted);
}

TEST_F(AuthenticationTest, CancellingAnotherOperationTellsNobody) {
  ASSERT_THAT(phone.startAddOrUpdate(), Succeeds());
  const int messages = server.messages();
  EXPECT_THAT(phone.cancelSession(), Succeeds());
  EXPECT_EQ(server.messages(), messages);
}

TEST_F(AuthenticationTest, NothingIsPrintedAndNoErrorSpeaksOfASecret) {
  ::testing::internal::CaptureStdout();
  ::testing::internal::CaptureStderr();
  const auto number = beginAndStart();
  std::vector<std::string> details;
  details.push_back(finish("02468024").error().detail);
  details.push_back(finish("02").error().detail);
  server.play(Fault::kLoseMessage);
  details.push_back(finish("02468024").error().detail);
  server.play(Fault::kNone);
  const std::string salt = toHex(readOnlineSalt(platform).value().value.expose());
  EXPECT_THAT(finish(), Succeeds());
  EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  EXPECT_EQ(server.status(number), Status::kCompleted);
  for (const std::string& detail : details) {
    EXPECT_FALSE(detail.empty());
    EXPECT_THAT(detail, Not(HasSubstr("0246")));
    EXPECT_THAT(detail, Not(HasSubstr("2580")));
    EXPECT_THAT(detail, Not(HasSubstr(salt)));
    EXPECT_THAT(detail, Not(HasSubstr(kContext)));
  }
}

}  // namespace
}  // namespace heliograph::sdk
