#include "domain/enrolments.h"

#include <gtest/gtest.h>

#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using std::chrono::seconds;

class EnrolmentsTest : public testing::Test {
 protected:
  Answer<CreatedEnrolment> create(const std::optional<std::string>& user_reference = std::nullopt) {
    return server.enrolments.create(server.caller, server.application.id, user_reference, server.now);
  }
  Answer<EnrolmentView> find(const CreatedEnrolment& created) {
    return server.enrolments.find(server.caller, created.view.enrolment.id, server.now);
  }
  Answer<EnrolmentView> cancel(const CreatedEnrolment& created) {
    return server.enrolments.cancel(server.caller, created.view.enrolment.id, server.now);
  }
  std::string codeIn(const CreatedEnrolment& created) { return std::string(textOf(created.activation_code.expose())); }

  TestServer server;
};

template <class Value>
RefusalCode codeOf(const Answer<Value>& answer) {
  EXPECT_FALSE(answer);
  return answer.error().code;
}

TEST_F(EnrolmentsTest, ANewEnrolmentIsStartedAndTellsItsCodeOnce) {
  const auto created = create("alice");
  ASSERT_TRUE(created);
  EXPECT_EQ(created->activation_code.size(), 8u);
  EXPECT_EQ(created->view.status, SessionStatus::kStarted);
  EXPECT_EQ(created->view.enrolment.user_reference, "alice");
  EXPECT_EQ(created->view.enrolment.expires_at, server.now + seconds(900));
  EXPECT_EQ(find(*created)->status, SessionStatus::kStarted);
}

TEST_F(EnrolmentsTest, TheCodeAndItsLifeAreAsConfiguredAtThisMoment) {
  server.setProperties({{"ACTIVATION_CODE_LENGTH", "16"}, {"ENROLMENT_LIFETIME", "60"}});
  const auto created = create();
  EXPECT_EQ(created->activation_code.size(), 16u);
  EXPECT_EQ(created->view.enrolment.expires_at, server.now + seconds(60));
}

TEST_F(EnrolmentsTest, AUserReferenceIs1To128BytesOfUtf8WithoutControlCharacters) {
  EXPECT_TRUE(create("alice"));
  EXPECT_TRUE(create(std::string(128, 'a')));
  for (const std::string& text : {std::string(), std::string(129, 'a'), std::string("alice\n")}) {
    EXPECT_EQ(codeOf(create(text)), RefusalCode::kMalformedRequest) << text;
    EXPECT_EQ(create(text).error().detail.substr(0, 15), "user_reference:") << text;
  }
}

TEST_F(EnrolmentsTest, AnEnrolmentShowsItsDeviceOnceItIsCompleted) {
  const auto created = create();
  Phone phone = server.newPhone();
  ASSERT_TRUE(phone.startEnrolment(server.application.id, codeIn(*created)));
  EXPECT_EQ(find(*created)->enrolment.device, std::nullopt);
  ASSERT_TRUE(phone.finishEnrolment(protocol::AuthMethod::kDevicePin));
  EXPECT_EQ(find(*created)->status, SessionStatus::kCompleted);
  EXPECT_EQ(find(*created)->enrolment.device, *phone.device);
}

TEST_F(EnrolmentsTest, ExpiresByItself) {
  const auto created = create();
  server.now += seconds(900);
  EXPECT_EQ(find(*created)->status, SessionStatus::kExpired);
}

TEST_F(EnrolmentsTest, CancellingTwiceIsNoError) {
  const auto created = create();
  EXPECT_EQ(cancel(*created)->status, SessionStatus::kCancelled);
  EXPECT_EQ(cancel(*created)->status, SessionStatus::kCancelled);
}

TEST_F(EnrolmentsTest, CancellingAFinishedOneIsRefusedWithItsStatus) {
  const auto completed = create();
  Phone phone = server.newPhone();
  ASSERT_TRUE(phone.startEnrolment(server.application.id, codeIn(*completed)));
  ASSERT_TRUE(phone.finishEnrolment(protocol::AuthMethod::kDevicePin));
  const auto expired = create();
  server.now += seconds(900);
  EXPECT_EQ(cancel(*completed).error().status, SessionStatus::kCompleted);
  EXPECT_EQ(cancel(*expired).error().status, SessionStatus::kExpired);
  EXPECT_EQ(codeOf(cancel(*expired)), RefusalCode::kSessionNotOpen);
}

TEST_F(EnrolmentsTest, WhatBelongsToAnotherOrganisationIsUnknown) {
  const auto created = create();
  const EnrolmentId id = created->view.enrolment.id;
  const Caller stranger = server.newCaller("Shop");
  (void)server.directory.latest();
  EXPECT_EQ(codeOf(server.enrolments.create(stranger, server.application.id, std::nullopt, server.now)),
            RefusalCode::kUnknownApplication);
  EXPECT_EQ(codeOf(server.enrolments.find(stranger, id, server.now)), RefusalCode::kUnknownEnrolment);
  EXPECT_EQ(codeOf(server.enrolments.cancel(stranger, id, server.now)), RefusalCode::kUnknownEnrolment);
  EXPECT_EQ(find(*created)->status, SessionStatus::kStarted);
}

TEST_F(EnrolmentsTest, WhatIsNotThereIsUnknown) {
  EXPECT_EQ(
      codeOf(server.enrolments.create(server.caller, ApplicationId::random(server.random), std::nullopt, server.now)),
      RefusalCode::kUnknownApplication);
  EXPECT_EQ(codeOf(server.enrolments.find(server.caller, EnrolmentId::random(server.random), server.now)),
            RefusalCode::kUnknownEnrolment);
}

TEST_F(EnrolmentsTest, AnApplicationMadeAMomentAgoIsUsableOnceTheCacheHasLookedAgain) {
  const auto application =
      server.administration.createApplication(server.caller.organisation, "New", offlineProperties(), {}, server.now);
  (void)server.directory.latest();
  EXPECT_TRUE(server.enrolments.create(server.caller, application->id, std::nullopt, server.now));
}

TEST_F(EnrolmentsTest, ARevokedKeyIsRefusedAtOnceThoughTheCacheIsOld) {
  const auto created = create();
  ASSERT_TRUE(server.administration.revokeApiKey(server.caller.key, {}, server.now));
  EXPECT_EQ(codeOf(create()), RefusalCode::kRevokedKey);
  const Caller fresh = server.caller = server.newCaller(std::string(TestServer::kOrganisation));
  ASSERT_TRUE(find(*created));
  ASSERT_TRUE(server.administration.revokeApiKey(fresh.key, {}, server.now));
  EXPECT_EQ(codeOf(find(*created)), RefusalCode::kRevokedKey);
  EXPECT_EQ(codeOf(cancel(*created)), RefusalCode::kRevokedKey);
}

// Draws what the script says wherever a single byte is asked for: the characters of activation codes.
class ScriptedCodes final : public Random {
 public:
  void fill(MutableByteView bytes) override {
    if (bytes.size() != 1) return random.fill(bytes);
    bytes[0] = next < script.size() ? static_cast<std::uint8_t>(script[next++] - '0') : std::uint8_t{0};
  }
  std::string script;
  std::size_t next = 0;
  crypto::SystemRandom random;
};

TEST_F(EnrolmentsTest, ACodeThatAnotherOpenEnrolmentHasIsDrawnAgain) {
  ScriptedCodes scripted;
  scripted.script = "111111111111111122222222";
  Domain scripted_server(*server.store, server.key_ring, server.channel_key, scripted);
  Enrolments& enrolments = scripted_server.enrolments;
  const auto first = enrolments.create(server.caller, server.application.id, std::nullopt, server.now);
  const auto second = enrolments.create(server.caller, server.application.id, std::nullopt, server.now);
  EXPECT_EQ(codeIn(*first), "11111111");
  EXPECT_EQ(codeIn(*second), "22222222");
}

TEST_F(EnrolmentsTest, WhereEveryCodeIsTakenTheCallerIsToldToTryLater) {
  ScriptedCodes always_zeros;
  Domain unlucky_server(*server.store, server.key_ring, server.channel_key, always_zeros);
  Enrolments& enrolments = unlucky_server.enrolments;
  ASSERT_TRUE(enrolments.create(server.caller, server.application.id, std::nullopt, server.now));
  const auto calls = server.store->calls();
  EXPECT_THROW((void)enrolments.create(server.caller, server.application.id, std::nullopt, server.now),
               StoreOverloaded);
  EXPECT_LT(server.store->calls() - calls, 50u);
}

}  // namespace
}  // namespace heliograph::domain
