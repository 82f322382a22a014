// Calls that are made again with the same Idempotency-Key, and what attackers write into it.

#include "http/idempotency.h"

#include <gmock/gmock.h>

#include <future>
#include <set>
#include <string>
#include <vector>

#include "http/testing/service_provider_fixture.h"

namespace heliograph::http::testing {
namespace {

using domain::AuditAction;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

class IdempotencyTest : public ServiceProviderFixture {
 protected:
  ReceivedResponse postWith(const std::string& key, const std::string& target, const std::string& body,
                            const Bank& bank) {
    return post(target, body, bank, "Idempotency-Key: " + key + "\r\n");
  }
  ReceivedResponse postWith(const std::string& key, const std::string& target, const std::string& body) {
    return postWith(key, target, body, bank_);
  }
  ReceivedResponse beginWith(const std::string& key, const Phone& phone, const std::string& context = "Pay 1 EUR") {
    return postWith(key, path("/offline-authentications"), beginBody(phone, context));
  }
  ReceivedResponse verifyWith(const std::string& key, const nlohmann::json& session, const std::string& otp) {
    return postWith(key, pathOf(session) + "/verify", otpBody(otp));
  }
  nlohmann::json remainingOf(const nlohmann::json& session) {
    return jsonOf(get(pathOf(session)))["remaining_attempts"];
  }
  std::size_t begunSessions() { return eventsOf(AuditAction::kOfflineAuthenticationBegun).size(); }
};

TEST_F(IdempotencyTest, BeginningAgainGivesTheSameSessionByteForByte) {
  const Phone phone = enrolPhone(bank_);
  const auto first = beginWith("order-1", phone);
  ASSERT_EQ(first.status, 201) << first.body;
  clock_.advance(std::chrono::seconds(10));
  const auto second = beginWith("order-1", phone);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.headers.at("location"), first.headers.at("location"));
  EXPECT_TRUE(jsonOf(second).contains("verification_data"));
  EXPECT_EQ(begunSessions(), 1U);
}

TEST_F(IdempotencyTest, BeginningAgainGivesTheSameSessionAlsoWhenItIsOver) {
  const Phone phone = enrolPhone(bank_);
  const auto first = beginWith("order-1", phone);
  verify(jsonOf(first), rightOtp(phone, jsonOf(first)));
  EXPECT_EQ(beginWith("order-1", phone).body, first.body);
  clock_.advance(std::chrono::minutes(10));
  EXPECT_EQ(beginWith("order-1", phone).body, first.body);
}

TEST_F(IdempotencyTest, BeginningAgainOnlineGivesTheSameSessionByteForByte) {
  const Phone phone = enrolPhone(bank_, std::nullopt, protocol::AuthMethod::kDevicePin);
  const std::string body = R"({"device_id":")" + phone.device.text() + R"(","context":"Pay 1 EUR"})";
  const auto first = postWith("order-1", path("/authentications"), body);
  ASSERT_EQ(first.status, 201) << first.body;
  clock_.advance(std::chrono::seconds(10));
  const auto second = postWith("order-1", path("/authentications"), body);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(second.headers.at("location"), first.headers.at("location"));
  EXPECT_EQ(eventsOf(AuditAction::kAuthenticationBegun).size(), 1U);
}

TEST_F(IdempotencyTest, BeginningAtOnceBeginsOneSession) {
  const Phone phone = enrolPhone(bank_);
  std::vector<std::future<std::string>> bodies;
  for (int i = 0; i < 16; ++i) {
    bodies.push_back(std::async(std::launch::async, [&] { return beginWith("order-1", phone).body; }));
  }
  std::set<std::string> different;
  for (auto& body : bodies) different.insert(body.get());
  EXPECT_EQ(different.size(), 1U);
  EXPECT_EQ(begunSessions(), 1U);
}

TEST_F(IdempotencyTest, VerifyingAWrongPasswordAgainCountsOnce) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const std::string wrong = wrongPassword(rightOtp(phone, session));
  const auto first = verifyWith("try-1", session, wrong);
  EXPECT_EQ(jsonOf(first)["result"], "FAILURE");
  EXPECT_EQ(jsonOf(first)["remaining_attempts"], 2);
  for (int i = 0; i < 5; ++i) EXPECT_EQ(verifyWith("try-1", session, wrong).body, first.body);
  EXPECT_EQ(remainingOf(session), 2);
  EXPECT_EQ(jsonOf(verifyWith("try-2", session, wrong))["remaining_attempts"], 1);
  EXPECT_EQ(verifyWith("try-1", session, wrong).body, first.body);
}

TEST_F(IdempotencyTest, VerifyingARightPasswordAgainSucceedsAgain) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const auto first = verifyWith("try-1", session, rightOtp(phone, session));
  EXPECT_EQ(jsonOf(first)["result"], "SUCCESS");
  clock_.advance(std::chrono::minutes(10));
  const auto second = verifyWith("try-1", session, rightOtp(phone, session));
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(outcomeOf(verify(session, rightOtp(phone, session))), "409 SESSION_NOT_OPEN");
}

TEST_F(IdempotencyTest, TheAttemptThatLocksIsToldAgainAsItWas) {
  setProperties(bank_, {{"LOCK_DURATION", "60"}, {"AMOUNT_FAILURES_ALLOWED", "2"}});
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const std::string wrong = wrongPassword(rightOtp(phone, session));
  const auto warned = verifyWith("try-1", session, wrong);
  EXPECT_EQ(jsonOf(warned)["lock_warning"], "TEMPORARY");
  const auto locked = verifyWith("try-2", session, wrong);
  EXPECT_TRUE(jsonOf(locked).contains("locked_until"));
  clock_.advance(std::chrono::seconds(120));
  EXPECT_EQ(verifyWith("try-1", session, wrong).body, warned.body);
  EXPECT_EQ(verifyWith("try-2", session, wrong).body, locked.body);
}

TEST_F(IdempotencyTest, VerifyingAtOnceCountsOnce) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const std::string wrong = wrongPassword(rightOtp(phone, session));
  std::vector<std::future<std::string>> bodies;
  for (int i = 0; i < 16; ++i) {
    bodies.push_back(std::async(std::launch::async, [&] { return verifyWith("try-1", session, wrong).body; }));
  }
  std::set<std::string> different;
  for (auto& body : bodies) different.insert(body.get());
  EXPECT_EQ(different.size(), 1U);
  EXPECT_EQ(remainingOf(session), 2);
}

TEST_F(IdempotencyTest, AKeyWithAnotherBodyIsRefusedAndCostsNoAttempt) {
  const Phone phone = enrolPhone(bank_);
  const auto session = jsonOf(beginWith("order-1", phone));
  EXPECT_EQ(outcomeOf(beginWith("order-1", phone, "Pay 1000 EUR")), "422 IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(begunSessions(), 1U);

  const std::string wrong = wrongPassword(rightOtp(phone, session));
  verifyWith("try-1", session, wrong);
  EXPECT_EQ(outcomeOf(verifyWith("try-1", session, rightOtp(phone, session))), "422 IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(outcomeOf(verifyWith("try-1", session, wrongPassword(wrong))), "422 IDEMPOTENCY_KEY_REUSED");
  EXPECT_EQ(remainingOf(session), 2);
  EXPECT_EQ(jsonOf(get(pathOf(session)))["status"], "STARTED");
}

TEST_F(IdempotencyTest, AnApiKeySeesNothingOfAnothersKeys) {
  const Phone phone = enrolPhone(bank_);
  const Bank colleague = newKey(bank_);
  const auto first = beginWith("order-1", phone);
  const auto second = postWith("order-1", path("/offline-authentications"), beginBody(phone), colleague);
  EXPECT_EQ(second.status, 201);
  EXPECT_NE(jsonOf(second)["id"], jsonOf(first)["id"]);
  const auto foreign = postWith("order-1", path("/offline-authentications"), beginBody(phone), other_bank_);
  EXPECT_EQ(outcomeOf(foreign), "404 UNKNOWN_DEVICE");
}

TEST_F(IdempotencyTest, AKeyBelongsToOneSession) {
  const Phone phone = enrolPhone(bank_);
  const auto one = beginSession(phone);
  const auto other = beginSession(phone);
  verifyWith("try-1", one, wrongPassword(rightOtp(phone, one)));
  EXPECT_EQ(jsonOf(verifyWith("try-1", other, rightOtp(phone, other)))["result"], "SUCCESS");
}

TEST_F(IdempotencyTest, WhatIsNoKeyIsRefusedByName) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  for (const std::string& key :
       {std::string(), std::string(65, 'a'), std::string(7'000, 'a'), std::string("two words"), std::string("a\tb"),
        std::string("\xC3\xA9"), std::string("order-1\r\nIdempotency-Key: order-2")}) {
    for (const auto& response : {beginWith(key, phone), verifyWith(key, session, rightOtp(phone, session)),
                                 postWith(key, path("/authentications"), "{}")}) {
      EXPECT_EQ(outcomeOf(response), "400 MALFORMED_REQUEST") << key;
    }
    const std::string detail = jsonOf(verifyWith(key, session, "000000"))["detail"];
    EXPECT_THAT(detail, HasSubstr("Idempotency-Key")) << key;
  }
  EXPECT_EQ(begunSessions(), 1U);
  EXPECT_EQ(remainingOf(session), 3);
}

TEST_F(IdempotencyTest, AKeyMayBeAnythingThatIsVisible) {
  const Phone phone = enrolPhone(bank_);
  std::set<std::string> ids;
  for (const std::string& key :
       {std::string("x"), std::string(64, 'a'), std::string("\"8e03978e-40d5-43dd-bc93-6894a57f9324\""),
        std::string("!~<>%00%0d%0a'--"), std::string("*")}) {
    const auto begun = beginWith(key, phone);
    ASSERT_EQ(begun.status, 201) << key;
    ids.insert(jsonOf(begun)["id"].get<std::string>());
  }
  EXPECT_EQ(ids.size(), 5U);
}

TEST_F(IdempotencyTest, AllOtherCallsIgnoreTheField) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const std::string no_key = "two words";
  EXPECT_EQ(get(pathOf(session), bank_, "Idempotency-Key: two words\r\n").status, 200);
  EXPECT_EQ(postWith(no_key, pathOf(session) + "/cancel", "").status, 200);
  EXPECT_EQ(postWith(no_key, pathOf(phone) + "/lock", R"({"reason":"x"})").status, 200);
  const std::string enrolment = R"({"application_id":")" + bank_.application.text() + R"("})";
  const auto first = postWith("order-1", path("/enrolments"), enrolment);
  const auto second = postWith("order-1", path("/enrolments"), enrolment);
  EXPECT_NE(jsonOf(first)["id"], jsonOf(second)["id"]);
}

TEST_F(IdempotencyTest, NothingOfAKeyComesBackOrIntoTheLog) {
  const Phone phone = enrolPhone(bank_);
  for (const std::string& key : {std::string("planted%0d%0aX-Planted:%201"), std::string("planted\r\nX-Planted: 1"),
                                 std::string("planted <script>"), std::string("planted\\r\\nX-Planted:1")}) {
    const auto response = beginWith(key, phone);
    EXPECT_FALSE(response.headers.contains("x-planted"));
    EXPECT_THAT(response.body, Not(HasSubstr("planted")));
    for (const auto& [name, value] : response.headers) EXPECT_THAT(value, Not(HasSubstr("planted"))) << name;
  }
  stop();
  EXPECT_THAT(log_.text(), Not(HasSubstr("lanted")));
}

}  // namespace
}  // namespace heliograph::http::testing
