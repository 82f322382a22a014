// Copies of a phone, and phones that only look like one: for lost answers, or for messages that somebody has held up
// (docs/protocol.md section 7.9).

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "domain/online_salts.h"
#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::DeviceStatus;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

template <class Accepted>
DeviceStatus statusIn(const Phone::Reply<Accepted>& reply) {
  return reply ? DeviceStatus::kOk : reply.error().status;
}

class CloneDetectionTest : public testing::Test {
 protected:
  // Between two things that phones do.
  void passTimeOf(Phone& by) {
    server.now += seconds(1);
    by.time = server.now + clock_error;
  }
  // A new authentication, answered by `by`.
  DeviceStatus answer(Phone& by, Entry entry = Entry::kRight) {
    passTimeOf(by);
    (void)server.beginAuthentication(by);
    const auto started = by.startAuthentication();
    if (!started) return started.error().status;
    return statusIn(by.finishAuthentication(AuthMethod::kDevicePin, entry));
  }
  DeviceStatus addOfflinePin(Phone& by) {
    passTimeOf(by);
    const auto started = by.startAddOrUpdate();
    if (!started) return started.error().status;
    return statusIn(by.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin));
  }
  // Does something whose answer the phone does not get.
  static DeviceStatus losing(Phone& by, const std::function<DeviceStatus(Phone&)>& action) {
    by.loses_answers = true;
    const DeviceStatus status = action(by);
    by.loses_answers = false;
    return status;
  }
  DeviceStatus answerInVain(Phone& by) {
    passTimeOf(by);
    (void)server.beginAuthentication(by);
    EXPECT_TRUE(by.startAuthentication());
    return losing(by, [](Phone& deaf) { return statusIn(deaf.finishAuthentication(AuthMethod::kDevicePin)); });
  }
  // What somebody holds back on its way to the server. The phone gives up on it.
  static Bytes heldUp(Phone& by, const std::function<void(Phone&)>& action) {
    Bytes message;
    const auto hold_back = [&](ByteView sealed) -> Result<Bytes, protocol::ChannelError> {
      message.assign(sealed.begin(), sealed.end());
      return fail(protocol::ChannelError::kMalformed);
    };
    const auto send = std::exchange(by.send, hold_back);
    EXPECT_THROW(action(by), std::runtime_error);
    by.send = send;
    return message;
  }
  Bytes heldUpAnswer(Phone& by, Entry entry = Entry::kRight) {
    passTimeOf(by);
    (void)server.beginAuthentication(by);
    EXPECT_TRUE(by.startAuthentication());
    return heldUp(by, [&](Phone& held) { (void)held.finishAuthentication(AuthMethod::kDevicePin, entry); });
  }
  void letThrough(const Bytes& message) {
    ASSERT_TRUE(server.device_calls.answer(message, "192.0.2.1", "late", server.now));
  }
  Device row() { return *server.store->findDevice(*phone.device); }
  // But for the time.
  SaltNumbers numbers() {
    SaltNumbers salts = row().salts;
    salts.confirmed_at.reset();
    return salts;
  }
  void expectLockedAsCopied() {
    EXPECT_EQ(row().lock, (Lock{LockReason::kCloneDetected, server.now, std::nullopt}));
    EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kLockedByAdmin);
  }

  TestServer server;
  Phone phone = server.enrolledPhone();
  milliseconds clock_error{0};  // of the phones
};

// --- copies ----------------------------------------------------------------------------------------------------------

TEST_F(CloneDetectionTest, ACopyThatAnswersAfterTheOriginalBetraysItselfWithTheNextAnswerOfTheOriginal) {
  Phone copy = phone.clone();
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  ASSERT_EQ(answer(copy), DeviceStatus::kOk) << "so far it may be the original that has lost an answer";
  EXPECT_EQ(answer(phone), DeviceStatus::kLockedByAdmin);
  expectLockedAsCopied();
}

TEST_F(CloneDetectionTest, ACopyThatAnswersBeforeTheOriginalBetraysItselfWithItsNextAnswer) {
  Phone copy = phone.clone();
  ASSERT_EQ(answer(copy), DeviceStatus::kOk);
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  EXPECT_EQ(answer(copy), DeviceStatus::kLockedByAdmin);
  expectLockedAsCopied();
}

TEST_F(CloneDetectionTest, ACopyThatComesLateBetraysItselfAtOnce) {
  Phone copy = phone.clone();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  EXPECT_EQ(answer(copy), DeviceStatus::kLockedByAdmin);
  expectLockedAsCopied();
}

TEST_F(CloneDetectionTest, AnOriginalThatComesLateIsTakenForTheCopyAndTheDeviceIsLockedAllTheSame) {
  Phone copy = phone.clone();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(answer(copy), DeviceStatus::kOk);
  EXPECT_EQ(answer(phone), DeviceStatus::kLockedByAdmin);
  expectLockedAsCopied();
}

TEST_F(CloneDetectionTest, ACopyOneStepBehindIsNoticedOnceTheOriginalAnswers) {
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  Phone copy = phone.clone();
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  ASSERT_EQ(answer(copy), DeviceStatus::kOk);
  EXPECT_EQ(answer(phone), DeviceStatus::kLockedByAdmin);
}

TEST_F(CloneDetectionTest, OfTwoCopiesAndTheOriginalAllButTheLastOneToAnswerBetrayTheCopying) {
  const struct {
    const char* who;
    std::size_t index;
    DeviceStatus status;
  } rows[] = {{"original", 0, DeviceStatus::kLockedByAdmin},
              {"first copy", 1, DeviceStatus::kLockedByAdmin},
              {"second copy", 2, DeviceStatus::kOk}};
  for (const auto& row : rows) {
    const Phone original = server.enrolledPhone();
    Phone phones[] = {original.clone(), original.clone(), original.clone()};
    for (Phone& each : phones) ASSERT_EQ(answer(each), DeviceStatus::kOk);
    EXPECT_EQ(answer(phones[row.index]), row.status) << row.who;
  }
}

TEST_F(CloneDetectionTest, ACopyOfACopyBetraysItself) {
  Phone copy = phone.clone();
  ASSERT_EQ(answer(copy), DeviceStatus::kOk);
  Phone copy_of_copy = copy.clone();
  ASSERT_EQ(answer(copy), DeviceStatus::kOk);
  ASSERT_EQ(answer(copy_of_copy), DeviceStatus::kOk);
  EXPECT_EQ(answer(copy), DeviceStatus::kLockedByAdmin);
}

TEST_F(CloneDetectionTest, AddingAMethodTellsCopiesApartAsWell) {
  Phone copy = phone.clone();
  ASSERT_EQ(addOfflinePin(phone), DeviceStatus::kOk);
  ASSERT_EQ(answer(copy), DeviceStatus::kOk);
  EXPECT_EQ(addOfflinePin(phone), DeviceStatus::kLockedByAdmin);
  expectLockedAsCopied();
}

TEST_F(CloneDetectionTest, AWrongResponseDoesNotExcuseACopyAndIsNotCounted) {
  Phone copy = phone.clone();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  EXPECT_EQ(answer(copy, Entry::kWrong), DeviceStatus::kLockedByAdmin);
  EXPECT_EQ(row().methods.at(0).attempts, AttemptState{});
}

TEST_F(CloneDetectionTest, WhatWouldBeRefusedOfAnyPhoneLocksNobody) {
  const struct {
    const char* name;
    DeviceStatus status;
    std::function<DeviceStatus(Phone&)> action;
  } rows[] = {
      {"a spent session", DeviceStatus::kNoSession,
       [](Phone& copy) { return statusIn(copy.finishAuthentication(AuthMethod::kDevicePin)); }},
      {"a session past its time", DeviceStatus::kSessionExpired,
       [this](Phone& copy) {
         (void)server.beginAuthentication(copy);
         EXPECT_TRUE(copy.startAuthentication());
         server.now += server.application.configuration.authentication_session_lifetime;
         copy.time = server.now;
         return statusIn(copy.finishAuthentication(AuthMethod::kDevicePin));
       }},
      {"a method that it does not have", DeviceStatus::kIllegalAuthMethod,
       [this](Phone& copy) {
         (void)server.beginAuthentication(copy);
         EXPECT_TRUE(copy.startAuthentication());
         return statusIn(copy.finishAuthentication(AuthMethod::kDeviceIosFaceId));
       }},
      {"a challenge that was never made", DeviceStatus::kNoSession,
       [this](Phone& copy) {
         copy.session = AddOrUpdateSessionId::random(server.random);
         return statusIn(copy.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin));
       }},
      {"a method that may not be added", DeviceStatus::kMethodNotAllowed,
       [](Phone& copy) {
         EXPECT_TRUE(copy.startAddOrUpdate());
         return statusIn(copy.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kDeviceIosFaceId));
       }},
  };
  for (const auto& row : rows) {
    Phone original = server.enrolledPhone();
    ASSERT_EQ(answer(original), DeviceStatus::kOk) << row.name;
    Phone copy = original.clone();
    for (int i = 0; i < 3; ++i) ASSERT_EQ(answer(original), DeviceStatus::kOk) << row.name;
    passTimeOf(copy);
    EXPECT_EQ(row.action(copy), row.status) << row.name;
    EXPECT_EQ(server.store->findDevice(*original.device)->lock, std::nullopt) << row.name;
    EXPECT_EQ(answer(copy), DeviceStatus::kLockedByAdmin) << row.name;
  }
}

TEST_F(CloneDetectionTest, ACopyThatAddsAMethodWithAnOldSaltIsNoticed) {
  Phone copy = phone.clone();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  EXPECT_EQ(addOfflinePin(copy), DeviceStatus::kLockedByAdmin);
  expectLockedAsCopied();
}

TEST_F(CloneDetectionTest, WhatIsOpenFailsWhenACopyIsNoticed) {
  ASSERT_EQ(addOfflinePin(phone), DeviceStatus::kOk);
  Phone copy = phone.clone();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  const auto offline = server.begin(phone);
  const auto online = server.beginAuthentication(phone);
  passTimeOf(copy);
  ASSERT_TRUE(copy.startAuthentication());
  ASSERT_FALSE(copy.finishAuthentication(AuthMethod::kDevicePin));
  EXPECT_EQ(server.offline_authentications.find(server.caller, offline.view.session.id, server.now)->status,
            SessionStatus::kFailed);
  EXPECT_EQ(server.authentications.find(server.caller, online.session.id, server.now)->status, SessionStatus::kFailed);
}

TEST_F(CloneDetectionTest, TheLockDoesNotEndByItself) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  Phone copy = phone.clone();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  ASSERT_EQ(answer(copy), DeviceStatus::kLockedByAdmin);
  server.now += hours(1000);
  phone.time = server.now;
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kLockedByAdmin);
}

TEST_F(CloneDetectionTest, AfterAnUnlockWhoeverHasTheNewestSaltGoesOn) {
  Phone copy = phone.clone();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  ASSERT_EQ(answer(copy), DeviceStatus::kLockedByAdmin);
  ASSERT_TRUE(server.devices.unlock(server.caller, *phone.device, server.now));
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
  EXPECT_EQ(answer(copy), DeviceStatus::kLockedByAdmin);
}

TEST_F(CloneDetectionTest, TheAuditLogTellsOfTheAttemptAndOfTheLockBehindIt) {
  Phone copy = phone.clone();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  ASSERT_EQ(answer(copy), DeviceStatus::kLockedByAdmin);
  EXPECT_EQ(server.lastEvents(phone, 2), (std::vector<std::string>{"AUTHENTICATION_ATTEMPTED REFUSED CLONE_DETECTED",
                                                                   "DEVICE_LOCKED SUCCESS CLONE_DETECTED"}));
}

TEST_F(CloneDetectionTest, AReplayedMessageOfACopyLocksOnce) {
  Phone copy = phone.clone();
  for (int i = 0; i < 3; ++i) ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  Bytes message;
  copy.send = [&](ByteView sealed) {
    message.assign(sealed.begin(), sealed.end());
    return server.device_calls.answer(sealed, "192.0.2.1", "request", server.now);
  };
  ASSERT_EQ(answer(copy), DeviceStatus::kLockedByAdmin);
  ASSERT_TRUE(server.devices.unlock(server.caller, *phone.device, server.now));
  ASSERT_TRUE(server.device_calls.answer(message, "192.0.2.9", "request", server.now));
  EXPECT_FALSE(row().lock);
  EXPECT_EQ(server.lastEvents(phone, 1).at(0), "AUTHENTICATION_ATTEMPTED REFUSED NO_SESSION");
}

// --- no copies -------------------------------------------------------------------------------------------------------

TEST_F(CloneDetectionTest, APhoneThatLosesAnAnswerIsNoCopy) {
  ASSERT_EQ(answerInVain(phone), DeviceStatus::kOk);
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
}

TEST_F(CloneDetectionTest, NorIsOneThatLosesManyOfThem) {
  for (int i = 0; i < 20; ++i) ASSERT_EQ(answerInVain(phone), DeviceStatus::kOk) << i;
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
  for (int i = 0; i < 20; ++i) ASSERT_EQ(answerInVain(phone), DeviceStatus::kOk) << i;
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
}

TEST_F(CloneDetectionTest, NorIsOneThatLosesEverySecondAnswer) {
  for (int i = 0; i < 10; ++i) {
    ASSERT_EQ(answerInVain(phone), DeviceStatus::kOk) << i;
    ASSERT_EQ(answer(phone), DeviceStatus::kOk) << i;
  }
}

TEST_F(CloneDetectionTest, NorIsOneThatLosesTheAnswerToAnAddedMethod) {
  const auto add = [this](Phone& by) { return addOfflinePin(by); };
  ASSERT_TRUE(phone.startAddOrUpdate());
  ASSERT_EQ(
      losing(phone,
             [](Phone& by) { return statusIn(by.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin)); }),
      DeviceStatus::kOk);
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
  EXPECT_EQ(add(phone), DeviceStatus::kOk);
}

TEST_F(CloneDetectionTest, NorIsOneThatLosesItsOwnNewKeys) {
  ASSERT_TRUE(phone.startAddOrUpdate());
  ASSERT_EQ(
      losing(phone,
             [](Phone& by) { return statusIn(by.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kDevicePin)); }),
      DeviceStatus::kOk);
  EXPECT_EQ(answer(phone), DeviceStatus::kAuthenticationFailed) << "its keys are gone, but nobody has copied it";
}

TEST_F(CloneDetectionTest, NorIsOneThatLosesTheAnswerToItsEnrolmentOnceOrOften) {
  for (const int lost : {1, 5}) {
    Phone enrolling = server.newPhone();
    ASSERT_TRUE(enrolling.startEnrolment(server.application.id, server.newCode()));
    for (int i = 0; i < lost; ++i) {
      ASSERT_EQ(losing(enrolling, [](Phone& by) { return statusIn(by.finishEnrolment(AuthMethod::kDevicePin)); }),
                DeviceStatus::kOk);
    }
    ASSERT_TRUE(enrolling.finishEnrolment(AuthMethod::kDevicePin));
    EXPECT_EQ(answer(enrolling), DeviceStatus::kOk) << lost;
    EXPECT_EQ(answer(enrolling), DeviceStatus::kOk) << lost;
  }
}

TEST_F(CloneDetectionTest, NorIsOneThatLosesTheWholeOfAMessageOrTheAnswerToItsQuestion) {
  (void)server.beginAuthentication(phone);
  ASSERT_EQ(losing(phone, [](Phone& by) { return statusIn(by.startAuthentication()); }), DeviceStatus::kOk);
  ASSERT_TRUE(phone.startAuthentication());
  EXPECT_EQ(statusIn(phone.finishAuthentication(AuthMethod::kDevicePin)), DeviceStatus::kOk);
}

TEST_F(CloneDetectionTest, AMessageSentAgainAfterALostAnswerMeetsASpentSessionAndLosesNothing) {
  ASSERT_EQ(answerInVain(phone), DeviceStatus::kOk);
  EXPECT_EQ(statusIn(phone.finishAuthentication(AuthMethod::kDevicePin)), DeviceStatus::kNoSession);
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
}

// --- messages that were held up --------------------------------------------------------------------------------------

TEST_F(CloneDetectionTest, AResponseThatWasHeldUpIsRefusedOnceThePhoneHasGoneOnAndThePhoneIsNoCopy) {
  for (const int successes_meanwhile : {1, 2, 3, 5}) {
    const Bytes held = heldUpAnswer(phone);
    const AuthenticationSessionId session = phone.authentication->session;
    for (int i = 0; i < successes_meanwhile; ++i) ASSERT_EQ(answer(phone), DeviceStatus::kOk);
    const Device before = row();
    letThrough(held);
    EXPECT_EQ(server.lastEvents(phone, 1).at(0), "AUTHENTICATION_ATTEMPTED REFUSED REJECTED_REQUEST");
    EXPECT_EQ(server.authentications.find(server.caller, session, server.now)->status, SessionStatus::kStarted);
    EXPECT_EQ(row().salts, before.salts);
    EXPECT_EQ(row().version, before.version);
    EXPECT_EQ(answer(phone), DeviceStatus::kOk) << successes_meanwhile;
  }
}

TEST_F(CloneDetectionTest, OneThatAddsAMethodIsRefusedAsWell) {
  passTimeOf(phone);
  ASSERT_TRUE(phone.startAddOrUpdate());
  const Bytes held =
      heldUp(phone, [](Phone& by) { (void)by.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kDevicePin); });
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  letThrough(held);
  EXPECT_EQ(server.lastEvents(phone, 1).at(0), "ADD_OR_UPDATE_ATTEMPTED REFUSED REJECTED_REQUEST");
  EXPECT_EQ(answer(phone), DeviceStatus::kOk) << "its keys are the same";
}

TEST_F(CloneDetectionTest, AWrongResponseThatWasHeldUpIsNotCountedThen) {
  const Bytes held = heldUpAnswer(phone, Entry::kWrong);
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  letThrough(held);
  EXPECT_EQ(row().methods.at(0).attempts, AttemptState{});
}

TEST_F(CloneDetectionTest, AHeldUpResponseThatComesBeforeThePhoneHasGoneOnIsGood) {
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  const Bytes held = heldUpAnswer(phone);
  const AuthenticationSessionId session = phone.authentication->session;
  letThrough(held);
  EXPECT_EQ(server.authentications.find(server.caller, session, server.now)->status, SessionStatus::kCompleted);
  EXPECT_EQ(answer(phone), DeviceStatus::kOk) << "to the phone an answer was lost";
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
}

TEST_F(CloneDetectionTest, AFinishOfTheEnrolmentThatWasHeldUpTakesNothingFromThePhone) {
  Phone enrolling = server.newPhone();
  ASSERT_TRUE(enrolling.startEnrolment(server.application.id, server.newCode()));
  const Bytes held = heldUp(enrolling, [](Phone& by) { (void)by.finishEnrolment(AuthMethod::kDevicePin); });
  ASSERT_TRUE(enrolling.finishEnrolment(AuthMethod::kDevicePin));
  letThrough(held);
  EXPECT_EQ(server.lastEvents(enrolling, 1).at(0), "AUTH_METHOD_ACTIVATED REFUSED REJECTED_REQUEST");
  EXPECT_EQ(answer(enrolling), DeviceStatus::kOk);
}

TEST_F(CloneDetectionTest, APhoneWhoseClockWasSetBackGoesOn) {
  clock_error = minutes(4);
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  clock_error = milliseconds(0);
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
  EXPECT_EQ(answerInVain(phone), DeviceStatus::kOk);
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
}

TEST_F(CloneDetectionTest, WhereAnAnswerWasLostItWaitsUntilItsClockHasCaughtUp) {
  clock_error = minutes(4);
  ASSERT_EQ(answerInVain(phone), DeviceStatus::kOk);
  clock_error = milliseconds(0);
  EXPECT_EQ(answer(phone), DeviceStatus::kRejectedRequest);
  server.now += minutes(4);
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
}

// --- numbers ---------------------------------------------------------------------------------------------------------

TEST_F(CloneDetectionTest, AWrongPinChangesNoSalt) {
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  const SaltNumbers before = row().salts;
  ASSERT_EQ(answer(phone, Entry::kWrong), DeviceStatus::kAuthenticationFailed);
  EXPECT_EQ(row().salts, before);
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
}

TEST_F(CloneDetectionTest, TheNumberInUseIsConfirmedAndTheNextOneOffered) {
  EXPECT_EQ(numbers(), (SaltNumbers{.previous = 0, .confirmed = 0, .offered = 1}));
  ASSERT_EQ(answer(phone), DeviceStatus::kOk);
  EXPECT_EQ(numbers(), (SaltNumbers{.previous = 0, .confirmed = 1, .offered = 2}));
  ASSERT_EQ(addOfflinePin(phone), DeviceStatus::kOk);
  EXPECT_EQ(numbers(), (SaltNumbers{.previous = 1, .confirmed = 2, .offered = 3}));
  EXPECT_EQ(phone.salt->number, 3u);
}

TEST_F(CloneDetectionTest, ARestoredDatabaseAcceptsTheNewerSaltThatItHasForgotten) {
  phone.salt = OnlineSalts(server.channel_key).salt(*phone.device, 9);
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
  EXPECT_EQ(numbers(), (SaltNumbers{.previous = 0, .confirmed = 9, .offered = 10}));
  EXPECT_EQ(answer(phone), DeviceStatus::kOk);
}

TEST_F(CloneDetectionTest, ANewerNumberThatWasNeverIssuedIsAWrongResponse) {
  phone.salt->number = 9;
  const SaltNumbers before = row().salts;
  EXPECT_EQ(answer(phone), DeviceStatus::kAuthenticationFailed);
  EXPECT_EQ(row().salts, before);
  EXPECT_EQ(row().methods.at(0).attempts.failures, 1);
}

TEST_F(CloneDetectionTest, TheSaltOfAnotherDeviceIsAWrongResponse) {
  phone.salt = OnlineSalts(server.channel_key).salt(*server.enrolledPhone().device, 1);
  EXPECT_EQ(answer(phone), DeviceStatus::kAuthenticationFailed);
}

}  // namespace
}  // namespace heliograph::domain
