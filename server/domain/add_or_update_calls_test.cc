#include "domain/add_or_update_calls.h"

#include <gtest/gtest.h>

#include <atomic>
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
using protocol::DeviceStatus;
using std::chrono::seconds;
using Lines = std::vector<std::string>;

template <class Accepted>
DeviceStatus statusIn(const Phone::Reply<Accepted>& reply) {
  return reply ? DeviceStatus::kOk : reply.error().status;
}

class AddOrUpdateCallsTest : public testing::Test {
 protected:
  // Answers the last challenge with DEVICE_PIN, to add OFFLINE_PIN.
  Phone::Reply<protocol::MethodActivated> enter(Entry entry) {
    return phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin, entry);
  }
  void start() { ASSERT_TRUE(phone.startAddOrUpdate()); }
  void lockDevice() {
    start();
    for (int i = 0; i < 3; ++i) ASSERT_FALSE(enter(Entry::kWrong));
  }
  void advance(seconds time) {
    server.now += time;
    phone.time = server.now;
  }
  DeviceView device() { return *server.devices.find(server.caller, *phone.device, server.now); }
  Answer<BegunOfflineAuthentication> begin(AuthMethod method) {
    return server.offline_authentications.begin(server.caller, *phone.device, method, TestServer::kContext,
                                                std::nullopt, server.now);
  }

  TestServer server;
  Phone phone = server.enrolledPhone();
};

TEST_F(AddOrUpdateCallsTest, ARightResponseActivatesTheMethodWithKeysThatPhoneAndServerShare) {
  start();
  ASSERT_TRUE(enter(Entry::kRight));
  const auto begun = server.begin(phone);
  const auto verified = server.offline_authentications.verify(
      server.caller, begun.view.session.id, phone.oneTimePassword(begun.verification_data), std::nullopt, server.now);
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->result, VerifyResult::kSuccess);
}

TEST_F(AddOrUpdateCallsTest, AMethodMayAuthoriseNewKeysOfItsOwn) {
  start();
  ASSERT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kDevicePin));
  start();
  EXPECT_TRUE(enter(Entry::kRight));
}

TEST_F(AddOrUpdateCallsTest, AChallengeIsGoodForOneSuccess) {
  start();
  ASSERT_TRUE(enter(Entry::kRight));
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kNoSession);
}

TEST_F(AddOrUpdateCallsTest, AChallengeExpires) {
  start();
  advance(seconds(300));
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kSessionExpired);
}

TEST_F(AddOrUpdateCallsTest, TheChallengeOfAnotherDeviceIsNone) {
  Phone other = server.enrolledPhone();
  ASSERT_TRUE(other.startAddOrUpdate());
  phone.session = other.session;
  phone.challenge = other.challenge;
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kNoSession);
}

TEST_F(AddOrUpdateCallsTest, ADeviceThatIsStillEnrollingAddsNothing) {
  Phone enrolling = server.newPhone();
  ASSERT_TRUE(enrolling.startEnrolment(server.application.id, server.newCode()));
  EXPECT_EQ(statusIn(enrolling.startAddOrUpdate()), DeviceStatus::kNotActivated);
  enrolling.session = AddOrUpdateSessionId::random(server.random);
  EXPECT_EQ(statusIn(enrolling.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin)),
            DeviceStatus::kNotActivated);
}

TEST_F(AddOrUpdateCallsTest, AChallengeThatWasNeverMadeIsNone) {
  phone.session = AddOrUpdateSessionId::random(server.random);
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kNoSession);
}

// --- what may authorise what -----------------------------------------------------------------------------------------

class AuthorisingTest : public AddOrUpdateCallsTest {
 protected:
  // Past the configuration's own checks: the rule must not hang on them.
  void configure(protocol::AuthMethodSet allowed, protocol::AuthMethodSet authorising) {
    ApplicationConfiguration configuration = server.application.configuration;
    configuration.allowed_auth_methods = allowed;
    configuration.allowed_auth_methods_for_auth_and_activate = authorising;
    const auto current = server.administration.findApplication(server.application.id)->configuration_version;
    ASSERT_EQ(
        server.store->setConfiguration(server.application.id, current, configuration, server.now, AuditOrigin{}, {}),
        ConfigurationRecord::kRecorded);
  }
  // Of a request by DEVICE_PIN that the phone itself has altered after it made the response.
  DeviceStatus statusOfAltered(AuthMethod method, void (*alter)(protocol::FinishAddOrUpdate& request)) {
    auto request = phone.addOrUpdateRequest(AuthMethod::kDevicePin, method);
    alter(request);
    const auto signed_request = phone.signedRequest(std::move(request));
    const auto answer = phone.exchange(
        [&](const protocol::ChannelSecrets& secrets) { return phone.sign(signed_request, secrets.encapsulated_key); });
    return statusIn(*protocol::decodeMethodActivated(answer.expose()));
  }
  void activate(AuthMethod method) {
    start();
    ASSERT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, method));
  }
};

TEST_F(AuthorisingTest, OneFactorNeverAuthorises) {
  activate(AuthMethod::kDevice);
  configure({AuthMethod::kDevice, AuthMethod::kOfflinePin}, {AuthMethod::kDevice});
  start();
  EXPECT_EQ(statusIn(phone.finishAddOrUpdate(AuthMethod::kDevice, AuthMethod::kOfflinePin)),
            DeviceStatus::kIllegalAuthMethod);
}

TEST_F(AuthorisingTest, AnOfflineMethodNeverAuthorises) {
  activate(AuthMethod::kOfflinePin);
  configure({AuthMethod::kOfflinePin, AuthMethod::kOfflineDevice}, {AuthMethod::kOfflinePin});
  start();
  EXPECT_EQ(statusIn(phone.finishAddOrUpdate(AuthMethod::kOfflinePin, AuthMethod::kOfflineDevice)),
            DeviceStatus::kIllegalAuthMethod);
}

TEST_F(AuthorisingTest, AMethodThatTheConfigurationDoesNotNameDoesNotAuthorise) {
  configure({AuthMethod::kDevicePin, AuthMethod::kDeviceIosFaceId, AuthMethod::kOfflinePin},
            {AuthMethod::kDeviceIosFaceId});
  start();
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kIllegalAuthMethod);
}

TEST_F(AuthorisingTest, AMethodThatTheDeviceHasNotDoesNotAuthorise) {
  configure({AuthMethod::kDeviceIosFaceId, AuthMethod::kOfflinePin}, {AuthMethod::kDeviceIosFaceId});
  start();
  EXPECT_EQ(statusIn(phone.finishAddOrUpdate(AuthMethod::kDeviceIosFaceId, AuthMethod::kOfflinePin)),
            DeviceStatus::kIllegalAuthMethod);
}

TEST_F(AuthorisingTest, AMethodThatIsNotAllowedIsNotActivated) {
  start();
  EXPECT_EQ(statusIn(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflineIosFaceId)),
            DeviceStatus::kMethodNotAllowed);
}

TEST_F(AuthorisingTest, AMethodThatWasLockedByHandGetsNoNewKeys) {
  for (const AuthMethod method : {AuthMethod::kOfflinePin, AuthMethod::kDevice}) {
    activate(method);
    ASSERT_TRUE(server.devices.lockMethod(server.caller, *phone.device, method, "lost", server.now));
    start();
    EXPECT_EQ(statusIn(phone.finishAddOrUpdate(AuthMethod::kDevicePin, method)), DeviceStatus::kLockedByAdmin);
    EXPECT_EQ(server.store->findDevice(*phone.device)->find(method)->attempts.lock->reason, LockReason::kAdmin);
  }
}

TEST_F(AuthorisingTest, AMethodWhoseAttemptsAreSpentGetsNewKeysAndWorksAgain) {
  activate(AuthMethod::kOfflinePin);
  const auto begun = server.begin(phone);
  const std::string wrong = phone.oneTimePassword(begun.verification_data, Entry::kWrong);
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(
        server.offline_authentications.verify(server.caller, begun.view.session.id, wrong, std::nullopt, server.now));
  }
  ASSERT_EQ(begin(AuthMethod::kOfflinePin).error().code, RefusalCode::kMethodLocked);
  activate(AuthMethod::kOfflinePin);
  EXPECT_TRUE(begin(AuthMethod::kOfflinePin));
}

TEST_F(AuthorisingTest, AMethodThatWasLockedByHandDoesNotAuthorise) {
  start();
  ASSERT_TRUE(server.devices.lockMethod(server.caller, *phone.device, AuthMethod::kDevicePin, "lost", server.now));
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kLockedByAdmin);
}

TEST_F(AuthorisingTest, AResponseIsGoodForTheMethodAndTheKeysThatItWasMadeForAlone) {
  activate(AuthMethod::kOfflinePin);
  const struct {
    const char* name;
    void (*move)(protocol::FinishAddOrUpdate& request);
  } rows[] = {
      {"another method", [](auto& request) { request.method = AuthMethod::kOfflineDevice; }},
      {"other keys",
       [](auto& request) {
         request.phone_random = protocol::PhoneRandom::filledBy([](MutableByteView out) { out[0] = 1; });
       }},
  };
  for (const auto& row : rows) {
    start();
    EXPECT_EQ(statusOfAltered(AuthMethod::kOfflinePin, row.move), DeviceStatus::kAuthenticationFailed) << row.name;
  }
}

TEST_F(AuthorisingTest, WhatIsRefusedForItsMethodsCostsNoAttempt) {
  start();
  (void)phone.finishAddOrUpdate(AuthMethod::kDevice, AuthMethod::kOfflinePin, Entry::kWrong);
  (void)phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflineIosFaceId, Entry::kWrong);
  EXPECT_EQ(device().methods.at(0).remaining_attempts, 3);
}

// --- wrong responses (docs/protocol.md section 6, rule 8) -----------------------------------------------------

TEST_F(AddOrUpdateCallsTest, AWrongResponseTellsHowManyAttemptsAreLeftAndTheChallengeStaysGood) {
  start();
  const auto refused = enter(Entry::kWrong);
  EXPECT_EQ(statusIn(refused), DeviceStatus::kAuthenticationFailed);
  EXPECT_EQ(refused.error().remaining_attempts, 2);
  EXPECT_TRUE(enter(Entry::kRight));
}

TEST_F(AddOrUpdateCallsTest, AWrongResponseToANewChallengeCountsOnTopOfTheOldOnes) {
  start();
  ASSERT_FALSE(enter(Entry::kWrong));
  start();
  EXPECT_EQ(enter(Entry::kWrong).error().remaining_attempts, 1);
}

TEST_F(AddOrUpdateCallsTest, ARightResponseSetsTheCountToZero) {
  start();
  ASSERT_FALSE(enter(Entry::kWrong));
  ASSERT_TRUE(enter(Entry::kRight));
  EXPECT_EQ(device().methods.at(0).remaining_attempts, 3);
}

TEST_F(AddOrUpdateCallsTest, AtTheLimitTheWholeDeviceIsLockedItsOfflineMethodsIncluded) {
  start();
  ASSERT_TRUE(enter(Entry::kRight));
  const auto open = server.begin(phone);
  start();
  ASSERT_FALSE(enter(Entry::kWrong));
  ASSERT_FALSE(enter(Entry::kWrong));
  const auto last = enter(Entry::kWrong);
  EXPECT_EQ(statusIn(last), DeviceStatus::kLocked);
  EXPECT_EQ(last.error().remaining_attempts, 0);

  EXPECT_EQ(device().lock, (Lock{LockReason::kAttemptsExhausted, server.now, std::nullopt}));
  EXPECT_EQ(begin(AuthMethod::kOfflinePin).error().code, RefusalCode::kDeviceLocked);
  EXPECT_EQ(server.offline_authentications.find(server.caller, open.view.session.id, server.now)->status,
            SessionStatus::kFailed);
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kLocked);
  EXPECT_EQ(statusIn(phone.startAddOrUpdate()), DeviceStatus::kLocked);
  EXPECT_EQ(statusIn(phone.finishEnrolment(AuthMethod::kDevicePin)), DeviceStatus::kLocked);
}

TEST_F(AddOrUpdateCallsTest, ATemporaryLockOfTheDeviceEndsByItselfWithAllAttemptsBackAndTheNextIsTwiceAsLong) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  lockDevice();
  EXPECT_EQ(device().lock->until, server.now + seconds(60));
  advance(seconds(60));
  EXPECT_EQ(device().methods.at(0).remaining_attempts, 3);
  lockDevice();
  EXPECT_EQ(device().lock->until, server.now + seconds(120));
}

TEST_F(AddOrUpdateCallsTest, ASuccessStartsTheDoublingOver) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  lockDevice();
  advance(seconds(60));
  start();
  ASSERT_TRUE(enter(Entry::kRight));
  lockDevice();
  EXPECT_EQ(device().lock->until, server.now + seconds(60));
}

TEST_F(AddOrUpdateCallsTest, ALimitLoweredBelowTheCountRefusesWithoutEvaluating) {
  start();
  ASSERT_FALSE(enter(Entry::kWrong));
  ASSERT_FALSE(enter(Entry::kWrong));
  server.setProperties({{"AMOUNT_FAILURES_ALLOWED", "2"}});
  EXPECT_EQ(statusIn(enter(Entry::kRight)), DeviceStatus::kLocked);
  server.setProperties({{"AMOUNT_FAILURES_ALLOWED", "3"}});
  EXPECT_TRUE(enter(Entry::kRight));
}

TEST_F(AddOrUpdateCallsTest, ALockTellsWhoseItIs) {
  const struct {
    LockReason reason;
    DeviceStatus status;
  } rows[] = {{LockReason::kAttemptsExhausted, DeviceStatus::kLocked},
              {LockReason::kAdmin, DeviceStatus::kLockedByAdmin},
              {LockReason::kCloneDetected, DeviceStatus::kLockedByAdmin}};
  Device locked = *server.store->findDevice(*phone.device);
  for (const auto& row : rows) {
    locked.lock = Lock{row.reason, server.now, std::nullopt};
    EXPECT_EQ(refusalOfLocked(locked, server.now)->status, row.status);
  }
  locked.lock->until = server.now;
  EXPECT_FALSE(refusalOfLocked(locked, server.now));
}

// --- the audit log ---------------------------------------------------------------------------------------------------

TEST_F(AddOrUpdateCallsTest, AnAddedMethodIsAnEventBehindTheAttemptThatAddedIt) {
  start();
  ASSERT_TRUE(enter(Entry::kRight));
  EXPECT_EQ(server.lastEvents(phone, 3), (Lines{"ADD_OR_UPDATE_STARTED SUCCESS", "ADD_OR_UPDATE_ATTEMPTED SUCCESS",
                                                "AUTH_METHOD_ACTIVATED SUCCESS"}));
  const auto events = server.store->findAuditEvents({.device = phone.device, .limit = 3});
  const AuditEvent& activated = events.at(0).event;
  const AuditEvent& attempted = events.at(1).event;
  EXPECT_EQ(activated.auth_method, AuthMethod::kOfflinePin);
  EXPECT_EQ(attempted.auth_method, AuthMethod::kDevicePin);
  for (const auto& [sequence, event] : events) {
    EXPECT_EQ(event.session, phone.session->bytes());
    EXPECT_EQ(event.origin.actor, AuditActor::kDevice);
    EXPECT_EQ(event.origin.request_id, TestServer::kRequestId);
    EXPECT_EQ(event.application, server.application.id);
    EXPECT_EQ(event.at, server.now);
  }
}

TEST_F(AddOrUpdateCallsTest, ALockIsAnEventBehindTheAttemptThatCausedIt) {
  lockDevice();
  EXPECT_EQ(server.lastEvents(phone, 3), (Lines{"ADD_OR_UPDATE_ATTEMPTED FAILURE", "ADD_OR_UPDATE_ATTEMPTED FAILURE",
                                                "DEVICE_LOCKED SUCCESS ATTEMPTS_EXHAUSTED"}));
}

TEST_F(AddOrUpdateCallsTest, EveryRefusedAttemptIsAnEvent) {
  start();
  (void)phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflineIosFaceId);
  EXPECT_EQ(server.lastEvents(phone, 1), Lines{"ADD_OR_UPDATE_ATTEMPTED REFUSED AUTH_METHOD_NOT_ALLOWED"});
  advance(seconds(300));
  (void)enter(Entry::kRight);
  EXPECT_EQ(server.lastEvents(phone, 1), Lines{"ADD_OR_UPDATE_ATTEMPTED REFUSED SESSION_EXPIRED"});
  lockDevice();
  (void)enter(Entry::kRight);
  EXPECT_EQ(server.lastEvents(phone, 1), Lines{"ADD_OR_UPDATE_ATTEMPTED REFUSED LOCKED"});
  (void)phone.startAddOrUpdate();
  EXPECT_EQ(server.lastEvents(phone, 1), Lines{"ADD_OR_UPDATE_STARTED REFUSED LOCKED"});
}

// --- races -----------------------------------------------------------------------------------------------------------

constexpr int kThreads = 50;

// Holds a crowd's first looks at the session until all of them have looked: then everybody decides by the same count.
class StoreOfACrowd final : public MemoryStore {
 public:
  std::optional<AddOrUpdateSession> findAddOrUpdateSession(const AddOrUpdateSessionId& id) override {
    auto session = MemoryStore::findAddOrUpdateSession(id);
    if (looks_++ < kThreads) crowd_.arrive_and_wait();
    return session;
  }

 private:
  std::atomic<int> looks_{0};
  std::latch crowd_{kThreads};
};

class AddOrUpdateRacesTest : public testing::Test {
 protected:
  void race(Entry entry) {
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([this, entry, copy = phone.clone()]() mutable {
        count(statusIn(copy.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin, entry)));
      });
    }
  }
  void count(DeviceStatus status) {
    successes += status == DeviceStatus::kOk ? 1 : 0;
    failures += status == DeviceStatus::kAuthenticationFailed ? 1 : 0;
    // No session for who has seen the device just before it was locked and the session just after.
    refusals += status == DeviceStatus::kLocked || status == DeviceStatus::kNoSession ? 1 : 0;
  }
  RowVersion evaluated() { return server.store->findDevice(*phone.device)->methods.at(0).version; }

  TestServer server{offlineProperties(), std::make_unique<StoreOfACrowd>()};
  Phone phone = server.enrolledPhone();
  std::atomic<int> successes{0};
  std::atomic<int> failures{0};
  std::atomic<int> refusals{0};
};

TEST_F(AddOrUpdateRacesTest, OfManyWrongResponsesAtOnceExactlyTheAllowedNumberIsEvaluated) {
  ASSERT_TRUE(phone.startAddOrUpdate());
  race(Entry::kWrong);
  EXPECT_EQ(failures, 2) << "the third one locks the device and says so";
  EXPECT_EQ(refusals, kThreads - 2);
  EXPECT_EQ(evaluated(), 3u);
}

TEST_F(AddOrUpdateRacesTest, OfManyRightResponsesAtOnceOneSucceeds) {
  ASSERT_TRUE(phone.startAddOrUpdate());
  race(Entry::kRight);
  EXPECT_EQ(successes, 1);
  EXPECT_EQ(refusals, kThreads - 1);
  EXPECT_EQ(evaluated(), 1u);
}

// A store where somebody else is always faster.
class StoreOfFasterOnes final : public MemoryStore {
 public:
  OnlineRecord recordAddOrUpdateFailure(const AddOrUpdateFailure&, const AuditTrail&) override {
    return OnlineRecord::kLostRace;
  }
};

TEST(AddOrUpdateLostRaces, WhoLosesEveryRaceIsToldNothingButToTryLater) {
  TestServer server(offlineProperties(), std::make_unique<StoreOfFasterOnes>());
  Phone phone = server.enrolledPhone();
  ASSERT_TRUE(phone.startAddOrUpdate());
  EXPECT_THROW((void)phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin, Entry::kWrong),
               StoreOverloaded);
}

}  // namespace
}  // namespace heliograph::domain
