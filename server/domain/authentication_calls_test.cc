#include "domain/authentication_calls.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <latch>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using protocol::Context;
using protocol::DeviceStatus;
using std::chrono::seconds;
using Lines = std::vector<std::string>;

template <class Accepted>
DeviceStatus statusIn(const Phone::Reply<Accepted>& reply) {
  return reply ? DeviceStatus::kOk : reply.error().status;
}

class AuthenticationCallsTest : public testing::Test {
 protected:
  // A new authentication that the phone has seen.
  AuthenticationSessionId begin(std::optional<AuthMethodSet> methods = std::nullopt) {
    const auto begun = server.beginAuthentication(phone, methods);
    EXPECT_TRUE(phone.startAuthentication());
    return begun.session.id;
  }
  Phone::Reply<protocol::AuthenticationFinished> enter(Entry entry) {
    return phone.finishAuthentication(AuthMethod::kDevicePin, entry);
  }
  void lockDevice() {
    (void)begin();
    for (int i = 0; i < 3; ++i) ASSERT_FALSE(enter(Entry::kWrong));
  }
  void lockMethod(AuthMethod method) {
    ASSERT_TRUE(server.devices.lockMethod(server.caller, *phone.device, method, "lost", server.now));
  }
  void allow(const std::string& methods) { server.setProperties({{"ALLOWED_AUTH_METHODS", methods}}); }
  void advance(seconds time) {
    server.now += time;
    phone.time = server.now;
  }
  AuthenticationView view(const AuthenticationSessionId& id) {
    return *server.authentications.find(server.caller, id, server.now);
  }
  DeviceView device() { return *server.devices.find(server.caller, *phone.device, server.now); }
  int remaining() { return device().methods.at(0).remaining_attempts; }

  TestServer server;
  Phone phone = server.enrolledPhone({AuthMethod::kDevice, AuthMethod::kOfflinePin});
};

// --- start -----------------------------------------------------------------------------------------------------------

TEST_F(AuthenticationCallsTest, WhatWaitsIsShownWithItsTextsAndTheMethodsThatMayAnswer) {
  const auto begun = server.beginAuthentication(phone);
  const auto started = phone.startAuthentication();
  ASSERT_TRUE(started);
  EXPECT_EQ(started->session, begun.session.id);
  EXPECT_EQ(started->challenge, begun.session.challenge);
  EXPECT_EQ(started->auth_methods, (AuthMethodSet{AuthMethod::kDevice, AuthMethod::kDevicePin}));
  EXPECT_EQ(started->title->text(), TestServer::kTitle);
  EXPECT_EQ(started->context->text(), TestServer::kContext);
  EXPECT_EQ(started->settings, deviceSettingsOf(server.application.configuration));
}

TEST_F(AuthenticationCallsTest, AnAuthenticationWithoutTextsHasNone) {
  const AuthenticationRequest without_texts{
      .device = *phone.device, .title = std::nullopt, .context = std::nullopt, .auth_methods = std::nullopt};
  ASSERT_TRUE(server.authentications.begin(server.caller, without_texts, std::nullopt, server.now));
  const auto started = phone.startAuthentication();
  ASSERT_TRUE(started);
  EXPECT_FALSE(started->title);
  EXPECT_FALSE(started->context);
  EXPECT_TRUE(enter(Entry::kRight));
}

TEST_F(AuthenticationCallsTest, OfSeveralThatWaitTheNewestIsShown) {
  (void)server.beginAuthentication(phone);
  advance(seconds(1));
  const auto newer = server.beginAuthentication(phone);
  EXPECT_EQ(phone.startAuthentication()->session, newer.session.id);
  ASSERT_TRUE(server.authentications.cancel(server.caller, newer.session.id, server.now));
  EXPECT_NE(phone.startAuthentication()->session, newer.session.id);
}

TEST_F(AuthenticationCallsTest, WhereNothingWaitsThereIsNoSessionAndNoEvent) {
  const Lines before = server.lastEvents(phone, 100);
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kNoSession);
  EXPECT_EQ(server.lastEvents(phone, 100), before);
}

TEST_F(AuthenticationCallsTest, WhatHasEndedIsNotShown) {
  (void)begin();
  ASSERT_TRUE(enter(Entry::kRight));
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kNoSession) << "completed";
  ASSERT_TRUE(server.authentications.cancel(server.caller, begin(), server.now));
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kNoSession) << "cancelled";
  (void)begin();
  advance(seconds(300));
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kNoSession) << "expired";
}

TEST_F(AuthenticationCallsTest, WhatWaitsForAnotherDeviceIsNotShown) {
  (void)server.beginAuthentication(server.enrolledPhone());
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kNoSession);
}

TEST_F(AuthenticationCallsTest, AMethodThatTheConfigurationNamesNoMoreIsNotShownFromThenOn) {
  (void)begin();
  allow("DEVICE,OFFLINE:PIN");
  EXPECT_EQ(phone.startAuthentication()->auth_methods, AuthMethodSet{AuthMethod::kDevice});
  allow("DEVICE:IOS_FACE_ID,OFFLINE:PIN");
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kNoSession);
}

TEST_F(AuthenticationCallsTest, AMethodThatIsLockedOrGoneIsNotShown) {
  (void)begin();
  lockMethod(AuthMethod::kDevicePin);
  EXPECT_EQ(phone.startAuthentication()->auth_methods, AuthMethodSet{AuthMethod::kDevice});
  ASSERT_TRUE(phone.deactivateMethod(AuthMethod::kDevice));
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kNoSession);
}

TEST_F(AuthenticationCallsTest, ADeviceThatIsStillEnrollingIsAskedNothing) {
  Phone enrolling = server.newPhone();
  ASSERT_TRUE(enrolling.startEnrolment(server.application.id, server.newCode()));
  EXPECT_EQ(statusIn(enrolling.startAuthentication()), DeviceStatus::kNotActivated);
}

TEST_F(AuthenticationCallsTest, ALockedDeviceIsToldSoWhateverItAsksFor) {
  (void)begin();
  ASSERT_TRUE(server.devices.lock(server.caller, *phone.device, "stolen", server.now));
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kLockedByAdmin);
  EXPECT_EQ(statusIn(phone.cancelAuthentication()), DeviceStatus::kLockedByAdmin);
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kLockedByAdmin);
  ASSERT_TRUE(server.devices.unlock(server.caller, *phone.device, server.now));
  EXPECT_TRUE(enter(Entry::kRight)) << "the session has waited";
}

// --- right responses -------------------------------------------------------------------------------------------------

TEST_F(AuthenticationCallsTest, ARightResponseCompletesTheAuthenticationByTheMethodThatMadeIt) {
  const auto id = begin();
  advance(seconds(10));
  const auto finished = enter(Entry::kRight);
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->settings, deviceSettingsOf(server.application.configuration));
  EXPECT_EQ(view(id).status, SessionStatus::kCompleted);
  EXPECT_EQ(view(id).session.auth_method, AuthMethod::kDevicePin);
  EXPECT_EQ(view(id).session.finished_at, server.now);
  EXPECT_EQ(device().methods.at(0).last_used_at, server.now);
}

TEST_F(AuthenticationCallsTest, OneFactorMayAnswer) {
  const auto id = begin();
  EXPECT_TRUE(phone.finishAuthentication(AuthMethod::kDevice));
  EXPECT_EQ(view(id).session.auth_method, AuthMethod::kDevice);
}

TEST_F(AuthenticationCallsTest, OneFactorThatMayAnswerDoesNotAuthoriseAnActivation) {
  ASSERT_TRUE(phone.startAddOrUpdate());
  EXPECT_EQ(statusIn(phone.finishAddOrUpdate(AuthMethod::kDevice, AuthMethod::kOfflineDevice)),
            DeviceStatus::kIllegalAuthMethod);
}

TEST_F(AuthenticationCallsTest, AnAuthenticationSucceedsOnce) {
  (void)begin();
  ASSERT_TRUE(enter(Entry::kRight));
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kNoSession);
}

TEST_F(AuthenticationCallsTest, AnAnswerThatComesTooLateIsNone) {
  (void)begin();
  advance(seconds(300));
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kSessionExpired);
}

TEST_F(AuthenticationCallsTest, WhatTheServiceProviderHasCancelledIsAnsweredNoMore) {
  ASSERT_TRUE(server.authentications.cancel(server.caller, begin(), server.now));
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kNoSession);
}

TEST_F(AuthenticationCallsTest, AnAuthenticationThatWasNeverBegunIsNone) {
  (void)begin();
  phone.authentication->session = AuthenticationSessionId::random(server.random);
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kNoSession);
}

TEST_F(AuthenticationCallsTest, TheAuthenticationOfAnotherDeviceIsNeitherAnsweredNorCancelled) {
  Phone other = server.enrolledPhone();
  const auto begun = server.beginAuthentication(other);
  ASSERT_TRUE(other.startAuthentication());
  phone.authentication = other.authentication;
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kNoSession);
  EXPECT_EQ(statusIn(phone.cancelAuthentication()), DeviceStatus::kNoSession);
  EXPECT_EQ(view(begun.session.id).status, SessionStatus::kStarted);
  EXPECT_TRUE(other.finishAuthentication(AuthMethod::kDevicePin));
}

TEST_F(AuthenticationCallsTest, AResponseToAnythingButWhatWasAskedIsWrong) {
  const Context other = *Context::parse("Pay 12500 EUR to Mallory");
  const struct {
    const char* name;
    void (*alter)(protocol::AuthenticationStarted& shown, const Context& other);
  } rows[] = {
      {"another context", [](auto& shown, const auto& text) { shown.context = text; }},
      {"no context", [](auto& shown, const auto&) { shown.context.reset(); }},
      {"another title", [](auto& shown, const auto& text) { shown.title = text; }},
      {"no title", [](auto& shown, const auto&) { shown.title.reset(); }},
      {"title and context the other way round",
       [](auto& shown, const auto&) { std::swap(shown.title, shown.context); }},
      {"another challenge", [](auto& shown, const auto&) { shown.challenge[31] ^= 1; }},
  };
  for (const auto& row : rows) {
    (void)begin();
    row.alter(*phone.authentication, other);
    EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kAuthenticationFailed) << row.name;
    (void)begin();
    ASSERT_TRUE(enter(Entry::kRight)) << row.name;
  }
}

TEST_F(AuthenticationCallsTest, TheResponseToOneAuthenticationIsWrongForAnother) {
  (void)begin();
  const auto first = *phone.authentication;
  advance(seconds(1));
  (void)begin();
  phone.authentication->challenge = first.challenge;
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kAuthenticationFailed);
}

// --- methods that may not answer -------------------------------------------------------------------------------------

TEST_F(AuthenticationCallsTest, OnlyAMethodThatWasAskedForAndThatTheDeviceHasMayAnswer) {
  (void)begin(AuthMethodSet{AuthMethod::kDevicePin});
  EXPECT_EQ(statusIn(phone.finishAuthentication(AuthMethod::kDevice)), DeviceStatus::kIllegalAuthMethod);
  EXPECT_EQ(statusIn(phone.finishAuthentication(AuthMethod::kOfflinePin)), DeviceStatus::kIllegalAuthMethod);
  EXPECT_EQ(statusIn(phone.finishAuthentication(AuthMethod::kDeviceIosFaceId)), DeviceStatus::kIllegalAuthMethod);
  EXPECT_TRUE(enter(Entry::kRight));
}

TEST_F(AuthenticationCallsTest, AMethodThatWasAddedAfterwardsMayNotAnswer) {
  Phone other = server.enrolledPhone();
  (void)server.beginAuthentication(other);
  ASSERT_TRUE(other.startAuthentication());
  ASSERT_TRUE(other.startAddOrUpdate());
  ASSERT_TRUE(other.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kDevice));
  EXPECT_EQ(statusIn(other.finishAuthentication(AuthMethod::kDevice)), DeviceStatus::kIllegalAuthMethod);
}

TEST_F(AuthenticationCallsTest, AMethodThatWasDeactivatedAfterwardsMayNotAnswer) {
  (void)begin();
  ASSERT_TRUE(phone.deactivateMethod(AuthMethod::kDevice));
  EXPECT_EQ(statusIn(phone.finishAuthentication(AuthMethod::kDevice)), DeviceStatus::kIllegalAuthMethod);
}

TEST_F(AuthenticationCallsTest, AMethodThatTheConfigurationNamesNoMoreDoesNotAnswerFromThenOn) {
  (void)begin();
  allow("DEVICE,OFFLINE:PIN");
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kMethodNotAllowed);
  EXPECT_TRUE(phone.finishAuthentication(AuthMethod::kDevice));
}

TEST_F(AuthenticationCallsTest, AMethodThatWasLockedByHandDoesNotAnswer) {
  (void)begin();
  lockMethod(AuthMethod::kDevicePin);
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kLockedByAdmin);
  EXPECT_TRUE(phone.finishAuthentication(AuthMethod::kDevice));
}

TEST_F(AuthenticationCallsTest, ALimitLoweredBelowTheCountRefusesWithoutEvaluating) {
  (void)begin();
  ASSERT_FALSE(enter(Entry::kWrong));
  ASSERT_FALSE(enter(Entry::kWrong));
  server.setProperties({{"AMOUNT_FAILURES_ALLOWED", "2"}});
  const auto refused = enter(Entry::kRight);
  EXPECT_EQ(statusIn(refused), DeviceStatus::kLocked);
  EXPECT_EQ(refused.error().remaining_attempts, 0);
  server.setProperties({{"AMOUNT_FAILURES_ALLOWED", "3"}});
  EXPECT_TRUE(enter(Entry::kRight));
}

TEST_F(AuthenticationCallsTest, WhatIsRefusedForItsMethodOrItsSessionCostsNoAttempt) {
  (void)begin(AuthMethodSet{AuthMethod::kDevice});
  ASSERT_FALSE(enter(Entry::kWrong));
  phone.authentication->session = AuthenticationSessionId::random(server.random);
  ASSERT_FALSE(enter(Entry::kWrong));
  EXPECT_EQ(remaining(), 3);
}

// --- wrong responses (docs/protocol.md section 6, rule 8) ------------------------------------------------------------

TEST_F(AuthenticationCallsTest, AWrongResponseTellsHowManyAttemptsAreLeftAndTheAuthenticationStaysOpen) {
  (void)begin();
  const auto refused = enter(Entry::kWrong);
  EXPECT_EQ(statusIn(refused), DeviceStatus::kAuthenticationFailed);
  EXPECT_EQ(refused.error().remaining_attempts, 2);
  EXPECT_TRUE(enter(Entry::kRight));
}

TEST_F(AuthenticationCallsTest, WrongResponsesCountFromOneAuthenticationToTheNextAndToAddingAMethod) {
  (void)begin();
  ASSERT_EQ(enter(Entry::kWrong).error().remaining_attempts, 2);
  (void)begin();
  ASSERT_EQ(enter(Entry::kWrong).error().remaining_attempts, 1);
  ASSERT_TRUE(phone.startAddOrUpdate());
  const auto last = phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin, Entry::kWrong);
  EXPECT_EQ(statusIn(last), DeviceStatus::kLocked);
}

TEST_F(AuthenticationCallsTest, ARightResponseSetsTheCountToZero) {
  (void)begin();
  ASSERT_FALSE(enter(Entry::kWrong));
  ASSERT_TRUE(enter(Entry::kRight));
  EXPECT_EQ(remaining(), 3);
}

TEST_F(AuthenticationCallsTest, EachMethodHasACountOfItsOwn) {
  (void)begin();
  ASSERT_FALSE(enter(Entry::kWrong));
  EXPECT_EQ(phone.finishAuthentication(AuthMethod::kDevice, Entry::kWrong).error().remaining_attempts, 2);
}

TEST_F(AuthenticationCallsTest, AtTheLimitTheWholeDeviceIsLockedAndWhatIsOpenFails) {
  const auto offline = server.begin(phone);
  const auto other = begin();
  advance(seconds(1));
  const auto id = begin();
  ASSERT_FALSE(enter(Entry::kWrong));
  ASSERT_FALSE(enter(Entry::kWrong));
  const auto last = enter(Entry::kWrong);
  EXPECT_EQ(statusIn(last), DeviceStatus::kLocked);
  EXPECT_EQ(last.error().remaining_attempts, 0);

  EXPECT_EQ(device().lock, (Lock{LockReason::kAttemptsExhausted, server.now, std::nullopt}));
  EXPECT_EQ(view(id).status, SessionStatus::kFailed);
  EXPECT_EQ(view(other).status, SessionStatus::kFailed);
  EXPECT_EQ(server.offline_authentications.find(server.caller, offline.view.session.id, server.now)->status,
            SessionStatus::kFailed);
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kLocked);
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kLocked);
}

TEST_F(AuthenticationCallsTest, ATemporaryLockEndsByItselfWithAllAttemptsBackAndTheNextIsTwiceAsLong) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  lockDevice();
  EXPECT_EQ(device().lock->until, server.now + seconds(60));
  advance(seconds(59));
  EXPECT_EQ(statusIn(phone.startAuthentication()), DeviceStatus::kLocked);
  advance(seconds(1));
  EXPECT_EQ(remaining(), 3);
  lockDevice();
  EXPECT_EQ(device().lock->until, server.now + seconds(120));
}

TEST_F(AuthenticationCallsTest, ASuccessStartsTheDoublingOver) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  lockDevice();
  advance(seconds(60));
  (void)begin();
  ASSERT_TRUE(enter(Entry::kRight));
  lockDevice();
  EXPECT_EQ(device().lock->until, server.now + seconds(60));
}

// --- replays ---------------------------------------------------------------------------------------------------------

class ReplayedAuthenticationTest : public AuthenticationCallsTest {
 protected:
  // From now on somebody sends each message of the phone a second time, and the phone gets the second answer.
  void replay() {
    phone.send = [this](ByteView message) {
      (void)server.device_calls.answer(message, "192.0.2.1", "first", server.now);
      return server.device_calls.answer(message, "192.0.2.9", "second", server.now);
    };
  }
};

TEST_F(ReplayedAuthenticationTest, AWrongResponseCountsOnce) {
  (void)begin();
  replay();
  EXPECT_EQ(statusIn(enter(Entry::kWrong)), DeviceStatus::kRejectedRequest);
  EXPECT_EQ(remaining(), 2);
  EXPECT_EQ(server.lastEvents(phone, 2),
            (Lines{"AUTHENTICATION_ATTEMPTED FAILURE", "AUTHENTICATION_ATTEMPTED REFUSED REJECTED_REQUEST"}));
}

TEST_F(ReplayedAuthenticationTest, ARightResponseSucceedsOnce) {
  const auto id = begin();
  replay();
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kNoSession);
  EXPECT_EQ(view(id).status, SessionStatus::kCompleted);
  EXPECT_EQ(server.lastEvents(phone, 2),
            (Lines{"AUTHENTICATION_ATTEMPTED SUCCESS", "AUTHENTICATION_ATTEMPTED REFUSED NO_SESSION"}));
}

// --- cancelling ------------------------------------------------------------------------------------------------------

TEST_F(AuthenticationCallsTest, TheOwnerMayRefuse) {
  const auto id = begin();
  ASSERT_TRUE(phone.cancelAuthentication());
  EXPECT_EQ(view(id).status, SessionStatus::kCancelled);
  EXPECT_EQ(view(id).session.finished_at, server.now);
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kNoSession);
  EXPECT_EQ(remaining(), 3);
}

TEST_F(AuthenticationCallsTest, RefusingTwiceIsNoErrorAndOneEvent) {
  (void)begin();
  ASSERT_TRUE(phone.cancelAuthentication());
  EXPECT_TRUE(phone.cancelAuthentication());
  EXPECT_EQ(server.lastEvents(phone, 2), (Lines{"AUTHENTICATION_BEGUN SUCCESS", "AUTHENTICATION_CANCELLED SUCCESS"}));
}

TEST_F(AuthenticationCallsTest, WhatHasEndedIsNotCancelled) {
  (void)begin();
  ASSERT_TRUE(enter(Entry::kRight));
  EXPECT_EQ(statusIn(phone.cancelAuthentication()), DeviceStatus::kNoSession);
  (void)begin();
  advance(seconds(300));
  EXPECT_EQ(statusIn(phone.cancelAuthentication()), DeviceStatus::kSessionExpired);
  EXPECT_EQ(server.lastEvents(phone, 1), (Lines{"AUTHENTICATION_CANCELLED REFUSED SESSION_EXPIRED"}));
}

// --- the audit log ---------------------------------------------------------------------------------------------------

TEST_F(AuthenticationCallsTest, AnEventTellsWhoAnsweredWhatAndHow) {
  const auto id = begin();
  advance(seconds(10));
  ASSERT_TRUE(enter(Entry::kRight));
  const auto events = server.store->findAuditEvents({.device = phone.device, .limit = 1});
  const AuditEvent expected{
      .at = server.now,
      .origin = {.actor = AuditActor::kDevice, .request_id = TestServer::kRequestId, .address = "192.0.2.1"},
      .action = AuditAction::kAuthenticationAttempted,
      .outcome = AuditOutcome::kSuccess,
      .organisation = server.application.organisation,
      .application = server.application.id,
      .device = phone.device,
      .session = id.bytes(),
      .auth_method = AuthMethod::kDevicePin,
      .context_hash = crypto::sha256({bytesOf(TestServer::kContext)})};
  EXPECT_EQ(events.at(0).event, expected);
}

TEST_F(AuthenticationCallsTest, ALockIsAnEventBehindTheAttemptThatCausedIt) {
  lockDevice();
  EXPECT_EQ(server.lastEvents(phone, 4),
            (Lines{"AUTHENTICATION_ATTEMPTED FAILURE", "AUTHENTICATION_ATTEMPTED FAILURE",
                   "AUTHENTICATION_ATTEMPTED FAILURE", "DEVICE_LOCKED SUCCESS ATTEMPTS_EXHAUSTED"}));
}

TEST_F(AuthenticationCallsTest, EveryRefusedAttemptIsAnEvent) {
  const struct {
    const char* line;
    std::function<void()> attempt;
  } rows[] = {
      {"AUTHENTICATION_ATTEMPTED REFUSED ILLEGAL_AUTH_METHOD",
       [&] { (void)phone.finishAuthentication(AuthMethod::kOfflinePin); }},
      {"AUTHENTICATION_ATTEMPTED REFUSED AUTH_METHOD_NOT_ALLOWED",
       [&] {
         allow("DEVICE,OFFLINE:PIN");
         (void)enter(Entry::kRight);
       }},
      {"AUTHENTICATION_ATTEMPTED REFUSED SESSION_EXPIRED",
       [&] {
         advance(seconds(300));
         (void)enter(Entry::kRight);
       }},
      {"AUTHENTICATION_CANCELLED REFUSED NO_SESSION",
       [&] {
         phone.authentication->session = AuthenticationSessionId::random(server.random);
         (void)phone.cancelAuthentication();
       }},
      {"AUTHENTICATION_ATTEMPTED REFUSED LOCKED_BY_ADMIN",
       [&] {
         (void)server.devices.lock(server.caller, *phone.device, "stolen", server.now);
         (void)phone.startAuthentication();
       }},
  };
  (void)begin();
  for (const auto& row : rows) {
    row.attempt();
    EXPECT_EQ(server.lastEvents(phone, 1), Lines{row.line});
  }
}

// --- races -----------------------------------------------------------------------------------------------------------

constexpr int kThreads = 50;

// Holds a crowd's first looks at the session until all of them have looked: then everybody decides by the same count.
class StoreOfACrowd final : public MemoryStore {
 public:
  std::optional<AuthenticationSession> findAuthentication(const DeviceId& device,
                                                          const AuthenticationSessionId& id) override {
    auto session = MemoryStore::findAuthentication(device, id);
    if (looks_++ < kThreads) crowd_.arrive_and_wait();
    return session;
  }

 private:
  std::atomic<int> looks_{0};
  std::latch crowd_{kThreads};
};

class AuthenticationRacesTest : public testing::Test {
 protected:
  void race(Entry entry) {
    (void)server.beginAuthentication(phone);
    ASSERT_TRUE(phone.startAuthentication());
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([this, entry, copy = phone.clone()]() mutable {
        count(statusIn(copy.finishAuthentication(AuthMethod::kDevicePin, entry)));
      });
    }
  }
  void count(DeviceStatus status) {
    successes += status == DeviceStatus::kOk ? 1 : 0;
    failures += status == DeviceStatus::kAuthenticationFailed ? 1 : 0;
    // No session for who has seen the device just before it was locked and the session just after.
    refusals += status == DeviceStatus::kLocked || status == DeviceStatus::kNoSession ? 1 : 0;
  }
  Device row() { return *server.store->findDevice(*phone.device); }

  TestServer server{offlineProperties(), std::make_unique<StoreOfACrowd>()};
  Phone phone = server.enrolledPhone();
  std::atomic<int> successes{0};
  std::atomic<int> failures{0};
  std::atomic<int> refusals{0};
};

TEST_F(AuthenticationRacesTest, OfManyWrongResponsesAtOnceExactlyTheAllowedNumberIsEvaluated) {
  race(Entry::kWrong);
  EXPECT_EQ(failures, 2) << "the third one locks the device and says so";
  EXPECT_EQ(refusals, kThreads - 2);
  EXPECT_EQ(row().methods.at(0).version, 3u);
  EXPECT_EQ(row().locks, (DeviceLocks{.of_two_factors = 1}));
}

TEST_F(AuthenticationRacesTest, OfManyRightResponsesAtOnceOneSucceedsAndNoneIsTakenForACopy) {
  race(Entry::kRight);
  EXPECT_EQ(successes, 1);
  EXPECT_EQ(refusals, kThreads - 1);
  EXPECT_EQ(row().methods.at(0).version, 1u);
  EXPECT_EQ(row().salts, (SaltNumbers{.previous = 0, .confirmed = 1, .offered = 2, .confirmed_at = phone.time}));
}

// A store where somebody else is always faster.
class StoreOfFasterOnes final : public MemoryStore {
 public:
  OnlineRecord recordAuthenticationSuccess(const AuthenticationSuccess&, const AuditTrail&) override {
    return OnlineRecord::kLostRace;
  }
  OnlineRecord recordClone(const CloneRecord&, const AuditTrail&) override { return OnlineRecord::kLostRace; }
};

TEST(AuthenticationLostRaces, WhoLosesEveryRaceIsToldNothingButToTryLater) {
  TestServer server(offlineProperties(), std::make_unique<StoreOfFasterOnes>());
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin, AuthMethod::kOfflineDevice, AuthMethod::kDevice});
  (void)server.beginAuthentication(phone);
  ASSERT_TRUE(phone.startAuthentication());
  EXPECT_THROW((void)phone.finishAuthentication(AuthMethod::kDevicePin), StoreOverloaded);
  phone.salt->number = 1;
  EXPECT_THROW((void)phone.finishAuthentication(AuthMethod::kDevicePin), StoreOverloaded) << "a copy";
}

}  // namespace
}  // namespace heliograph::domain
