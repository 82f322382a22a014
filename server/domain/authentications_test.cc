#include "domain/authentications.h"

#include <gtest/gtest.h>

#include <functional>

#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using std::chrono::seconds;

template <class Value>
RefusalCode codeOf(const Answer<Value>& answer) {
  EXPECT_FALSE(answer);
  return answer.error().code;
}

class AuthenticationsTest : public testing::Test {
 protected:
  Answer<AuthenticationView> begin(const std::optional<AuthMethodSet>& methods = std::nullopt,
                                   const std::optional<IdempotencyKey>& key = std::nullopt) {
    return server.authentications.begin(server.caller,
                                        {.device = *phone.device,
                                         .title = TestServer::kTitle,
                                         .context = TestServer::kContext,
                                         .auth_methods = methods},
                                        key, server.now);
  }
  Answer<AuthenticationView> beginWith(std::optional<std::string_view> title, std::optional<std::string_view> context) {
    return server.authentications.begin(
        server.caller, {.device = *phone.device, .title = title, .context = context, .auth_methods = std::nullopt},
        std::nullopt, server.now);
  }
  Answer<AuthenticationView> find(const AuthenticationSessionId& id) {
    return server.authentications.find(server.caller, id, server.now);
  }
  Answer<AuthenticationView> cancel(const AuthenticationSessionId& id) {
    return server.authentications.cancel(server.caller, id, server.now);
  }

  TestServer server;
  Phone phone = server.enrolledPhone({AuthMethod::kDevice, AuthMethod::kOfflinePin});
};

// --- begin -----------------------------------------------------------------------------------------------------------

TEST_F(AuthenticationsTest, BeginStartsASessionThatThePhoneFinds) {
  const auto begun = begin();
  ASSERT_TRUE(begun);
  const AuthenticationSession& session = begun->session;
  EXPECT_EQ(begun->status, SessionStatus::kStarted);
  EXPECT_EQ(session.device, *phone.device);
  EXPECT_EQ(session.title->text(), TestServer::kTitle);
  EXPECT_EQ(session.context->text(), TestServer::kContext);
  EXPECT_EQ(session.expires_at, server.now + seconds(300));
  EXPECT_EQ(shardOf(session.id), shardOf(session.device));
  const auto started = phone.startAuthentication();
  ASSERT_TRUE(started);
  EXPECT_EQ(started->session, session.id);
  EXPECT_EQ(started->challenge, session.challenge);
}

TEST_F(AuthenticationsTest, EverySessionHasItsOwnChallenge) {
  EXPECT_NE(begin()->session.challenge, begin()->session.challenge);
}

TEST_F(AuthenticationsTest, WhereNobodyAsksForMethodsAllOnlineOnesThatAreAllowedAndActivatedMayAnswer) {
  EXPECT_EQ(begin()->session.auth_methods, (AuthMethodSet{AuthMethod::kDevice, AuthMethod::kDevicePin}));
  server.setProperties({{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE:PIN"}});
  EXPECT_EQ(begin()->session.auth_methods, AuthMethodSet{AuthMethod::kDevicePin});
}

TEST_F(AuthenticationsTest, OnlyTheMethodsAskedForMayAnswer) {
  EXPECT_EQ(begin(AuthMethodSet{AuthMethod::kDevicePin})->session.auth_methods, AuthMethodSet{AuthMethod::kDevicePin});
}

TEST_F(AuthenticationsTest, TitleAndContextMayBeLeftOut) {
  const auto begun = beginWith(std::nullopt, std::nullopt);
  ASSERT_TRUE(begun);
  EXPECT_EQ(begun->session.title, std::nullopt);
  EXPECT_EQ(begun->session.context, std::nullopt);
}

TEST_F(AuthenticationsTest, BeginRefusesATextThatThePhoneWouldNotShow) {
  const struct {
    std::optional<std::string_view> title;
    std::optional<std::string_view> context;
    const char* detail;
  } rows[] = {
      {"", "x", "context_title: must not be empty."},
      {"a\nb", "x", "context_title: has U+000A, which is not allowed, at byte 1."},
      {"a\xFF", "x", "context_title: is not valid UTF-8 at byte 1."},
      {"a", "", "context: must not be empty."},
      {std::nullopt, "a\xE2\x80\xAE", "context: has U+202E, which is not allowed, at byte 1."},
  };
  for (const auto& row : rows) {
    const auto begun = beginWith(row.title, row.context);
    EXPECT_EQ(codeOf(begun), RefusalCode::kInvalidContext) << row.detail;
    EXPECT_EQ(begun.error().detail, row.detail);
  }
}

TEST_F(AuthenticationsTest, AContextMayHaveManyLinesWhereATitleHasOne) {
  EXPECT_TRUE(beginWith("Payment", "12.50 EUR\nto Alice"));
}

TEST_F(AuthenticationsTest, BeginRefusesAnOfflineMethodAndNoMethod) {
  const auto offline = begin(AuthMethodSet{AuthMethod::kDevicePin, AuthMethod::kOfflinePin});
  EXPECT_EQ(codeOf(offline), RefusalCode::kMalformedRequest);
  EXPECT_EQ(offline.error().detail, "auth_methods: OFFLINE_PIN is not an online method.");
  const auto none = begin(AuthMethodSet{});
  EXPECT_EQ(codeOf(none), RefusalCode::kMalformedRequest);
  EXPECT_EQ(none.error().detail, "auth_methods: must not be empty.");
}

TEST_F(AuthenticationsTest, BeginRefusesWhereOneOfTheMethodsAskedForIsNotAllowed) {
  server.setProperties({{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE:PIN"}});
  EXPECT_EQ(codeOf(begin(AuthMethodSet{AuthMethod::kDevice, AuthMethod::kDevicePin})), RefusalCode::kMethodNotAllowed);
  EXPECT_TRUE(begin(AuthMethodSet{AuthMethod::kDevicePin}));
}

TEST_F(AuthenticationsTest, BeginRefusesMethodsThatTheDeviceHasNot) {
  const Phone without_device = server.enrolledPhone();
  EXPECT_EQ(codeOf(server.authentications.begin(server.caller,
                                                {.device = *without_device.device,
                                                 .title = std::nullopt,
                                                 .context = std::nullopt,
                                                 .auth_methods = AuthMethodSet{AuthMethod::kDevice}},
                                                std::nullopt, server.now)),
            RefusalCode::kMethodNotActivated);
}

TEST_F(AuthenticationsTest, AMethodTakenFromTheConfigurationIsRefusedAtOnceByEveryServer) {
  Domain another_server(*server.store, server.key_ring, server.channel_key, server.random);
  const auto beginThere = [&] {
    return another_server.authentications.begin(server.caller,
                                                {.device = *phone.device,
                                                 .title = std::nullopt,
                                                 .context = std::nullopt,
                                                 .auth_methods = AuthMethodSet{AuthMethod::kDevice}},
                                                std::nullopt, server.now);
  };
  ASSERT_TRUE(beginThere());
  server.setProperties({{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE:PIN"}});
  EXPECT_EQ(codeOf(beginThere()), RefusalCode::kMethodNotAllowed);
}

TEST_F(AuthenticationsTest, ADeviceThatIsGoneIsUnknown) {
  ASSERT_TRUE(phone.deactivate());
  EXPECT_EQ(codeOf(begin()), RefusalCode::kUnknownDevice);
}

TEST_F(AuthenticationsTest, ABeginSentAgainWithItsKeyGivesTheSameSession) {
  const IdempotencyKey key{.key = {1}, .request = {1}};
  const auto first = begin(std::nullopt, key);
  ASSERT_TRUE(first);
  EXPECT_EQ(begin(std::nullopt, key)->session.id, first->session.id);
  EXPECT_EQ(codeOf(begin(std::nullopt, IdempotencyKey{.key = {1}, .request = {2}})),
            RefusalCode::kIdempotencyKeyReused);
}

TEST_F(AuthenticationsTest, WhatIsBegunTooOftenForADeviceIsRefusedBeforeTheStoreIsAsked) {
  Domain limited(*server.store, server.key_ring, server.channel_key, server.random, nobody(),
                 {.limits = {.per_device = {.capacity = 1, .tokens_per_second = 0.1}}});
  const AuthenticationRequest request{
      .device = *phone.device, .title = std::nullopt, .context = std::nullopt, .auth_methods = std::nullopt};
  ASSERT_TRUE(limited.authentications.begin(server.caller, request, std::nullopt, server.now));
  const auto calls = server.store->calls();
  const auto refused = limited.authentications.begin(server.caller, request, std::nullopt, server.now);
  EXPECT_EQ(codeOf(refused), RefusalCode::kTooManyRequests);
  EXPECT_EQ(refused.error().retry_after, seconds(10));
  EXPECT_EQ(server.store->calls(), calls);
}

// --- look and cancel -------------------------------------------------------------------------------------------------

TEST_F(AuthenticationsTest, ASessionThatThePhoneHasAnsweredTellsByWhichMethod) {
  const auto id = begin()->session.id;
  ASSERT_TRUE(phone.startAuthentication());
  ASSERT_TRUE(phone.finishAuthentication(AuthMethod::kDevicePin));
  const auto found = find(id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->status, SessionStatus::kCompleted);
  EXPECT_EQ(found->session.auth_method, AuthMethod::kDevicePin);
  EXPECT_EQ(found->session.finished_at, server.now);
}

TEST_F(AuthenticationsTest, ExpiresByItself) {
  const auto id = begin()->session.id;
  server.now += seconds(300);
  EXPECT_EQ(find(id)->status, SessionStatus::kExpired);
}

TEST_F(AuthenticationsTest, CancellingTwiceIsNoError) {
  const auto id = begin()->session.id;
  const auto cancelled = cancel(id);
  ASSERT_TRUE(cancelled);
  EXPECT_EQ(cancelled->status, SessionStatus::kCancelled);
  EXPECT_EQ(cancelled->session.finished_at, server.now);
  EXPECT_TRUE(cancel(id));
  EXPECT_FALSE(phone.startAuthentication());
}

TEST_F(AuthenticationsTest, CancellingAFinishedOneIsRefusedWithItsStatus) {
  const auto completed = begin()->session.id;
  ASSERT_TRUE(phone.startAuthentication());
  ASSERT_TRUE(phone.finishAuthentication(AuthMethod::kDevicePin));
  const auto expired = begin()->session.id;
  server.now += seconds(300);
  EXPECT_EQ(cancel(completed).error().status, SessionStatus::kCompleted);
  EXPECT_EQ(cancel(expired).error().status, SessionStatus::kExpired);
  EXPECT_EQ(codeOf(cancel(expired)), RefusalCode::kSessionNotOpen);
}

// --- who may ---------------------------------------------------------------------------------------------------------

TEST_F(AuthenticationsTest, WhatBelongsToAnotherOrganisationIsUnknown) {
  const auto id = begin()->session.id;
  const Caller stranger = server.newCaller("Shop");
  (void)*server.administration.createApplication(stranger.organisation, "App", offlineProperties(), {}, server.now);
  (void)server.directory.latest();
  EXPECT_EQ(codeOf(server.authentications.begin(
                stranger,
                {.device = *phone.device, .title = std::nullopt, .context = std::nullopt, .auth_methods = std::nullopt},
                std::nullopt, server.now)),
            RefusalCode::kUnknownDevice);
  EXPECT_EQ(codeOf(server.authentications.find(stranger, id, server.now)), RefusalCode::kUnknownSession);
  EXPECT_EQ(codeOf(server.authentications.cancel(stranger, id, server.now)), RefusalCode::kUnknownSession);
  EXPECT_EQ(find(id)->status, SessionStatus::kStarted);
}

TEST_F(AuthenticationsTest, ARevokedKeyIsRefusedAtOnceThoughTheCacheIsOld) {
  const auto id = begin()->session.id;
  ASSERT_TRUE(server.administration.revokeApiKey(server.caller.key, {}, server.now));
  EXPECT_EQ(codeOf(begin()), RefusalCode::kRevokedKey);
  server.caller = server.newCaller(std::string(TestServer::kOrganisation));
  (void)server.directory.latest();
  ASSERT_TRUE(server.administration.revokeApiKey(server.caller.key, {}, server.now));
  EXPECT_EQ(codeOf(cancel(id)), RefusalCode::kRevokedKey);
  EXPECT_EQ(codeOf(find(id)), RefusalCode::kRevokedKey);
}

}  // namespace
}  // namespace heliograph::domain
