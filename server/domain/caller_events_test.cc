// What the audit log hears of the service provider API: each change and each refused attempt once, and no secret.

#include "domain/caller_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using std::chrono::seconds;

class CallerEventsTest : public testing::Test {
 protected:
  CallerEventsTest() {
    server.caller.request_id = "request-1";
    server.caller.address = "192.0.2.7";
  }
  // What was written since the last call of this.
  AuditTrail newEvents() {
    AuditTrail events;
    for (const StoredAuditEvent& stored : server.store->settledAuditEvents(seen_, 10'000)) {
      events.push_back(stored.event);
      seen_ = stored.sequence;
    }
    return events;
  }
  AuditTrail eventsOf(const std::function<void()>& act) {
    (void)newEvents();
    act();
    return newEvents();
  }
  [[nodiscard]] AuditEvent eventOf(const OfflineSession& session, AuditAction action) const {
    AuditEvent event = eventBy(server.caller, action, server.now);
    event.application = server.application.id;
    event.device = session.device;
    event.session = session.id.bytes();
    event.auth_method = session.parameters.method;
    event.context_hash = crypto::sha256({bytesOf(TestServer::kContext)});
    return event;
  }
  Answer<BegunOfflineAuthentication> begin(const DeviceId& device, AuthMethod method = AuthMethod::kOfflinePin,
                                           const std::optional<IdempotencyKey>& key = std::nullopt,
                                           std::string_view context = TestServer::kContext) {
    return server.offline_authentications.begin(server.caller, device, method, context, key, server.now);
  }
  Answer<VerifiedOfflineAuthentication> verify(const OfflineSessionId& id, std::string_view otp,
                                               const std::optional<IdempotencyKey>& key = std::nullopt) {
    return server.offline_authentications.verify(server.caller, id, otp, key, server.now);
  }
  Answer<AuthenticationView> beginOnline(const DeviceId& device,
                                         std::optional<protocol::AuthMethodSet> methods = std::nullopt) {
    return server.authentications.begin(
        server.caller,
        {.device = device, .title = TestServer::kTitle, .context = TestServer::kContext, .auth_methods = methods},
        std::nullopt, server.now);
  }
  std::string otpFor(const BegunOfflineAuthentication& begun, Entry entry) {
    return phone.oneTimePassword(begun.verification_data, entry);
  }

  TestServer server;
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});

 private:
  AuditSequence seen_ = 0;
};

// --- changes ---------------------------------------------------------------------------------------------------------

TEST_F(CallerEventsTest, ABeginSaysWhoBeganWhatAndTheHashOfItsContext) {
  std::optional<OfflineSession> session;
  const AuditTrail events = eventsOf([&] { session = begin(*phone.device)->view.session; });
  const AuditEvent expected = eventOf(*session, AuditAction::kOfflineAuthenticationBegun);
  EXPECT_EQ(events, AuditTrail{expected});
  EXPECT_EQ(expected.origin, (AuditOrigin{AuditActor::kApiKey, server.caller.key, "request-1", "192.0.2.7"}));
  EXPECT_EQ(expected.organisation, server.caller.organisation);
}

TEST_F(CallerEventsTest, ABeginOfAnOnlineAuthenticationSaysOfWhichApplicationTheDeviceIs) {
  const AuditTrail events = eventsOf([&] { ASSERT_TRUE(beginOnline(*phone.device)); });
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].application, server.application.id);
  EXPECT_EQ(events[0].device, phone.device);
}

TEST_F(CallerEventsTest, AnEvaluatedPasswordIsOneEventAndALockAnotherBehindIt) {
  const auto begun = server.begin(phone);
  const OfflineSession& session = begun.view.session;
  const AuditEvent right = eventOf(session, AuditAction::kOfflineAuthenticationAttempted);
  AuditEvent wrong = right;
  wrong.outcome = AuditOutcome::kFailure;
  AuditEvent locked = eventOf(session, AuditAction::kMethodLocked);
  locked.context_hash.reset();
  locked.detail = "ATTEMPTS_EXHAUSTED";
  const auto enterWrong = [&] { ASSERT_TRUE(verify(session.id, otpFor(begun, Entry::kWrong))); };
  EXPECT_EQ(eventsOf(enterWrong), AuditTrail{wrong});
  EXPECT_EQ(eventsOf(enterWrong), AuditTrail{wrong});
  EXPECT_EQ(eventsOf(enterWrong), (AuditTrail{wrong, locked}));

  ASSERT_TRUE(server.devices.unlockMethod(server.caller, *phone.device, AuthMethod::kOfflinePin, server.now));
  const auto next = server.begin(phone);
  const auto enterRight = [&] { ASSERT_TRUE(verify(next.view.session.id, otpFor(next, Entry::kRight))); };
  EXPECT_EQ(eventsOf(enterRight), AuditTrail{eventOf(next.view.session, AuditAction::kOfflineAuthenticationAttempted)});
}

TEST_F(CallerEventsTest, EveryChangeIsExactlyOneEvent) {
  const DeviceId device = *phone.device;
  std::optional<EnrolmentId> enrolment;
  std::optional<OfflineSessionId> offline;
  std::optional<AuthenticationSessionId> online;
  const Caller& who = server.caller;
  constexpr AuthMethod kMethod = AuthMethod::kOfflinePin;
  const struct {
    const char* name;
    AuditAction action;
    std::string_view detail;
    std::function<bool()> change;
  } rows[] = {
      {"enrol", AuditAction::kEnrolmentCreated, "",
       [&] {
         const auto created = server.enrolments.create(who, server.application.id, "alice", server.now);
         enrolment = created->view.enrolment.id;
         return created.has_value();
       }},
      {"cancel enrolment", AuditAction::kEnrolmentCancelled, "",
       [&] { return server.enrolments.cancel(who, *enrolment, server.now).has_value(); }},
      {"begin offline", AuditAction::kOfflineAuthenticationBegun, "",
       [&] {
         offline = begin(device)->view.session.id;
         return true;
       }},
      {"cancel offline", AuditAction::kOfflineAuthenticationCancelled, "",
       [&] { return server.offline_authentications.cancel(who, *offline, server.now).has_value(); }},
      {"begin online", AuditAction::kAuthenticationBegun, "",
       [&] {
         online = beginOnline(device)->session.id;
         return true;
       }},
      {"cancel online", AuditAction::kAuthenticationCancelled, "",
       [&] { return server.authentications.cancel(who, *online, server.now).has_value(); }},
      {"lock", AuditAction::kDeviceLocked, "ADMIN:stolen",
       [&] { return server.devices.lock(who, device, "stolen", server.now).has_value(); }},
      {"unlock", AuditAction::kDeviceUnlocked, "",
       [&] { return server.devices.unlock(who, device, server.now).has_value(); }},
      {"lock method", AuditAction::kMethodLocked, "ADMIN:stolen",
       [&] { return server.devices.lockMethod(who, device, kMethod, "stolen", server.now).has_value(); }},
      {"unlock method", AuditAction::kMethodUnlocked, "",
       [&] { return server.devices.unlockMethod(who, device, kMethod, server.now).has_value(); }},
      {"remove method", AuditAction::kMethodDeactivated, "",
       [&] { return server.devices.removeMethod(who, device, kMethod, server.now).has_value(); }},
      {"remove", AuditAction::kDeviceDeactivated, "",
       [&] { return server.devices.remove(who, device, server.now).has_value(); }},
  };
  for (const auto& row : rows) {
    const AuditTrail events = eventsOf([&] { EXPECT_TRUE(row.change()) << row.name; });
    ASSERT_EQ(events.size(), 1u) << row.name;
    EXPECT_EQ(events[0].action, row.action) << row.name;
    EXPECT_EQ(events[0].outcome, AuditOutcome::kSuccess) << row.name;
    EXPECT_EQ(events[0].detail, row.detail) << row.name;
    EXPECT_EQ(events[0].origin, who.origin()) << row.name;
    EXPECT_EQ(events[0].organisation, who.organisation) << row.name;
    EXPECT_EQ(events[0].at, server.now) << row.name;
  }
}

TEST_F(CallerEventsTest, ABeginThatFirstMetANewConfigurationIsOneEvent) {
  server.setProperties({{"OFFLINE_SESSION_LIFETIME", "30"}});
  EXPECT_EQ(eventsOf([&] { ASSERT_TRUE(begin(*phone.device)); }).size(), 1u);
}

TEST_F(CallerEventsTest, WhatIsRepeatedIsNoEvent) {
  const IdempotencyKey key{.key = {1}, .request = {1}};
  const auto begun = begin(*phone.device, AuthMethod::kOfflinePin, key);
  const OfflineSessionId id = begun->view.session.id;
  const std::string wrong = otpFor(*begun, Entry::kWrong);
  ASSERT_TRUE(verify(id, wrong, key));
  ASSERT_TRUE(server.offline_authentications.cancel(server.caller, id, server.now));
  ASSERT_TRUE(server.devices.lock(server.caller, *phone.device, "stolen", server.now));
  const AuditTrail events = eventsOf([&] {
    ASSERT_TRUE(begin(*phone.device, AuthMethod::kOfflinePin, key));
    ASSERT_TRUE(verify(id, wrong, key));
    ASSERT_TRUE(server.offline_authentications.cancel(server.caller, id, server.now));
    ASSERT_TRUE(server.devices.lock(server.caller, *phone.device, "stolen", server.now));
  });
  EXPECT_THAT(events, testing::IsEmpty());
}

// --- refusals --------------------------------------------------------------------------------------------------------

TEST_F(CallerEventsTest, EveryRefusedAttemptIsExactlyOneEventThatSaysWhy) {
  const Phone open_phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  const auto expired = server.beginAuthentication(open_phone).session.id;
  server.now += seconds(300);
  const auto cancelled = server.begin(open_phone).view.session.id;
  ASSERT_TRUE(server.offline_authentications.cancel(server.caller, cancelled, server.now));
  const auto at_locked_method = server.begin(phone).view.session.id;
  ASSERT_TRUE(server.devices.lockMethod(server.caller, *phone.device, AuthMethod::kOfflinePin, "x", server.now));
  const Phone locked_phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  const auto at_locked_device = server.begin(locked_phone).view.session.id;
  ASSERT_TRUE(server.devices.lock(server.caller, *locked_phone.device, "x", server.now));
  server.setProperties({{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE,OFFLINE:PIN,OFFLINE:IOS_FACE_ID"}});
  (void)server.directory.latest();

  const Caller& who = server.caller;
  const DeviceId nowhere = DeviceId::random(server.random);
  const auto no_session = OfflineSessionId::random(server.random);
  const auto no_authentication = AuthenticationSessionId::random(server.random);
  constexpr AuthMethod kPin = AuthMethod::kOfflinePin;
  constexpr AuthMethod kFace = AuthMethod::kOfflineIosFaceId;
  const DeviceId device = *open_phone.device;
  const struct {
    const char* name;
    AuditAction action;
    std::string_view detail;
    std::function<void()> attempt;
  } rows[] = {
      {"begin, unknown device", AuditAction::kOfflineAuthenticationBegun, "UNKNOWN_DEVICE",
       [&] { EXPECT_FALSE(begin(nowhere)); }},
      {"begin, not activated", AuditAction::kOfflineAuthenticationBegun, "AUTH_METHOD_NOT_ACTIVATED",
       [&] { EXPECT_FALSE(begin(device, kFace)); }},
      {"begin, not allowed", AuditAction::kOfflineAuthenticationBegun, "AUTH_METHOD_NOT_ALLOWED",
       [&] { EXPECT_FALSE(begin(device, AuthMethod::kOfflineStrongTouchId)); }},
      {"begin, method locked", AuditAction::kOfflineAuthenticationBegun, "METHOD_LOCKED",
       [&] { EXPECT_FALSE(begin(*phone.device)); }},
      {"begin, device locked", AuditAction::kOfflineAuthenticationBegun, "DEVICE_LOCKED",
       [&] { EXPECT_FALSE(begin(*locked_phone.device)); }},
      {"verify, unknown session", AuditAction::kOfflineAuthenticationAttempted, "UNKNOWN_SESSION",
       [&] { EXPECT_FALSE(verify(no_session, "123456")); }},
      {"verify, cancelled", AuditAction::kOfflineAuthenticationAttempted, "SESSION_NOT_OPEN",
       [&] { EXPECT_FALSE(verify(cancelled, "123456")); }},
      {"verify, method locked", AuditAction::kOfflineAuthenticationAttempted, "METHOD_LOCKED",
       [&] { EXPECT_FALSE(verify(at_locked_method, "123456")); }},
      {"verify, device locked", AuditAction::kOfflineAuthenticationAttempted, "DEVICE_LOCKED",
       [&] { EXPECT_FALSE(verify(at_locked_device, "123456")); }},
      {"cancel, unknown session", AuditAction::kOfflineAuthenticationCancelled, "UNKNOWN_SESSION",
       [&] { EXPECT_FALSE(server.offline_authentications.cancel(who, no_session, server.now)); }},
      {"begin online, unknown device", AuditAction::kAuthenticationBegun, "UNKNOWN_DEVICE",
       [&] { EXPECT_FALSE(beginOnline(nowhere)); }},
      {"begin online, device locked", AuditAction::kAuthenticationBegun, "DEVICE_LOCKED",
       [&] { EXPECT_FALSE(beginOnline(*locked_phone.device)); }},
      {"begin online, not allowed", AuditAction::kAuthenticationBegun, "AUTH_METHOD_NOT_ALLOWED",
       [&] { EXPECT_FALSE(beginOnline(device, protocol::AuthMethodSet{AuthMethod::kDevice})); }},
      {"cancel online, unknown", AuditAction::kAuthenticationCancelled, "UNKNOWN_SESSION",
       [&] { EXPECT_FALSE(server.authentications.cancel(who, no_authentication, server.now)); }},
      {"cancel online, expired", AuditAction::kAuthenticationCancelled, "SESSION_NOT_OPEN",
       [&] { EXPECT_FALSE(server.authentications.cancel(who, expired, server.now)); }},
      {"enrol, unknown application", AuditAction::kEnrolmentCreated, "UNKNOWN_APPLICATION",
       [&] {
         const auto id = ApplicationId::random(server.random);
         EXPECT_FALSE(server.enrolments.create(who, id, std::nullopt, server.now));
       }},
      {"cancel enrolment, unknown", AuditAction::kEnrolmentCancelled, "UNKNOWN_ENROLMENT",
       [&] { EXPECT_FALSE(server.enrolments.cancel(who, EnrolmentId::random(server.random), server.now)); }},
      {"lock, unknown device", AuditAction::kDeviceLocked, "UNKNOWN_DEVICE",
       [&] { EXPECT_FALSE(server.devices.lock(who, nowhere, "stolen", server.now)); }},
      {"lock method, not activated", AuditAction::kMethodLocked, "AUTH_METHOD_NOT_ACTIVATED",
       [&] { EXPECT_FALSE(server.devices.lockMethod(who, device, kFace, "stolen", server.now)); }},
      {"unlock, unknown device", AuditAction::kDeviceUnlocked, "UNKNOWN_DEVICE",
       [&] { EXPECT_FALSE(server.devices.unlock(who, nowhere, server.now)); }},
      {"unlock method, unknown device", AuditAction::kMethodUnlocked, "UNKNOWN_DEVICE",
       [&] { EXPECT_FALSE(server.devices.unlockMethod(who, nowhere, kPin, server.now)); }},
      {"remove, unknown device", AuditAction::kDeviceDeactivated, "UNKNOWN_DEVICE",
       [&] { EXPECT_FALSE(server.devices.remove(who, nowhere, server.now)); }},
      {"remove method, not activated", AuditAction::kMethodDeactivated, "AUTH_METHOD_NOT_ACTIVATED",
       [&] { EXPECT_FALSE(server.devices.removeMethod(who, device, kFace, server.now)); }},
  };
  for (const auto& row : rows) {
    const AuditTrail events = eventsOf(row.attempt);
    ASSERT_EQ(events.size(), 1u) << row.name;
    EXPECT_EQ(events[0].action, row.action) << row.name;
    EXPECT_EQ(events[0].outcome, AuditOutcome::kRefused) << row.name;
    EXPECT_EQ(events[0].detail, row.detail) << row.name;
    EXPECT_EQ(events[0].origin, who.origin()) << row.name;
    EXPECT_EQ(events[0].organisation, who.organisation) << row.name;
  }
}

TEST_F(CallerEventsTest, AGuessRefusedForALockSaysAtWhichSession) {
  const auto begun = server.begin(phone);
  ASSERT_TRUE(server.devices.lock(server.caller, *phone.device, "x", server.now));
  AuditEvent expected = eventOf(begun.view.session, AuditAction::kOfflineAuthenticationAttempted);
  expected.outcome = AuditOutcome::kRefused;
  expected.detail = "DEVICE_LOCKED";
  EXPECT_EQ(eventsOf([&] { ASSERT_FALSE(verify(begun.view.session.id, otpFor(begun, Entry::kRight))); }),
            AuditTrail{expected});
}

TEST_F(CallerEventsTest, AnotherOrganisationsAttemptsAreEventsOfThatOrganisation) {
  const auto begun = server.begin(phone);
  server.caller = server.newCaller("Shop");
  (void)server.directory.latest();
  const AuditTrail events = eventsOf([&] {
    ASSERT_FALSE(verify(begun.view.session.id, "123456"));
    ASSERT_FALSE(server.devices.lock(server.caller, *phone.device, "x", server.now));
  });
  ASSERT_EQ(events.size(), 2u);
  for (const AuditEvent& event : events) {
    EXPECT_EQ(event.organisation, server.caller.organisation);
    EXPECT_EQ(event.application, std::nullopt);
  }
}

// --- what is no event ------------------------------------------------------------------------------------------------

TEST_F(CallerEventsTest, MalformedRequestsAndReusedKeysAreNoEvents) {
  const auto begun = begin(*phone.device, AuthMethod::kOfflinePin, IdempotencyKey{.key = {1}, .request = {1}});
  const OfflineSessionId id = begun->view.session.id;
  const AuditTrail events = eventsOf([&] {
    EXPECT_FALSE(begin(*phone.device, AuthMethod::kDevicePin));
    EXPECT_FALSE(begin(*phone.device, AuthMethod::kOfflinePin, std::nullopt, ""));
    EXPECT_FALSE(begin(*phone.device, AuthMethod::kOfflinePin, IdempotencyKey{.key = {1}, .request = {2}}));
    EXPECT_FALSE(verify(id, "12345x"));
    EXPECT_FALSE(beginOnline(*phone.device, protocol::AuthMethodSet{}));
    EXPECT_FALSE(server.enrolments.create(server.caller, server.application.id, "", server.now));
    EXPECT_FALSE(server.devices.lock(server.caller, *phone.device, "", server.now));
    EXPECT_FALSE(server.devices.lockMethod(server.caller, *phone.device, AuthMethod::kOfflinePin, "\n", server.now));
  });
  EXPECT_THAT(events, testing::IsEmpty());
}

TEST_F(CallerEventsTest, TooManyRequestsAndARevokedKeyAreNoEvents) {
  Domain limited(*server.store, server.key_ring, server.channel_key, server.random, nobody(),
                 {.limits = {.per_device = {.capacity = 0, .tokens_per_second = 0.1}}});
  const auto begun = server.begin(phone);
  AuditTrail events = eventsOf([&] {
    EXPECT_FALSE(limited.offline_authentications.begin(server.caller, *phone.device, AuthMethod::kOfflinePin, "x",
                                                       std::nullopt, server.now));
    EXPECT_FALSE(limited.offline_authentications.verify(server.caller, begun.view.session.id, "123456", std::nullopt,
                                                        server.now));
  });
  EXPECT_THAT(events, testing::IsEmpty());
  ASSERT_TRUE(server.administration.revokeApiKey(server.caller.key, {}, server.now));
  events = eventsOf([&] {
    EXPECT_FALSE(begin(*phone.device));
    EXPECT_FALSE(verify(begun.view.session.id, "123456"));
    EXPECT_FALSE(server.devices.remove(server.caller, *phone.device, server.now));
  });
  EXPECT_THAT(events, testing::IsEmpty());
}

TEST_F(CallerEventsTest, LookingIsNoEventWhetherItFindsOrNot) {
  const auto begun = server.begin(phone);
  const auto online = server.beginAuthentication(phone).session.id;
  const Caller& who = server.caller;
  const AuditTrail events = eventsOf([&] {
    EXPECT_TRUE(server.offline_authentications.find(who, begun.view.session.id, server.now));
    EXPECT_TRUE(server.offline_authentications.verificationData(who, begun.view.session.id, server.now));
    EXPECT_FALSE(server.offline_authentications.find(who, OfflineSessionId::random(server.random), server.now));
    EXPECT_TRUE(server.authentications.find(who, online, server.now));
    EXPECT_FALSE(server.authentications.find(who, AuthenticationSessionId::random(server.random), server.now));
    EXPECT_TRUE(server.devices.find(who, *phone.device, server.now));
    EXPECT_FALSE(server.devices.find(who, DeviceId::random(server.random), server.now));
    EXPECT_TRUE(server.devices.search(who, std::nullopt, std::nullopt, std::nullopt, server.now));
    EXPECT_FALSE(server.devices.findMethod(who, *phone.device, AuthMethod::kOfflineIosFaceId, server.now));
    EXPECT_FALSE(server.enrolments.find(who, EnrolmentId::random(server.random), server.now));
  });
  EXPECT_THAT(events, testing::IsEmpty());
}

TEST_F(CallerEventsTest, NoEventHoldsAContextAPasswordOrACode) {
  const std::string code = server.newCode("alice");
  const auto begun = server.begin(phone);
  const std::string wrong = otpFor(begun, Entry::kWrong);
  const std::string right = otpFor(begun, Entry::kRight);
  (void)verify(begun.view.session.id, wrong);
  (void)verify(begun.view.session.id, right);
  (void)verify(begun.view.session.id, right);
  (void)server.offline_authentications.cancel(server.caller, server.begin(phone).view.session.id, server.now);
  (void)server.authentications.cancel(server.caller, server.beginAuthentication(phone).session.id, server.now);
  const AuditTrail events = newEvents();
  ASSERT_GE(events.size(), 8u);
  for (const AuditEvent& event : events) {
    const std::string text = event.detail + event.origin.request_id + event.origin.address;
    for (const std::string_view secret : {std::string_view(code), std::string_view(wrong), std::string_view(right),
                                          TestServer::kContext, TestServer::kTitle, std::string_view("alice")}) {
      EXPECT_THAT(text, testing::Not(testing::HasSubstr(std::string(secret)))) << nameOf(event.action);
    }
  }
}

}  // namespace
}  // namespace heliograph::domain
