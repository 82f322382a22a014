#include "domain/enrolment_calls.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::DeviceStatus;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kGuessesOfSource = 10;
constexpr int kGuessesOfApplication = 100;
constexpr const char* kWrongCode = "no such code";

template <class Accepted>
DeviceStatus statusIn(const Phone::Reply<Accepted>& reply) {
  return reply ? DeviceStatus::kOk : reply.error().status;
}

class EnrolmentCallsTest : public testing::Test {
 protected:
  DeviceStatus start(Phone& phone, std::string_view code) {
    phone.time = server.now;
    return statusIn(phone.startEnrolment(server.application.id, code));
  }
  DeviceStatus guessFrom(const std::string& source, std::string_view code = kWrongCode) {
    Phone phone = server.newPhone(source);
    return start(phone, code);
  }
  void spendGuessesOf(const std::string& source) {
    for (int i = 0; i < kGuessesOfSource; ++i) ASSERT_EQ(guessFrom(source), DeviceStatus::kNoSession);
  }

  TestServer server;
};

// --- start and finish ------------------------------------------------------------------------------------------------

TEST_F(EnrolmentCallsTest, ACodeAndAMethodMakeADevice) {
  const std::string code = server.newCode("alice");
  Phone phone = server.newPhone();
  const auto started = phone.startEnrolment(server.application.id, code);
  ASSERT_TRUE(started);
  EXPECT_EQ(started->settings, deviceSettingsOf(server.application.configuration));
  const auto finished = phone.finishEnrolment(AuthMethod::kDevicePin);
  ASSERT_TRUE(finished);
  EXPECT_EQ(finished->settings, deviceSettingsOf(server.application.configuration));
  const auto view = server.devices.find(server.caller, *phone.device, server.now);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->user_reference, "alice");
  EXPECT_EQ(view->methods.at(0).auth_method, AuthMethod::kDevicePin);
}

TEST_F(EnrolmentCallsTest, APhoneThatLostTheAnswerMayStartAgain) {
  const std::string code = server.newCode();
  Phone phone = server.newPhone();
  ASSERT_EQ(start(phone, code), DeviceStatus::kOk);
  const DeviceId first = *phone.device;
  EXPECT_EQ(start(phone, code), DeviceStatus::kOk);
  EXPECT_EQ(*phone.device, first);
}

TEST_F(EnrolmentCallsTest, APhoneThatLostTheAnswerMayFinishAgainAndHasKeysThatWork) {
  Phone phone = server.enrolledPhone();
  ASSERT_TRUE(phone.finishEnrolment(AuthMethod::kDevicePin));
  ASSERT_TRUE(phone.startAddOrUpdate());
  EXPECT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin));
}

TEST_F(EnrolmentCallsTest, EveryFinishOffersASalt) {
  Phone phone = server.enrolledPhone();
  EXPECT_EQ(phone.salt->number, 1u);
  ASSERT_TRUE(phone.finishEnrolment(AuthMethod::kDevicePin));
  EXPECT_EQ(phone.salt->number, 2u);
  EXPECT_EQ(server.store->findDevice(*phone.device)->salts,
            (SaltNumbers{.previous = 0, .confirmed = 0, .offered = 2, .confirmed_at = phone.time - milliseconds(1)}));
}

TEST_F(EnrolmentCallsTest, AFinishThatWasSentNoLaterThanTheLastOneIsRefused) {
  Phone phone = server.enrolledPhone();
  const TimePoint last = phone.time - milliseconds(1);
  const Device before = *server.store->findDevice(*phone.device);
  for (const milliseconds earlier : {milliseconds(0), milliseconds(1), milliseconds(1000)}) {
    phone.time = last - earlier;
    EXPECT_EQ(statusIn(phone.finishEnrolment(AuthMethod::kDevicePin)), DeviceStatus::kRejectedRequest);
    EXPECT_EQ(server.lastEvents(phone, 1).at(0), "AUTH_METHOD_ACTIVATED REFUSED REJECTED_REQUEST");
  }
  EXPECT_EQ(server.store->findDevice(*phone.device)->salts, before.salts);
  EXPECT_EQ(server.store->findDevice(*phone.device)->methods.at(0).keys, before.methods.at(0).keys);
}

TEST_F(EnrolmentCallsTest, AMethodThatWasLockedByHandGetsNoNewKeysFromAFinishThatIsRepeated) {
  Phone phone = server.enrolledPhone();
  ASSERT_TRUE(server.devices.lockMethod(server.caller, *phone.device, AuthMethod::kDevicePin, "lost", server.now));
  EXPECT_EQ(statusIn(phone.finishEnrolment(AuthMethod::kDevicePin)), DeviceStatus::kLockedByAdmin);
  EXPECT_EQ(server.store->findDevice(*phone.device)->methods.at(0).attempts.lock->reason, LockReason::kAdmin);
}

TEST_F(EnrolmentCallsTest, AFirstMethodThatWasUsedOrDeactivatedIsNotActivatedByAFinishThatIsRepeated) {
  Phone used = server.enrolledPhone({AuthMethod::kOfflinePin});
  EXPECT_EQ(statusIn(used.finishEnrolment(AuthMethod::kDevicePin)), DeviceStatus::kNoSession);
  Phone deactivated = server.enrolledPhone();
  ASSERT_TRUE(deactivated.deactivateMethod(AuthMethod::kDevicePin));
  EXPECT_EQ(statusIn(deactivated.finishEnrolment(AuthMethod::kDevicePin)), DeviceStatus::kNoSession);
}

TEST_F(EnrolmentCallsTest, ACodeServesOneDeviceOnly) {
  const std::string code = server.newCode();
  Phone first = server.newPhone();
  Phone second = server.newPhone();
  ASSERT_EQ(start(first, code), DeviceStatus::kOk);
  EXPECT_EQ(start(second, code), DeviceStatus::kNoSession);
  ASSERT_TRUE(first.finishEnrolment(AuthMethod::kDevicePin));
  EXPECT_EQ(start(first, code), DeviceStatus::kNoSession);
}

TEST_F(EnrolmentCallsTest, AnExpiredOrCancelledEnrolmentLetsNobodyIn) {
  const std::string code = server.newCode();
  Phone started_in_time = server.newPhone();
  ASSERT_EQ(start(started_in_time, code), DeviceStatus::kOk);
  server.now += seconds(900);
  Phone late = server.newPhone();
  EXPECT_EQ(start(late, code), DeviceStatus::kSessionExpired);
  started_in_time.time = server.now;
  EXPECT_EQ(statusIn(started_in_time.finishEnrolment(AuthMethod::kDevicePin)), DeviceStatus::kSessionExpired);

  const auto created = server.enrolments.create(server.caller, server.application.id, std::nullopt, server.now);
  ASSERT_TRUE(server.enrolments.cancel(server.caller, created->view.enrolment.id, server.now));
  EXPECT_EQ(start(late, textOf(created->activation_code.expose())), DeviceStatus::kNoSession);
}

TEST_F(EnrolmentCallsTest, TheFirstMethodIsAnAllowedOnlineOne) {
  server.setProperties({{"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN,DEVICE:IOS_FACE_ID,OFFLINE:PIN"}});
  const struct {
    AuthMethod method;
    DeviceStatus status;
  } rows[] = {
      {AuthMethod::kDevice, DeviceStatus::kOk},
      {AuthMethod::kDevicePin, DeviceStatus::kOk},
      {AuthMethod::kDeviceIosFaceId, DeviceStatus::kOk},
      {AuthMethod::kDeviceAndroidFingerprint, DeviceStatus::kMethodNotAllowed},
      {AuthMethod::kOfflinePin, DeviceStatus::kMethodNotAllowed},
      {AuthMethod::kOfflineDevice, DeviceStatus::kMethodNotAllowed},
  };
  for (const auto& row : rows) {
    Phone phone = server.newPhone();
    ASSERT_EQ(start(phone, server.newCode()), DeviceStatus::kOk);
    EXPECT_EQ(statusIn(phone.finishEnrolment(row.method)), row.status) << protocol::apiName(row.method);
  }
}

TEST_F(EnrolmentCallsTest, AChangeOfTheConfigurationCountsAtOnce) {
  Phone phone = server.newPhone();
  const std::string code = server.newCode();
  server.setProperties({{"PIN_LENGTH_MIN", "6"}});
  EXPECT_EQ(phone.startEnrolment(server.application.id, code)->settings.pin.min_length, 6);
  server.setProperties({{"PIN_LENGTH_MIN", "7"}});
  EXPECT_EQ(phone.finishEnrolment(AuthMethod::kDevicePin)->settings.pin.min_length, 7);
}

TEST_F(EnrolmentCallsTest, AnUnknownApplicationDoesNotReachTheStore) {
  Phone phone = server.newPhone();
  const auto calls = server.store->calls();
  EXPECT_EQ(statusIn(phone.startEnrolment(ApplicationId::random(server.random), kWrongCode)), DeviceStatus::kNoSession);
  EXPECT_EQ(server.store->calls(), calls);
}

TEST_F(EnrolmentCallsTest, TheCodeOfAnotherApplicationIsWrong) {
  const auto other = server.administration.createApplication(server.application.organisation, "Other",
                                                             offlineProperties(), AuditOrigin{}, server.now);
  (void)server.directory.latest();
  Phone phone = server.newPhone();
  EXPECT_EQ(statusIn(phone.startEnrolment(other->id, server.newCode())), DeviceStatus::kNoSession);
}

// --- the audit log ---------------------------------------------------------------------------------------------------

TEST_F(EnrolmentCallsTest, AStartedEnrolmentAndItsMethodAreEvents) {
  const Phone phone = server.enrolledPhone();
  EXPECT_EQ(server.lastEvents(phone, 10),
            (std::vector<std::string>{"ENROLMENT_STARTED SUCCESS", "AUTH_METHOD_ACTIVATED SUCCESS"}));
  const auto events = server.store->findAuditEvents({.device = phone.device});
  EXPECT_EQ(events.at(0).event.auth_method, AuthMethod::kDevicePin);
  EXPECT_TRUE(events.at(1).event.session) << "the enrolment";
  for (const auto& [sequence, event] : events) {
    EXPECT_EQ(event.application, server.application.id);
    EXPECT_EQ(event.organisation, server.application.organisation);
    EXPECT_EQ(
        event.origin,
        (AuditOrigin{.actor = AuditActor::kDevice, .request_id = TestServer::kRequestId, .address = "192.0.2.1"}));
  }
}

TEST_F(EnrolmentCallsTest, ARefusedFirstMethodIsAnEvent) {
  Phone phone = server.newPhone();
  ASSERT_EQ(start(phone, server.newCode()), DeviceStatus::kOk);
  ASSERT_FALSE(phone.finishEnrolment(AuthMethod::kOfflinePin));
  EXPECT_EQ(server.lastEvents(phone, 1).at(0), "AUTH_METHOD_ACTIVATED REFUSED AUTH_METHOD_NOT_ALLOWED");
}

TEST_F(EnrolmentCallsTest, AWrongCodeIsNoEvent) {
  const auto before = server.store->findAuditEvents({}).size();
  ASSERT_EQ(guessFrom("192.0.2.1"), DeviceStatus::kNoSession);
  spendGuessesOf("192.0.2.2");
  ASSERT_EQ(guessFrom("192.0.2.2"), DeviceStatus::kTryLater);
  EXPECT_EQ(server.store->findAuditEvents({}).size(), before);
}

// --- wrong codes -----------------------------------------------------------------------------------------------------

TEST_F(EnrolmentCallsTest, WrongCodesOfOneSourceAreLimitedAndReachTheStoreNoMore) {
  spendGuessesOf("192.0.2.1");
  const auto calls = server.store->calls();
  EXPECT_EQ(guessFrom("192.0.2.1"), DeviceStatus::kTryLater);
  EXPECT_EQ(server.store->calls(), calls);
  EXPECT_EQ(guessFrom("192.0.2.2"), DeviceStatus::kNoSession);
}

TEST_F(EnrolmentCallsTest, ARightCodeIsNotTriedEitherWhileTheSourceIsLimited) {
  const std::string code = server.newCode();
  spendGuessesOf("192.0.2.1");
  EXPECT_EQ(guessFrom("192.0.2.1", code), DeviceStatus::kTryLater);
  EXPECT_EQ(guessFrom("192.0.2.2", code), DeviceStatus::kOk);
}

TEST_F(EnrolmentCallsTest, ASourceMayTryAnotherCodeEvery30Seconds) {
  spendGuessesOf("192.0.2.1");
  server.now += seconds(29);
  EXPECT_EQ(guessFrom("192.0.2.1"), DeviceStatus::kTryLater);
  server.now += seconds(1);
  EXPECT_EQ(guessFrom("192.0.2.1"), DeviceStatus::kNoSession);
  EXPECT_EQ(guessFrom("192.0.2.1"), DeviceStatus::kTryLater);
}

TEST_F(EnrolmentCallsTest, WrongCodesOfAllSourcesAtOneApplicationAreLimited) {
  for (int i = 0; i < kGuessesOfApplication; ++i) {
    ASSERT_EQ(guessFrom("198.51.100." + std::to_string(i)), DeviceStatus::kNoSession);
  }
  const auto calls = server.store->calls();
  EXPECT_EQ(guessFrom("203.0.113.1"), DeviceStatus::kTryLater);
  EXPECT_EQ(server.store->calls(), calls);
  server.now += seconds(3);
  EXPECT_EQ(guessFrom("203.0.113.1"), DeviceStatus::kNoSession);
  EXPECT_EQ(guessFrom("203.0.113.1"), DeviceStatus::kTryLater);
}

TEST_F(EnrolmentCallsTest, WhoIsRefusedForTheApplicationsSakeKeepsTheGuessesOfItsSource) {
  for (int i = 0; i < kGuessesOfApplication; ++i) (void)guessFrom("198.51.100." + std::to_string(i));
  for (int i = 0; i < kGuessesOfSource; ++i) ASSERT_EQ(guessFrom("203.0.113.1"), DeviceStatus::kTryLater);
  server.now += seconds(30);  // ten more for the application, but one more for a source that had spent its own
  spendGuessesOf("203.0.113.1");
}

TEST_F(EnrolmentCallsTest, RightCodesCostNoGuess) {
  for (int i = 0; i < 2 * kGuessesOfSource; ++i) {
    EXPECT_EQ(guessFrom("192.0.2.1", server.newCode()), DeviceStatus::kOk);
  }
}

TEST_F(EnrolmentCallsTest, WrongCodesThatComeInAtOnceAreLimitedAllTheSame) {
  constexpr int kThreads = 50;
  std::atomic<int> tried{0};
  {
    std::latch ready(kThreads);
    std::vector<std::jthread> threads;
    for (int i = 0; i < kThreads; ++i) {
      threads.emplace_back([&] {
        ready.arrive_and_wait();
        tried += guessFrom("192.0.2.1") == DeviceStatus::kNoSession ? 1 : 0;
      });
    }
  }
  EXPECT_EQ(tried, kGuessesOfSource);
}

}  // namespace
}  // namespace heliograph::domain
