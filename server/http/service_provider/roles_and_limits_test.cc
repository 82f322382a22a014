// Who may do what, how often, and how the audit log tells who it was.

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

#include "crypto/base64.h"
#include "http/directory_refresh.h"
#include "http/dispatcher.h"
#include "http/testing/service_provider_fixture.h"

namespace heliograph::http::testing {
namespace {

using domain::ApiKeyRole;
using domain::AuditAction;
using domain::AuditActor;
using domain::AuditOutcome;
using protocol::AuthMethod;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::Gt;
using ::testing::Le;

constexpr const char* kReason = R"({"reason":"reported as lost"})";

// --- roles -----------------------------------------------------------------------------------------------------------

class RolesTest : public ServiceProviderFixture {};

TEST_F(RolesTest, AReadOnlyKeyReadsEverything) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const Bank reader = newKey(bank_, ApiKeyRole::kReadOnly);
  for (const std::string& target : {phone.enrolment, pathOf(session), pathOf(session) + "/qr", path("/devices"),
                                    pathOf(phone), pathOf(phone) + "/auth-methods/OFFLINE_PIN"}) {
    EXPECT_EQ(get(target, reader).body, get(target).body) << target;
  }
}

TEST_F(RolesTest, AReadOnlyKeyChangesNothing) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const std::string device_before = get(pathOf(phone)).body;
  const Bank reader = newKey(bank_, ApiKeyRole::kReadOnly);
  for (const Endpoint& endpoint : serviceProviderEndpoints()) {
    if (endpoint.method == "GET") continue;
    EXPECT_EQ(outcomeOf(call(endpoint, reader, phone.device.text())), "403 FORBIDDEN")
        << endpoint.method << " " << endpoint.pattern;
  }
  EXPECT_EQ(outcomeOf(post(path("/offline-authentications"), beginBody(phone), reader)), "403 FORBIDDEN");
  const std::string otp = otpBody(rightOtp(phone, session));
  EXPECT_EQ(outcomeOf(post(pathOf(session) + "/verify", otp, reader)), "403 FORBIDDEN");
  EXPECT_EQ(outcomeOf(post(pathOf(session) + "/cancel", "", reader)), "403 FORBIDDEN");
  EXPECT_EQ(outcomeOf(post(pathOf(phone) + "/lock", kReason, reader)), "403 FORBIDDEN");
  EXPECT_EQ(get(pathOf(phone)).body, device_before);
  EXPECT_EQ(jsonOf(get(pathOf(session)))["status"], "STARTED");
}

TEST_F(RolesTest, AReadOnlyKeySeesNothingOfAnotherOrganisation) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const Bank reader = newKey(other_bank_, ApiKeyRole::kReadOnly);
  EXPECT_EQ(outcomeOf(get(pathOf(phone), reader)), "404 UNKNOWN_DEVICE");
  EXPECT_EQ(outcomeOf(get(pathOf(session) + "/qr", reader)), "404 UNKNOWN_SESSION");
}

TEST_F(RolesTest, AnAdministratorsKeyIsNoServiceProvidersKey) {
  const Phone phone = enrolPhone(bank_);
  const Bank administrator = newKey(bank_, ApiKeyRole::kAdmin);
  for (const Endpoint& endpoint : serviceProviderEndpoints()) {
    EXPECT_EQ(outcomeOf(call(endpoint, administrator, phone.device.text())), "403 FORBIDDEN")
        << endpoint.method << " " << endpoint.pattern;
  }
}

// Who may not is not told what there is.
TEST_F(RolesTest, WhatIsForbiddenIsSoForEveryId) {
  const Phone phone = enrolPhone(bank_);
  const Bank reader = newKey(bank_, ApiKeyRole::kReadOnly);
  for (const std::string& id : {phone.device.text(), std::string(kNobody), std::string("x")}) {
    EXPECT_EQ(outcomeOf(remove(path("/devices/" + id), reader)), "403 FORBIDDEN");
  }
}

TEST_F(RolesTest, AKeyEndsWhenItExpires) {
  const Bank passing = newKey(bank_, ApiKeyRole::kServiceProvider, clock_.now() + seconds(60));
  clock_.advance(seconds(59));
  EXPECT_EQ(get(path("/devices"), passing).status, 200);
  clock_.advance(seconds(1));
  EXPECT_EQ(outcomeOf(get(path("/devices"), passing)), "401 UNAUTHENTICATED");
}

// --- revoked keys ----------------------------------------------------------------------------------------------------

// Without the server's own look at the directory once a second: what another server has revoked is not known in memory.
class RevokedKeyTest : public ServiceProviderFixture {
 protected:
  // What makes it a request that nothing but its key speaks against, save that nobody has its id.
  [[nodiscard]] std::string bodyFor(const std::string& pattern) const {
    if (pattern == "/enrolments") return R"({"application_id":")" + bank_.application.text() + R"("})";
    if (pattern == "/authentications") return R"({"device_id":")" + online_phone_.device.text() + R"("})";
    if (pattern == "/offline-authentications") return beginBody(phone_);
    if (pattern.ends_with("/verify")) return otpBody("123456");
    return pattern.ends_with("/lock") ? kReason : "";
  }
  [[nodiscard]] Request requestFor(const Endpoint& endpoint, const Bank& bank) const {
    Request request;
    request.method = endpoint.method == "GET" ? Method::kGet : Method::kDelete;
    request.path = pathWith(endpoint);
    request.source = bank.key.text();  // one for each, so that failures do not add up
    request.headers["Authorization"] = "Basic " + crypto::toBase64(bytesOf(bank.key.text() + ":" + bank.key_secret));
    if (endpoint.method == "POST") {
      request.method = Method::kPost;
      request.body = bodyFor(endpoint.pattern);
      request.headers["Content-Type"] = request.body.empty() ? "" : kJson;
    }
    return request;
  }
  void expectRefusedOnceRevoked(const Endpoint& endpoint, ApiKeyRole role) {
    const Bank bank = newKey(bank_, role);
    const Request request = requestFor(endpoint, bank);
    EXPECT_THAT(dispatcher_.answer(request).status, AnyOf(200, 201, 404)) << endpoint.method << endpoint.pattern;
    ASSERT_TRUE(domain_.administration.revokeApiKey(bank.key, {}, clock_.now()));
    ASSERT_FALSE(domain_.directory.current()->api_keys.at(bank.key).revoked_at);
    EXPECT_EQ(dispatcher_.answer(request).status, 401) << endpoint.method << endpoint.pattern << nameOf(role);
  }

  const DirectoryRefresh refresh_{domain_.directory};
  Dispatcher dispatcher_{services(), refresh_};
  const Phone phone_ = enrolPhone(bank_);
  const Phone online_phone_ = enrolPhone(bank_, std::nullopt, AuthMethod::kDevicePin);
};

TEST_F(RevokedKeyTest, AServiceProvidersKeyThatAnotherServerHasRevokedDoesNothingMore) {
  for (const Endpoint& endpoint : serviceProviderEndpoints()) {
    expectRefusedOnceRevoked(endpoint, ApiKeyRole::kServiceProvider);
  }
}

TEST_F(RevokedKeyTest, AReadOnlyKeyThatAnotherServerHasRevokedReadsNothingMore) {
  for (const Endpoint& endpoint : serviceProviderEndpoints()) {
    if (endpoint.method == "GET") expectRefusedOnceRevoked(endpoint, ApiKeyRole::kReadOnly);
  }
}

// What there is, too: not only what would be unknown anyway.
TEST_F(RevokedKeyTest, NothingOfWhatThereIsIsShownToARevokedKey) {
  const auto session = domain_.offline_authentications.begin(
      {bank_.key, bank_.organisation}, phone_.device, AuthMethod::kOfflinePin, "Pay 1 EUR", std::nullopt, clock_.now());
  const std::string id = session.value().view.session.id.text();
  for (const std::string& target :
       {phone_.enrolment, path("/offline-authentications/" + id), path("/offline-authentications/" + id + "/qr"),
        path("/devices"), pathOf(phone_), pathOf(phone_) + "/auth-methods/OFFLINE_PIN"}) {
    const Bank bank = newKey(bank_);
    Request request = requestFor({"GET", ""}, bank);
    request.path = target;
    EXPECT_EQ(dispatcher_.answer(request).status, 200) << target;
    ASSERT_TRUE(domain_.administration.revokeApiKey(bank.key, {}, clock_.now()));
    EXPECT_EQ(dispatcher_.answer(request).status, 401) << target;
  }
}

// --- limits ----------------------------------------------------------------------------------------------------------

class ApiKeyLimitTest : public ServiceProviderFixture {
 protected:
  ApiKeyLimitTest() : ServiceProviderFixture({.per_api_key = {.capacity = 3, .tokens_per_second = 0.1}}) {}
};

TEST_F(ApiKeyLimitTest, ManyRequestsOfOneKeyAreSlowedDown) {
  for (int i = 0; i < 3; ++i) EXPECT_EQ(get(path("/devices")).status, 200);
  const auto refused = get(path("/devices"));
  EXPECT_EQ(outcomeOf(refused), "429 TOO_MANY_REQUESTS");
  EXPECT_EQ(refused.headers.at("retry-after"), "10");
  clock_.advance(seconds(10));
  EXPECT_EQ(get(path("/devices")).status, 200);
  EXPECT_EQ(get(path("/devices")).status, 429);
}

TEST_F(ApiKeyLimitTest, AnotherKeyIsNotSlowedDown) {
  const Bank colleague = newKey(bank_);
  for (int i = 0; i < 4; ++i) get(path("/devices"));
  EXPECT_EQ(get(path("/devices"), colleague).status, 200);
  EXPECT_EQ(get(path("/devices"), other_bank_).status, 200);
}

TEST_F(ApiKeyLimitTest, StrangersWithTheKeysIdDoNotUseUpItsRequests) {
  const Bank stranger{bank_.organisation, bank_.application, bank_.key, std::string(64, '0')};
  for (int i = 0; i < 10; ++i) EXPECT_EQ(get(path("/devices"), stranger).status, 401);
  EXPECT_EQ(get(path("/devices")).status, 200);
}

class DeviceLimitTest : public ServiceProviderFixture {
 protected:
  DeviceLimitTest() : ServiceProviderFixture({.per_device = {.capacity = 3, .tokens_per_second = 0.1}}) {}
};

TEST_F(DeviceLimitTest, ManyCallsForOneDeviceAreSlowedDownWhateverTheyAre) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  EXPECT_EQ(verify(session, wrongPassword(rightOtp(phone, session))).status, 200);
  beginSession(phone);
  const std::string online = R"({"device_id":")" + phone.device.text() + R"("})";
  for (const auto& refused :
       {begin(phone), verify(session, rightOtp(phone, session)), post(path("/authentications"), online)}) {
    EXPECT_EQ(outcomeOf(refused), "429 TOO_MANY_REQUESTS");
    EXPECT_THAT(std::stoi(refused.headers.at("retry-after")), AllOf(Gt(0), Le(10)));
  }
  clock_.advance(seconds(10));
  EXPECT_EQ(jsonOf(verify(session, rightOtp(phone, session)))["result"], "SUCCESS");
}

TEST_F(DeviceLimitTest, AnotherDeviceIsNotSlowedDown) {
  const Phone phone = enrolPhone(bank_);
  for (int i = 0; i < 4; ++i) begin(phone);
  EXPECT_EQ(begin(enrolPhone(bank_)).status, 201);
}

// --- the audit log ---------------------------------------------------------------------------------------------------

class AuditTest : public ServiceProviderFixture {
 protected:
  // That the last event of this kind came by this request of the bank's.
  void expectEvent(AuditAction action, const ReceivedResponse& response,
                   AuditOutcome outcome = AuditOutcome::kSuccess) {
    const auto events = eventsOf(action);
    ASSERT_FALSE(events.empty()) << nameOf(action);
    const domain::AuditEvent& event = events.back();
    EXPECT_EQ(event.origin.actor, AuditActor::kApiKey) << nameOf(action);
    EXPECT_EQ(event.origin.api_key, bank_.key) << nameOf(action);
    EXPECT_EQ(event.origin.request_id, response.headers.at("x-request-id")) << nameOf(action);
    EXPECT_EQ(event.origin.address, "127.0.0.1") << nameOf(action);
    EXPECT_EQ(event.organisation, bank_.organisation) << nameOf(action);
    EXPECT_EQ(event.outcome, outcome) << nameOf(action);
    EXPECT_EQ(event.at, clock_.now()) << nameOf(action);
  }
};

TEST_F(AuditTest, TellsWhoHandledAnEnrolmentByWhichRequest) {
  const auto created = post(path("/enrolments"), R"({"application_id":")" + bank_.application.text() + R"("})");
  expectEvent(AuditAction::kEnrolmentCreated, created);
  expectEvent(AuditAction::kEnrolmentCancelled, post(created.headers.at("location") + "/cancel", ""));
}

TEST_F(AuditTest, TellsWhoHandledAnOfflineAuthenticationByWhichRequest) {
  const Phone phone = enrolPhone(bank_);
  const auto begun = begin(phone);
  expectEvent(AuditAction::kOfflineAuthenticationBegun, begun);
  const auto session = jsonOf(begun);
  const std::string otp = rightOtp(phone, session);
  expectEvent(AuditAction::kOfflineAuthenticationAttempted, verify(session, wrongPassword(otp)),
              AuditOutcome::kFailure);
  expectEvent(AuditAction::kOfflineAuthenticationAttempted, verify(session, otp));
  expectEvent(AuditAction::kOfflineAuthenticationAttempted, verify(session, otp), AuditOutcome::kRefused);
  expectEvent(AuditAction::kOfflineAuthenticationCancelled, post(pathOf(beginSession(phone)) + "/cancel", ""));
}

TEST_F(AuditTest, TellsWhoHandledAnOnlineAuthenticationByWhichRequest) {
  const Phone phone = enrolPhone(bank_, std::nullopt, AuthMethod::kDevicePin);
  const auto begun = post(path("/authentications"), R"({"device_id":")" + phone.device.text() + R"("})");
  expectEvent(AuditAction::kAuthenticationBegun, begun);
  expectEvent(AuditAction::kAuthenticationCancelled, post(begun.headers.at("location") + "/cancel", ""));
}

TEST_F(AuditTest, TellsWhoChangedADeviceByWhichRequestAndWhy) {
  const Phone phone = enrolPhone(bank_);
  const std::string method = pathOf(phone) + "/auth-methods/OFFLINE_PIN";
  expectEvent(AuditAction::kMethodLocked, post(method + "/lock", kReason));
  EXPECT_EQ(eventsOf(AuditAction::kMethodLocked).back().detail, "ADMIN:reported as lost");
  expectEvent(AuditAction::kMethodUnlocked, post(method + "/unlock", ""));
  expectEvent(AuditAction::kMethodDeactivated, remove(method));
  expectEvent(AuditAction::kDeviceLocked, post(pathOf(phone) + "/lock", kReason));
  EXPECT_EQ(eventsOf(AuditAction::kDeviceLocked).back().detail, "ADMIN:reported as lost");
  expectEvent(AuditAction::kDeviceUnlocked, post(pathOf(phone) + "/unlock", ""));
  expectEvent(AuditAction::kDeviceDeactivated, remove(pathOf(phone)));
}

TEST_F(AuditTest, TellsWhoCameWithoutGoodCredentials) {
  Bank stranger = bank_;
  stranger.key_secret = std::string(64, '0');
  for (int i = 0; i < 24; ++i) get(path("/devices"), stranger);
  const auto last = get(path("/devices"), stranger);
  EXPECT_EQ(last.status, 429);
  send(requestText("GET", path("/devices")));  // without credentials, which is no failure
  EXPECT_TRUE(eventsOf(AuditAction::kCredentialsRefused).empty());

  domain_.upkeep.run(clock_.now());
  const auto events = eventsOf(AuditAction::kCredentialsRefused);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].origin.actor, AuditActor::kStranger);
  EXPECT_EQ(events[0].origin.address, "127.0.0.1");
  EXPECT_EQ(events[0].origin.request_id, last.headers.at("x-request-id"));
  EXPECT_EQ(events[0].outcome, AuditOutcome::kRefused);
  EXPECT_EQ(events[0].detail, "25");
  EXPECT_FALSE(events[0].origin.api_key);
}

TEST_F(AuditTest, ForbiddenRequestsAreNoRefusedCredentials) {
  const Bank reader = newKey(bank_, ApiKeyRole::kReadOnly);
  post(path("/enrolments"), "{}", reader);
  domain_.upkeep.run(clock_.now());
  EXPECT_TRUE(eventsOf(AuditAction::kCredentialsRefused).empty());
}

TEST_F(AuditTest, AKeysLastUseIsWrittenDown) {
  EXPECT_FALSE(domain_.administration.findApiKey(bank_.key)->last_used_at);
  get(path("/devices"));
  domain_.upkeep.run(clock_.now());
  EXPECT_EQ(domain_.administration.findApiKey(bank_.key)->last_used_at, clock_.now());
  EXPECT_FALSE(domain_.administration.findApiKey(other_bank_.key)->last_used_at);
}

}  // namespace
}  // namespace heliograph::http::testing
