#include "domain/offline_authentications.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <stdexcept>

#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using std::chrono::seconds;

// What a test says: begin, enter, look.
class OfflineAuthenticationTest : public testing::Test {
 protected:
  Answer<VerifiedOfflineAuthentication> enter(const BegunOfflineAuthentication& begun, Entry entry) {
    return verify(begun, phone.oneTimePassword(begun.verification_data, entry));
  }
  Answer<VerifiedOfflineAuthentication> verify(const BegunOfflineAuthentication& begun, std::string_view otp) {
    return server.offline_authentications.verify(server.caller, begun.view.session.id, otp, std::nullopt, server.now);
  }
  SessionStatus statusOf(const BegunOfflineAuthentication& begun) {
    return server.offline_authentications.find(server.caller, begun.view.session.id, server.now)->status;
  }
  Answer<BegunOfflineAuthentication> tryBegin(AuthMethod method = AuthMethod::kOfflinePin) {
    return server.offline_authentications.begin(server.caller, *phone.device, method, TestServer::kContext,
                                                std::nullopt, server.now);
  }
  void failUpToTheLimit(AuthMethod method = AuthMethod::kOfflinePin) {
    const auto begun = server.begin(phone, method);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(enter(begun, Entry::kWrong));
  }

  TestServer server;
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin, AuthMethod::kOfflineDevice});
};

template <class Value>
RefusalCode codeOf(const Answer<Value>& answer) {
  EXPECT_FALSE(answer);
  return answer.error().code;
}

// --- begin -----------------------------------------------------------------------------------------------------------

TEST_F(OfflineAuthenticationTest, BeginGivesVerificationDataThatThePhoneOpens) {
  const auto begun = tryBegin();
  ASSERT_TRUE(begun);
  const OfflineSession& session = begun->view.session;
  EXPECT_EQ(begun->view.status, SessionStatus::kStarted);
  EXPECT_EQ(begun->view.remaining_attempts, 3);
  EXPECT_EQ(session.device, *phone.device);
  EXPECT_EQ(session.context.text(), TestServer::kContext);
  EXPECT_EQ(session.parameters.otp_length.digits(), 6);
  EXPECT_EQ(session.expires_at, server.now + seconds(300));
  EXPECT_EQ(shardOf(session.id), shardOf(session.device));
  EXPECT_EQ(phone.oneTimePassword(begun->verification_data).size(), 6u);
}

TEST_F(OfflineAuthenticationTest, EverySessionHasItsOwnNonce) {
  EXPECT_NE(server.begin(phone).view.session.parameters.nonce, server.begin(phone).view.session.parameters.nonce);
}

TEST_F(OfflineAuthenticationTest, BeginRefusesAContextThatThePhoneWouldNotShow) {
  const struct {
    std::string context;
    const char* detail;
  } rows[] = {
      {"", "context: must not be empty."},
      {std::string(201, 'x'), "context: must not be longer than 200 bytes of UTF-8."},
      {"Pay\xFF", "context: is not valid UTF-8 at byte 3."},
      {"Pay \xE2\x80\xAE"
       "12",
       "context: has U+202E, which is not allowed, at byte 4."},
      {"\xF3\xA0\x80\x81", "context: has U+0E0001, which is not allowed, at byte 0."},
      {std::string("a\0b", 3), "context: has U+0000, which is not allowed, at byte 1."},
  };
  for (const auto& row : rows) {
    const auto begun = server.offline_authentications.begin(server.caller, *phone.device, AuthMethod::kOfflinePin,
                                                            row.context, std::nullopt, server.now);
    EXPECT_EQ(codeOf(begun), RefusalCode::kInvalidContext);
    EXPECT_EQ(begun.error().detail, row.detail);
  }
}

TEST_F(OfflineAuthenticationTest, BeginRefusesAnOnlineMethod) {
  EXPECT_EQ(codeOf(tryBegin(AuthMethod::kDevicePin)), RefusalCode::kMalformedRequest);
}

TEST_F(OfflineAuthenticationTest, BeginRefusesAMethodThatTheDeviceHasNot) {
  server.setProperties({{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE:PIN,OFFLINE:IOS_FACE_ID"}});
  EXPECT_EQ(codeOf(tryBegin(AuthMethod::kOfflineIosFaceId)), RefusalCode::kMethodNotActivated);
}

TEST_F(OfflineAuthenticationTest, BeginRefusesAMethodThatTheConfigurationNoLongerAllows) {
  server.setProperties({{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE"}});
  EXPECT_EQ(codeOf(tryBegin()), RefusalCode::kMethodNotAllowed);
  EXPECT_TRUE(tryBegin(AuthMethod::kOfflineDevice));
}

TEST_F(OfflineAuthenticationTest, AMethodTakenFromTheConfigurationIsRefusedAtOnceByEveryServer) {
  Domain another_server(*server.store, server.key_ring, server.channel_key, server.random);
  const auto beginThere = [&] {
    return another_server.offline_authentications.begin(server.caller, *phone.device, AuthMethod::kOfflinePin, "x",
                                                        std::nullopt, server.now);
  };
  ASSERT_TRUE(beginThere());
  server.setProperties({{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE"}});
  EXPECT_EQ(codeOf(beginThere()), RefusalCode::kMethodNotAllowed);
}

TEST_F(OfflineAuthenticationTest, BeginTakesLengthAndLifetimeFromTheConfigurationOfThisMoment) {
  server.setProperties({{"OFFLINE_OTP_LENGTH", "9"}, {"OFFLINE_SESSION_LIFETIME", "30"}});
  const auto begun = server.begin(phone);
  EXPECT_EQ(begun.view.session.parameters.otp_length.digits(), 9);
  EXPECT_EQ(begun.view.session.expires_at, server.now + seconds(30));
}

TEST_F(OfflineAuthenticationTest, ADeviceThatIsNotThereOrStillEnrollingOrGoneIsUnknown) {
  Phone enrolling = server.newPhone();
  ASSERT_TRUE(enrolling.startEnrolment(server.application.id, server.newCode()));
  ASSERT_TRUE(phone.deactivate());
  for (const DeviceId& device : {DeviceId::random(server.random), *enrolling.device, *phone.device}) {
    EXPECT_EQ(codeOf(server.offline_authentications.begin(server.caller, device, AuthMethod::kOfflinePin, "x",
                                                          std::nullopt, server.now)),
              RefusalCode::kUnknownDevice);
  }
}

// --- what counts as an attempt (docs/protocol.md section 6) ----------------------------------------------------------

TEST_F(OfflineAuthenticationTest, ARightOtpSucceedsAndSpendsTheSession) {
  const auto begun = server.begin(phone);
  const auto verified = enter(begun, Entry::kRight);
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->result, VerifyResult::kSuccess);
  EXPECT_EQ(verified->view.status, SessionStatus::kCompleted);
  EXPECT_EQ(verified->view.session.finished_at, server.now);
  EXPECT_EQ(verified->view.remaining_attempts, 3);

  const auto again = enter(begun, Entry::kRight);
  EXPECT_EQ(codeOf(again), RefusalCode::kSessionNotOpen);
  EXPECT_EQ(again.error().status, SessionStatus::kCompleted);
}

TEST_F(OfflineAuthenticationTest, AnOtpOfTheWrongFormCostsNothing) {
  const auto begun = server.begin(phone);
  for (const char* otp : {"", "12345", "1234567", "12345a", "12 456", "-12345", "+12345", "1234５6", "12345\n"}) {
    EXPECT_EQ(codeOf(verify(begun, otp)), RefusalCode::kInvalidOtp) << otp;
  }
  EXPECT_EQ(server.offline_authentications.find(server.caller, begun.view.session.id, server.now)->remaining_attempts,
            3);
}

TEST_F(OfflineAuthenticationTest, AWrongOtpAddsOneToTheCountAndTheSessionStaysOpen) {
  const auto begun = server.begin(phone);
  const auto verified = enter(begun, Entry::kWrong);
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->result, VerifyResult::kFailure);
  EXPECT_EQ(verified->view.status, SessionStatus::kStarted);
  EXPECT_EQ(verified->view.remaining_attempts, 2);
  EXPECT_EQ(enter(begun, Entry::kRight)->result, VerifyResult::kSuccess);
}

TEST_F(OfflineAuthenticationTest, AWrongOtpInANewSessionCountsOnTopOfTheOldOnes) {
  EXPECT_EQ(enter(server.begin(phone), Entry::kWrong)->view.remaining_attempts, 2);
  EXPECT_EQ(enter(server.begin(phone), Entry::kWrong)->view.remaining_attempts, 1);
  EXPECT_EQ(enter(server.begin(phone), Entry::kWrong)->view.remaining_attempts, 0);
}

TEST_F(OfflineAuthenticationTest, ARightOtpSetsTheCountToZero) {
  ASSERT_TRUE(enter(server.begin(phone), Entry::kWrong));
  ASSERT_TRUE(enter(server.begin(phone), Entry::kWrong));
  ASSERT_TRUE(enter(server.begin(phone), Entry::kRight));
  EXPECT_EQ(server.begin(phone).view.remaining_attempts, 3);
}

TEST_F(OfflineAuthenticationTest, TheCountSurvivesARestartOfTheServer) {
  const auto begun = server.begin(phone);
  ASSERT_TRUE(enter(begun, Entry::kWrong));
  Domain restarted(*server.store, server.key_ring, server.channel_key, server.random);
  EXPECT_EQ(
      restarted.offline_authentications.find(server.caller, begun.view.session.id, server.now)->remaining_attempts, 2);
}

TEST_F(OfflineAuthenticationTest, AtTheLimitTheMethodIsLockedAndTheSessionFails) {
  const auto begun = server.begin(phone);
  ASSERT_TRUE(enter(begun, Entry::kWrong));
  ASSERT_TRUE(enter(begun, Entry::kWrong));
  const auto last = enter(begun, Entry::kWrong);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->result, VerifyResult::kFailure);
  EXPECT_EQ(last->view.status, SessionStatus::kFailed);
  EXPECT_EQ(last->view.session.finished_at, server.now);
  EXPECT_EQ(last->view.remaining_attempts, 0);

  const auto after = enter(begun, Entry::kRight);
  EXPECT_EQ(codeOf(after), RefusalCode::kSessionNotOpen);
  EXPECT_EQ(after.error().status, SessionStatus::kFailed);
  EXPECT_EQ(codeOf(tryBegin()), RefusalCode::kMethodLocked);
  EXPECT_EQ(tryBegin().error().locked_until, std::nullopt);
}

TEST_F(OfflineAuthenticationTest, AtTheLimitEveryOpenSessionOfTheMethodFails) {
  const auto other = server.begin(phone);
  const auto of_another_method = server.begin(phone, AuthMethod::kOfflineDevice);
  failUpToTheLimit();
  EXPECT_EQ(statusOf(other), SessionStatus::kFailed);
  EXPECT_EQ(codeOf(enter(other, Entry::kRight)), RefusalCode::kSessionNotOpen);
  EXPECT_EQ(statusOf(of_another_method), SessionStatus::kStarted);
}

TEST_F(OfflineAuthenticationTest, OtherMethodsOfTheDeviceStayUsable) {
  failUpToTheLimit();
  EXPECT_EQ(enter(server.begin(phone, AuthMethod::kOfflineDevice), Entry::kRight)->result, VerifyResult::kSuccess);
  ASSERT_TRUE(phone.startAddOrUpdate());
  EXPECT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflineDevice));
}

TEST_F(OfflineAuthenticationTest, ATemporaryLockEndsByItselfAndTheNextOneIsTwiceAsLong) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  failUpToTheLimit();
  EXPECT_EQ(tryBegin().error().locked_until, server.now + seconds(60));
  server.now += seconds(60);
  EXPECT_EQ(server.begin(phone).view.remaining_attempts, 3);
  failUpToTheLimit();
  EXPECT_EQ(tryBegin().error().locked_until, server.now + seconds(120));
}

TEST_F(OfflineAuthenticationTest, ALimitLoweredBelowTheCountRefusesWithoutEvaluating) {
  const auto begun = server.begin(phone);
  ASSERT_TRUE(enter(begun, Entry::kWrong));
  ASSERT_TRUE(enter(begun, Entry::kWrong));
  server.setProperties({{"AMOUNT_FAILURES_ALLOWED", "2"}});
  EXPECT_EQ(codeOf(enter(begun, Entry::kRight)), RefusalCode::kMethodLocked);
  EXPECT_EQ(codeOf(tryBegin()), RefusalCode::kMethodLocked);
  server.setProperties({{"AMOUNT_FAILURES_ALLOWED", "3"}});
  EXPECT_EQ(enter(begun, Entry::kRight)->result, VerifyResult::kSuccess);
}

TEST_F(OfflineAuthenticationTest, AnExpiredSessionTakesNoGuess) {
  const auto begun = server.begin(phone);
  server.now = begun.view.session.expires_at;
  const auto verified = enter(begun, Entry::kRight);
  EXPECT_EQ(codeOf(verified), RefusalCode::kSessionNotOpen);
  EXPECT_EQ(verified.error().status, SessionStatus::kExpired);
  EXPECT_EQ(statusOf(begun), SessionStatus::kExpired);
}

TEST_F(OfflineAuthenticationTest, TheOtpOfAnotherSessionIsWrong) {
  const auto first = server.begin(phone);
  const auto second = server.begin(phone);
  const auto verified = verify(second, phone.oneTimePassword(first.verification_data));
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->result, VerifyResult::kFailure);
}

TEST_F(OfflineAuthenticationTest, AMethodWithdrawnFromTheConfigurationTakesNoGuess) {
  const auto begun = server.begin(phone);
  server.setProperties({{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE"}});
  EXPECT_EQ(codeOf(enter(begun, Entry::kRight)), RefusalCode::kMethodNotAllowed);
}

TEST_F(OfflineAuthenticationTest, NewKeysOfTheMethodCancelItsOpenSessions) {
  const auto begun = server.begin(phone);
  server.now += seconds(1);
  phone.time = server.now;
  ASSERT_TRUE(phone.startAddOrUpdate());
  ASSERT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin));
  const auto verified = verify(begun, "123456");
  EXPECT_EQ(codeOf(verified), RefusalCode::kSessionNotOpen);
  EXPECT_EQ(verified.error().status, SessionStatus::kCancelled);
}

TEST_F(OfflineAuthenticationTest, NewKeysOfTheMethodSetItsCountToZeroAndUnlockIt) {
  failUpToTheLimit();
  ASSERT_TRUE(phone.startAddOrUpdate());
  ASSERT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin));
  EXPECT_EQ(enter(server.begin(phone), Entry::kRight)->view.remaining_attempts, 3);
}

TEST_F(OfflineAuthenticationTest, ADeactivatedDevicesSessionsAreCancelled) {
  const auto begun = server.begin(phone);
  ASSERT_TRUE(phone.deactivate());
  const auto verified = verify(begun, "123456");
  EXPECT_EQ(codeOf(verified), RefusalCode::kSessionNotOpen);
  EXPECT_EQ(verified.error().status, SessionStatus::kCancelled);
}

// --- locks and warnings ----------------------------------------------------------------------------------------------

TEST_F(OfflineAuthenticationTest, WhoHasOneAttemptLeftIsWarnedOfWhatTheNextWrongOneDoes) {
  const struct {
    const char* lock_duration;
    LockWarning warning;
  } rows[] = {{"0", LockWarning::kPermanent}, {"60", LockWarning::kTemporary}};
  for (const auto& row : rows) {
    server.setProperties({{"LOCK_DURATION", row.lock_duration}});
    const auto begun = server.begin(phone);
    EXPECT_EQ(enter(begun, Entry::kWrong)->warning, std::nullopt) << row.lock_duration;
    EXPECT_EQ(enter(begun, Entry::kWrong)->warning, row.warning) << row.lock_duration;
    EXPECT_EQ(enter(begun, Entry::kRight)->warning, std::nullopt) << row.lock_duration;
  }
}

TEST_F(OfflineAuthenticationTest, WhoIsLockedIsNotWarnedButToldUntilWhen) {
  server.setProperties({{"LOCK_DURATION", "60"}, {"AMOUNT_FAILURES_ALLOWED", "1"}});
  const auto locked = enter(server.begin(phone), Entry::kWrong);
  ASSERT_TRUE(locked);
  EXPECT_EQ(locked->warning, std::nullopt);
  EXPECT_EQ(locked->view.locked_until, server.now + seconds(60));
}

TEST_F(OfflineAuthenticationTest, ASessionShowsUntilWhenItsMethodIsLocked) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  const auto id = server.begin(phone).view.session.id;
  const auto lockedUntil = [&] {
    return server.offline_authentications.find(server.caller, id, server.now)->locked_until;
  };
  EXPECT_EQ(lockedUntil(), std::nullopt);
  failUpToTheLimit();
  EXPECT_EQ(lockedUntil(), server.now + seconds(60));
  server.now += seconds(60);
  EXPECT_EQ(lockedUntil(), std::nullopt);
}

TEST_F(OfflineAuthenticationTest, ALockWithoutAnEndShowsNone) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  const auto id = server.begin(phone).view.session.id;
  failUpToTheLimit();
  ASSERT_TRUE(server.devices.lock(server.caller, *phone.device, "lost", server.now));
  EXPECT_EQ(server.offline_authentications.find(server.caller, id, server.now)->locked_until, std::nullopt);
}

TEST_F(OfflineAuthenticationTest, TemporaryLocksDoubleUpToADayUntilASuccess) {
  server.setProperties({{"LOCK_DURATION", "28800"}, {"AMOUNT_FAILURES_ALLOWED", "1"}});
  for (const int hours : {8, 16, 24, 24}) {
    const auto locked = enter(server.begin(phone), Entry::kWrong);
    ASSERT_TRUE(locked);
    EXPECT_EQ(locked->view.locked_until, server.now + std::chrono::hours(hours));
    server.now = *locked->view.locked_until;
  }
  ASSERT_TRUE(enter(server.begin(phone), Entry::kRight));
  EXPECT_EQ(enter(server.begin(phone), Entry::kWrong)->view.locked_until, server.now + std::chrono::hours(8));
}

TEST_F(OfflineAuthenticationTest, AnUnlockByHandStartsCountAndDoublingOver) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  failUpToTheLimit();
  ASSERT_TRUE(server.devices.unlockMethod(server.caller, *phone.device, AuthMethod::kOfflinePin, server.now));
  EXPECT_EQ(server.begin(phone).view.remaining_attempts, 3);
  failUpToTheLimit();
  EXPECT_EQ(tryBegin().error().locked_until, server.now + seconds(60));
}

TEST_F(OfflineAuthenticationTest, ThatTheDeviceIsLockedIsToldWhereTheSessionIsNotFinishedOtherwise) {
  const auto completed = server.begin(phone);
  ASSERT_TRUE(enter(completed, Entry::kRight));
  const auto cancelled = server.begin(phone);
  ASSERT_TRUE(server.offline_authentications.cancel(server.caller, cancelled.view.session.id, server.now));
  const auto expired = server.begin(phone);
  server.now += seconds(300);
  const auto failed = server.begin(phone, AuthMethod::kOfflineDevice);
  failUpToTheLimit(AuthMethod::kOfflineDevice);
  const auto open = server.begin(phone);
  ASSERT_TRUE(server.devices.lock(server.caller, *phone.device, "lost", server.now));
  const struct {
    const char* name;
    const BegunOfflineAuthentication& begun;
    RefusalCode code;
    std::optional<SessionStatus> status;
  } rows[] = {
      {"completed", completed, RefusalCode::kSessionNotOpen, SessionStatus::kCompleted},
      {"cancelled", cancelled, RefusalCode::kSessionNotOpen, SessionStatus::kCancelled},
      {"expired", expired, RefusalCode::kSessionNotOpen, SessionStatus::kExpired},
      {"failed", failed, RefusalCode::kDeviceLocked, std::nullopt},
      {"open", open, RefusalCode::kDeviceLocked, std::nullopt},
  };
  for (const auto& row : rows) {
    const auto refused = enter(row.begun, Entry::kRight);
    EXPECT_EQ(codeOf(refused), row.code) << row.name;
    EXPECT_EQ(refused.error().status, row.status) << row.name;
  }
}

TEST_F(OfflineAuthenticationTest, AnOpenSessionCanBeFinishedOnceTheAdministratorsLockIsGone) {
  const auto begun = server.begin(phone);
  ASSERT_TRUE(server.devices.lockMethod(server.caller, *phone.device, AuthMethod::kOfflinePin, "lost", server.now));
  EXPECT_EQ(codeOf(enter(begun, Entry::kRight)), RefusalCode::kMethodLocked);
  ASSERT_TRUE(server.devices.unlockMethod(server.caller, *phone.device, AuthMethod::kOfflinePin, server.now));
  EXPECT_EQ(enter(begun, Entry::kRight)->result, VerifyResult::kSuccess);
}

// --- how often -------------------------------------------------------------------------------------------------------

class OfflineLimitsTest : public OfflineAuthenticationTest {
 protected:
  Answer<BegunOfflineAuthentication> beginLimited(std::string_view context = "x") {
    return limited.offline_authentications.begin(server.caller, *phone.device, AuthMethod::kOfflinePin, context,
                                                 std::nullopt, server.now);
  }
  Answer<VerifiedOfflineAuthentication> verifyLimited(const BegunOfflineAuthentication& begun,
                                                      const std::optional<IdempotencyKey>& key = std::nullopt) {
    const std::string wrong = phone.oneTimePassword(begun.verification_data, Entry::kWrong);
    return limited.offline_authentications.verify(server.caller, begun.view.session.id, wrong, key, server.now);
  }

  const DomainRules two_at_once{.limits = {.per_device = {.capacity = 2, .tokens_per_second = 0.1}}};
  Domain limited{*server.store, server.key_ring, server.channel_key, server.random, nobody(), two_at_once};
};

TEST_F(OfflineLimitsTest, WhatIsBegunTooOftenForADeviceIsRefusedBeforeTheStoreIsAsked) {
  ASSERT_TRUE(beginLimited());
  ASSERT_TRUE(beginLimited());
  const auto calls = server.store->calls();
  const auto refused = beginLimited();
  EXPECT_EQ(codeOf(refused), RefusalCode::kTooManyRequests);
  EXPECT_EQ(refused.error().retry_after, seconds(10));
  EXPECT_EQ(server.store->calls(), calls);
}

TEST_F(OfflineLimitsTest, AGuessTooManyIsNotEvaluated) {
  const auto begun = server.begin(phone);
  ASSERT_TRUE(verifyLimited(begun));
  ASSERT_TRUE(verifyLimited(begun));
  const auto refused = verifyLimited(begun);
  EXPECT_EQ(codeOf(refused), RefusalCode::kTooManyRequests);
  EXPECT_EQ(refused.error().retry_after, seconds(10));
  EXPECT_EQ(server.offline_authentications.find(server.caller, begun.view.session.id, server.now)->remaining_attempts,
            1);
}

TEST_F(OfflineLimitsTest, AMalformedBeginAndAnAnswerGivenBeforeCostNoToken) {
  const IdempotencyKey key{.key = {1}, .request = {1}};
  const auto begun = server.begin(phone);
  EXPECT_EQ(codeOf(beginLimited("")), RefusalCode::kInvalidContext);
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(verifyLimited(begun, key)) << i;
  EXPECT_TRUE(beginLimited());
  EXPECT_EQ(codeOf(beginLimited()), RefusalCode::kTooManyRequests);
}

// --- cancel and look -------------------------------------------------------------------------------------------------

TEST_F(OfflineAuthenticationTest, CancellingTwiceIsNoError) {
  const auto begun = server.begin(phone);
  const auto id = begun.view.session.id;
  const auto cancelled = server.offline_authentications.cancel(server.caller, id, server.now);
  ASSERT_TRUE(cancelled);
  EXPECT_EQ(cancelled->status, SessionStatus::kCancelled);
  EXPECT_EQ(cancelled->session.finished_at, server.now);
  EXPECT_TRUE(server.offline_authentications.cancel(server.caller, id, server.now + seconds(1)));
  EXPECT_EQ(enter(begun, Entry::kRight).error().status, SessionStatus::kCancelled);
}

TEST_F(OfflineAuthenticationTest, CancellingAFinishedSessionIsRefusedWithItsStatus) {
  const auto completed = server.begin(phone);
  ASSERT_TRUE(enter(completed, Entry::kRight));
  const auto expired = server.begin(phone);
  const auto failed = server.begin(phone, AuthMethod::kOfflineDevice);
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(enter(failed, Entry::kWrong));
  server.now += seconds(300);
  const struct {
    const BegunOfflineAuthentication& begun;
    SessionStatus status;
  } rows[] = {
      {completed, SessionStatus::kCompleted}, {expired, SessionStatus::kExpired}, {failed, SessionStatus::kFailed}};
  for (const auto& row : rows) {
    const auto cancelled = server.offline_authentications.cancel(server.caller, row.begun.view.session.id, server.now);
    EXPECT_EQ(codeOf(cancelled), RefusalCode::kSessionNotOpen);
    EXPECT_EQ(cancelled.error().status, row.status);
  }
}

TEST_F(OfflineAuthenticationTest, TheVerificationDataOfAnOpenSessionIsTheSameAgain) {
  const auto begun = server.begin(phone);
  const auto id = begun.view.session.id;
  const auto again = server.offline_authentications.verificationData(server.caller, id, server.now);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->digits(), begun.verification_data.digits());
  ASSERT_TRUE(server.offline_authentications.cancel(server.caller, id, server.now));
  EXPECT_EQ(codeOf(server.offline_authentications.verificationData(server.caller, id, server.now)),
            RefusalCode::kSessionNotOpen);
}

// --- who may ---------------------------------------------------------------------------------------------------------

TEST_F(OfflineAuthenticationTest, WhatBelongsToAnotherOrganisationIsUnknown) {
  const auto begun = server.begin(phone);
  const auto id = begun.view.session.id;
  const Caller stranger = server.newCaller("Shop");
  (void)server.directory.latest();
  (void)*server.administration.createApplication(stranger.organisation, "App", offlineProperties(), {}, server.now);
  EXPECT_EQ(codeOf(server.offline_authentications.begin(stranger, *phone.device, AuthMethod::kOfflinePin, "x",
                                                        std::nullopt, server.now)),
            RefusalCode::kUnknownDevice);
  EXPECT_EQ(codeOf(server.offline_authentications.verify(stranger, id, "123456", std::nullopt, server.now)),
            RefusalCode::kUnknownSession);
  EXPECT_EQ(codeOf(server.offline_authentications.find(stranger, id, server.now)), RefusalCode::kUnknownSession);
  EXPECT_EQ(codeOf(server.offline_authentications.cancel(stranger, id, server.now)), RefusalCode::kUnknownSession);
  EXPECT_EQ(codeOf(server.offline_authentications.verificationData(stranger, id, server.now)),
            RefusalCode::kUnknownSession);
  EXPECT_EQ(statusOf(begun), SessionStatus::kStarted);
}

TEST_F(OfflineAuthenticationTest, AnUnknownSessionIsUnknown) {
  const auto id = OfflineSessionId::random(server.random);
  EXPECT_EQ(codeOf(server.offline_authentications.verify(server.caller, id, "123456", std::nullopt, server.now)),
            RefusalCode::kUnknownSession);
  EXPECT_EQ(codeOf(server.offline_authentications.find(server.caller, id, server.now)), RefusalCode::kUnknownSession);
}

TEST_F(OfflineAuthenticationTest, ARevokedKeyIsRefusedAtOnceThoughTheCacheIsOld) {
  const auto begun = server.begin(phone);
  const auto id = begun.view.session.id;
  const std::string otp = phone.oneTimePassword(begun.verification_data);
  const struct {
    const char* name;
    std::function<RefusalCode()> call;
  } rows[] = {
      {"begin", [&] { return codeOf(tryBegin()); }},
      {"verify", [&] { return codeOf(verify(begun, otp)); }},
      {"find", [&] { return codeOf(server.offline_authentications.find(server.caller, id, server.now)); }},
      {"cancel", [&] { return codeOf(server.offline_authentications.cancel(server.caller, id, server.now)); }},
      {"qr", [&] { return codeOf(server.offline_authentications.verificationData(server.caller, id, server.now)); }},
  };
  for (const auto& row : rows) {
    ASSERT_TRUE(server.administration.revokeApiKey(server.caller.key, {}, server.now));
    EXPECT_EQ(row.call(), RefusalCode::kRevokedKey) << row.name;
    server.caller = server.newCaller(std::string(TestServer::kOrganisation));
    (void)server.directory.latest();
  }
}

TEST_F(OfflineAuthenticationTest, WhereTheKeysDoNotOpenNobodyIsToldAnything) {
  const auto begun = server.begin(phone);
  KeyRing another = [] {
    std::map<MasterKeyVersion, MasterKey> keys;
    keys.emplace(1, MasterKey::filledBy([](MutableByteView out) { std::ranges::fill(out, 0xEE); }));
    return KeyRing(std::move(keys));
  }();
  Domain other(*server.store, another, server.channel_key, server.random);
  EXPECT_THROW((void)other.offline_authentications.verify(server.caller, begun.view.session.id, "123456", std::nullopt,
                                                          server.now),
               std::runtime_error);
}

// --- an open session whose device or method is not what it was -------------------------------------------------------

// The store ends sessions together with what they hang on. Should one be left open all the same, nobody may guess at
// it.
class StoreWithLeftovers final : public MemoryStore {
 public:
  Result<OfflineSessionView, LoadOfflineRefusal> loadOfflineSession(const OfflineSessionId& id,
                                                                    DirectoryVersion version,
                                                                    const std::optional<IdempotencyKey>& key) override {
    auto view = MemoryStore::loadOfflineSession(id, version, key);
    if (view) change(*view);
    return view;
  }
  bool recordOfflineAttempt(const OfflineAttempt& attempt, const AuditTrail& audit) override {
    ++records;
    return MemoryStore::recordOfflineAttempt(attempt, audit);
  }
  std::function<void(OfflineSessionView&)> change = [](OfflineSessionView&) {};
  int records = 0;
};

TEST(OfflineAuthenticationLeftovers, NothingIsEvaluatedInASessionThatShouldHaveEnded) {
  auto owned = std::make_unique<StoreWithLeftovers>();
  StoreWithLeftovers& store = *owned;
  TestServer server(offlineProperties(), std::move(owned));
  const Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  const auto begun = server.begin(phone);
  const std::string right = phone.oneTimePassword(begun.verification_data);
  const TimePoint end = server.now + seconds(60);
  const Lock lock{LockReason::kAttemptsExhausted, server.now, end};
  const struct {
    const char* name;
    std::function<void(OfflineSessionView&)> change;
    RefusalCode code;
    std::optional<SessionStatus> status;
    std::optional<TimePoint> locked_until;
  } rows[] = {
      {"device locked", [&](auto& view) { view.device_lock = lock; }, RefusalCode::kDeviceLocked, std::nullopt, end},
      {"method locked", [&](auto& view) { view.method->attempts.lock = lock; }, RefusalCode::kMethodLocked,
       std::nullopt, end},
      {"method gone", [](auto& view) { view.method.reset(); }, RefusalCode::kSessionNotOpen, SessionStatus::kCancelled,
       std::nullopt},
  };
  for (const auto& row : rows) {
    store.change = row.change;
    const auto verified =
        server.offline_authentications.verify(server.caller, begun.view.session.id, right, std::nullopt, server.now);
    EXPECT_EQ(codeOf(verified), row.code) << row.name;
    EXPECT_EQ(verified.error().status, row.status) << row.name;
    EXPECT_EQ(verified.error().locked_until, row.locked_until) << row.name;
  }
  EXPECT_EQ(store.records, 0);
}

TEST(OfflineAuthenticationLeftovers, NoAttemptRemainsWhileTheDeviceIsLockedOrTheMethodGone) {
  auto owned = std::make_unique<StoreWithLeftovers>();
  StoreWithLeftovers& store = *owned;
  TestServer server(offlineProperties(), std::move(owned));
  const Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  const auto id = server.begin(phone).view.session.id;
  store.change = [&](auto& view) { view.device_lock = Lock{LockReason::kAdmin, server.now, std::nullopt}; };
  EXPECT_EQ(server.offline_authentications.find(server.caller, id, server.now)->remaining_attempts, 0);
  store.change = [](auto& view) { view.method.reset(); };
  EXPECT_EQ(server.offline_authentications.find(server.caller, id, server.now)->remaining_attempts, 0);
  EXPECT_EQ(codeOf(server.offline_authentications.verificationData(server.caller, id, server.now)),
            RefusalCode::kSessionNotOpen);
}

}  // namespace
}  // namespace heliograph::domain
