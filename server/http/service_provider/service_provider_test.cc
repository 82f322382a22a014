// The service provider API as a bank meets it, and as an attacker does.

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* kNobody = "01234567-89ab-4def-8123-456789abcdef";

class ServiceProviderTest : public ServerFixture {
 protected:
  static std::string path(const std::string& rest) { return std::string(kApi) + rest; }

  [[nodiscard]] static std::string beginBody(const Phone& phone, const std::string& context = "Pay 1 EUR") {
    return nlohmann::json{{"device_id", phone.device.text()}, {"auth_method", "OFFLINE_PIN"}, {"context", context}}
        .dump();
  }
  nlohmann::json beginSession(const Phone& phone) {
    const auto response = post(path("/offline-authentications"), beginBody(phone));
    EXPECT_EQ(response.status, 201) << response.body;
    return jsonOf(response);
  }
  [[nodiscard]] static std::string pathOf(const nlohmann::json& session) {
    return path("/offline-authentications/" + session["id"].get<std::string>());
  }
  ReceivedResponse verify(const nlohmann::json& session, const std::string& otp) {
    return post(pathOf(session) + "/verify", nlohmann::json{{"otp", otp}}.dump());
  }
  static std::string rightOtp(const Phone& phone, const nlohmann::json& session) {
    return oneTimePassword(phone, session["verification_data"]);
  }
};

// --- enrolments ------------------------------------------------------------------------------------------------------

TEST_F(ServiceProviderTest, CreatesAnEnrolmentAndShowsItWithoutItsCode) {
  const auto created = post(path("/enrolments"), R"({"application_id":")" + bank_.application.text() + R"("})");
  ASSERT_EQ(created.status, 201) << created.body;
  const auto enrolment = jsonOf(created);
  EXPECT_EQ(created.headers.at("location"), path("/enrolments/" + enrolment["id"].get<std::string>()));
  EXPECT_EQ(enrolment["activation_code"].get<std::string>().size(), 8U);
  EXPECT_EQ(enrolment["expires_at"], "2026-01-02T03:19:05.678Z");
  const auto shown = jsonOf(get(created.headers.at("location")));
  EXPECT_EQ(shown["status"], "STARTED");
  EXPECT_FALSE(shown.contains("activation_code"));
}

TEST_F(ServiceProviderTest, CancelsAnEnrolmentOnceOrTwice) {
  const auto created = post(path("/enrolments"), R"({"application_id":")" + bank_.application.text() + R"("})");
  const std::string location = created.headers.at("location");
  EXPECT_EQ(jsonOf(post(location + "/cancel", ""))["status"], "CANCELLED");
  EXPECT_EQ(jsonOf(post(location + "/cancel", "{}"))["status"], "CANCELLED");
  EXPECT_EQ(outcomeOf(post(location + "/cancel", R"({"reason":"x"})")), "400 MALFORMED_REQUEST");
}

TEST_F(ServiceProviderTest, RefusesAnEnrolmentForAnApplicationThatIsNotTheCallers) {
  const std::string body = R"({"application_id":")" + other_bank_.application.text() + R"("})";
  EXPECT_EQ(outcomeOf(post(path("/enrolments"), body)), "404 UNKNOWN_APPLICATION");
}

// --- offline authentications
// -------------------------------------------------------------------------------------------

TEST_F(ServiceProviderTest, BeginsAnOfflineAuthentication) {
  const Phone phone = enrolPhone(bank_);
  const auto response = post(path("/offline-authentications"), beginBody(phone, "Überweisung\n支払い 🏦"));
  ASSERT_EQ(response.status, 201) << response.body;
  const auto session = jsonOf(response);
  EXPECT_EQ(response.headers.at("location"), pathOf(session));
  EXPECT_EQ(session["device_id"], phone.device.text());
  EXPECT_EQ(session["auth_method"], "OFFLINE_PIN");
  EXPECT_EQ(session["context"], "Überweisung\n支払い 🏦");
  EXPECT_EQ(session["otp_length"], 6);
  EXPECT_EQ(session["status"], "STARTED");
  EXPECT_EQ(session["remaining_attempts"], 3);
  EXPECT_EQ(session["created_at"], "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(session["expires_at"], "2026-01-02T03:09:05.678Z");
  EXPECT_FALSE(jsonOf(get(pathOf(session))).contains("verification_data"));
}

TEST_F(ServiceProviderTest, VerifiesARightPasswordOnce) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const auto verified = verify(session, rightOtp(phone, session));
  ASSERT_EQ(verified.status, 200) << verified.body;
  EXPECT_EQ(jsonOf(verified)["result"], "SUCCESS");
  EXPECT_EQ(jsonOf(verified)["status"], "COMPLETED");
  const auto replayed = verify(session, rightOtp(phone, session));
  EXPECT_EQ(outcomeOf(replayed), "409 SESSION_NOT_OPEN");
  EXPECT_EQ(jsonOf(replayed)["session_status"], "COMPLETED");
}

TEST_F(ServiceProviderTest, CountsWrongPasswordsAndLocksTheMethod) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const std::string wrong = wrongPassword(rightOtp(phone, session));
  for (const int remaining : {2, 1, 0}) {
    const auto verified = jsonOf(verify(session, wrong));
    EXPECT_EQ(verified["result"], "FAILURE");
    EXPECT_EQ(verified["remaining_attempts"], remaining);
    EXPECT_EQ(verified["status"], remaining > 0 ? "STARTED" : "FAILED");
  }
  EXPECT_EQ(outcomeOf(post(path("/offline-authentications"), beginBody(phone))), "423 METHOD_LOCKED");
}

TEST_F(ServiceProviderTest, APasswordOfTheWrongFormCostsNoAttempt) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  for (const char* otp : {"", "12345", "1234567", "12345a", "-12345", " 12345", "１２３４５６"}) {
    EXPECT_EQ(outcomeOf(verify(session, otp)), "400 INVALID_OTP") << otp;
  }
  EXPECT_EQ(outcomeOf(post(pathOf(session) + "/verify", R"({"otp":123456})")), "400 MALFORMED_REQUEST");
  EXPECT_EQ(jsonOf(get(pathOf(session)))["remaining_attempts"], 3);
}

TEST_F(ServiceProviderTest, CancelsAnOpenSessionAndNoFinishedOne) {
  const Phone phone = enrolPhone(bank_);
  const auto cancelled = beginSession(phone);
  EXPECT_EQ(jsonOf(post(pathOf(cancelled) + "/cancel", ""))["status"], "CANCELLED");
  EXPECT_EQ(jsonOf(post(pathOf(cancelled) + "/cancel", ""))["status"], "CANCELLED");
  EXPECT_EQ(outcomeOf(verify(cancelled, rightOtp(phone, cancelled))), "409 SESSION_NOT_OPEN");
  const auto finished = beginSession(phone);
  ASSERT_EQ(verify(finished, rightOtp(phone, finished)).status, 200);
  EXPECT_EQ(outcomeOf(post(pathOf(finished) + "/cancel", "")), "409 SESSION_NOT_OPEN");
}

TEST_F(ServiceProviderTest, DrawsTheQrCodeAsAskedWhileTheSessionIsOpen) {
  const auto session = beginSession(enrolPhone(bank_));
  const auto svg = get(pathOf(session) + "/qr");
  EXPECT_EQ(svg.headers.at("content-type"), "image/svg+xml");
  EXPECT_THAT(svg.body, HasSubstr("<svg"));
  const auto png = get(pathOf(session) + "/qr", bank_, "Accept: image/png\r\n");
  EXPECT_EQ(png.headers.at("content-type"), "image/png");
  EXPECT_THAT(png.body, StartsWith("\x89PNG"));
  EXPECT_EQ(outcomeOf(get(pathOf(session) + "/qr", bank_, "Accept: text/html\r\n")), "406 NOT_ACCEPTABLE");
  post(pathOf(session) + "/cancel", "");
  EXPECT_EQ(outcomeOf(get(pathOf(session) + "/qr")), "409 SESSION_NOT_OPEN");
}

struct RefusedBegin {
  std::string body;
  std::string outcome;
  std::string named;  // what the detail must name
};

TEST_F(ServiceProviderTest, RefusesABeginByNameOfWhatIsAtFault) {
  const Phone phone = enrolPhone(bank_);
  const std::string device = phone.device.text();
  const auto body = [&](const std::string& method, const std::string& context) {
    return R"({"device_id":")" + device + R"(","auth_method":")" + method + R"(","context":")" + context + R"("})";
  };
  const std::vector<RefusedBegin> cases{
      {body("OFFLINE_PIN", std::string(201, 'x')), "400 INVALID_CONTEXT", "context"},
      {body("OFFLINE_PIN", ""), "400 INVALID_CONTEXT", "context"},
      {body("OFFLINE_PIN", R"(tab\tbed)"), "400 INVALID_CONTEXT", "U+0009"},
      {body("OFFLINE_PIN", R"(right\u202eleft)"), "400 INVALID_CONTEXT", "U+202E"},
      {body("DEVICE_PIN", "x"), "400 MALFORMED_REQUEST", "auth_method"},
      {body("OFFLINE:PIN", "x"), "400 MALFORMED_REQUEST", "auth_method"},
      {body("OFFLINE_DEVICE", "x"), "409 AUTH_METHOD_NOT_ACTIVATED", "auth_method"},
      {body("OFFLINE_IOS_FACE_ID", "x"), "422 AUTH_METHOD_NOT_ALLOWED", "auth_method"},
      {R"({"device_id":")" + device + R"(","auth_method":"OFFLINE_PIN"})", "400 MALFORMED_REQUEST", "context"},
      {R"({"device_id":"x","auth_method":"OFFLINE_PIN","context":"x"})", "400 MALFORMED_REQUEST", "device_id"},
      {R"({"device_id":1,"auth_method":"OFFLINE_PIN","context":"x"})", "400 MALFORMED_REQUEST", "device_id"},
      {R"({"surplus":"x"})", "400 MALFORMED_REQUEST", "surplus"},
      {R"({"context":"a","context":"b"})", "400 MALFORMED_REQUEST", "context"},
      {"[]", "400 MALFORMED_REQUEST", ""},
      {"{", "400 MALFORMED_REQUEST", ""},
      {"{\"context\":\"\xC0\xAF\"}", "400 MALFORMED_REQUEST", ""},
      {std::string(1000, '['), "400 MALFORMED_REQUEST", ""},
  };
  for (const RefusedBegin& refused : cases) {
    const auto response = post(path("/offline-authentications"), refused.body);
    EXPECT_EQ(outcomeOf(response), refused.outcome) << refused.body;
    EXPECT_THAT(jsonOf(response)["detail"].get<std::string>(), HasSubstr(refused.named)) << refused.body;
  }
}

TEST_F(ServiceProviderTest, TakesJsonOnly) {
  const std::string head = bank_.authorization() + "Content-Type: text/plain\r\n";
  EXPECT_EQ(outcomeOf(send(requestText("POST", path("/enrolments"), head, "{}"))), "415 UNSUPPORTED_MEDIA_TYPE");
}

// --- devices
// -----------------------------------------------------------------------------------------------------------

TEST_F(ServiceProviderTest, ShowsADeviceAndItsMethods) {
  const Phone phone = enrolPhone(bank_, "alice");
  const auto device = jsonOf(get(path("/devices/" + phone.device.text())));
  EXPECT_EQ(device["user_reference"], "alice");
  EXPECT_EQ(device["device_status"], "ACTIVE");
  EXPECT_EQ(device["lock_status"], "UNLOCKED");
  EXPECT_EQ(device["auth_methods"][0]["auth_method"], "OFFLINE_PIN");
  EXPECT_EQ(device["auth_methods"][0]["remaining_attempts"], 3);
}

TEST_F(ServiceProviderTest, FindsDevicesByTheirUser) {
  const Phone phone = enrolPhone(bank_, "alice");
  enrolPhone(bank_, "bob");
  const auto found = jsonOf(get(path("/devices?user_reference=alice")));
  ASSERT_EQ(found["devices"].size(), 1U);
  EXPECT_EQ(found["devices"][0]["device_id"], phone.device.text());
  EXPECT_EQ(jsonOf(get(path("/devices")))["devices"].size(), 2U);
  EXPECT_EQ(outcomeOf(get(path("/devices?user=alice"))), "400 MALFORMED_REQUEST");
  EXPECT_EQ(outcomeOf(get(path("/devices?cursor=x"))), "400 MALFORMED_REQUEST");
}

// --- as an attacker
// ----------------------------------------------------------------------------------------------------

TEST_F(ServiceProviderTest, WhatIsAnotherOrganisationsIsUnknownAtEveryEndpoint) {
  const Phone phone = enrolPhone(bank_, "alice");
  const auto session = beginSession(phone);
  const auto enrolment = post(path("/enrolments"), R"({"application_id":")" + bank_.application.text() + R"("})");
  const std::string otp = R"({"otp":")" + rightOtp(phone, session) + R"("})";

  EXPECT_EQ(outcomeOf(get(pathOf(session), other_bank_)), "404 UNKNOWN_SESSION");
  EXPECT_EQ(outcomeOf(get(pathOf(session) + "/qr", other_bank_)), "404 UNKNOWN_SESSION");
  EXPECT_EQ(outcomeOf(post(pathOf(session) + "/verify", otp, other_bank_)), "404 UNKNOWN_SESSION");
  EXPECT_EQ(outcomeOf(post(pathOf(session) + "/cancel", "", other_bank_)), "404 UNKNOWN_SESSION");
  EXPECT_EQ(outcomeOf(post(path("/offline-authentications"), beginBody(phone), other_bank_)), "404 UNKNOWN_DEVICE");
  EXPECT_EQ(outcomeOf(get(path("/devices/" + phone.device.text()), other_bank_)), "404 UNKNOWN_DEVICE");
  EXPECT_EQ(outcomeOf(get(enrolment.headers.at("location"), other_bank_)), "404 UNKNOWN_ENROLMENT");
  EXPECT_EQ(outcomeOf(post(enrolment.headers.at("location") + "/cancel", "", other_bank_)), "404 UNKNOWN_ENROLMENT");
  EXPECT_TRUE(jsonOf(get(path("/devices?user_reference=alice"), other_bank_))["devices"].empty());
  EXPECT_EQ(jsonOf(get(pathOf(session)))["status"], "STARTED");
}

TEST_F(ServiceProviderTest, WhatDoesNotExistAndWhatIsNoIdAreAnsweredAlike) {
  for (const std::string id : {kNobody, "x", "%27%20OR%201=1", "0123456789abcdef"}) {
    EXPECT_EQ(outcomeOf(get(path("/devices/" + id))), "404 UNKNOWN_DEVICE") << id;
    EXPECT_EQ(outcomeOf(get(path("/enrolments/" + id))), "404 UNKNOWN_ENROLMENT") << id;
    EXPECT_EQ(outcomeOf(get(path("/offline-authentications/" + id))), "404 UNKNOWN_SESSION") << id;
  }
}

TEST_F(ServiceProviderTest, NoEndpointAnswersWithoutAGoodKeyAndNoneTouchesTheStore) {
  const auto session = beginSession(enrolPhone(bank_));
  int store_calls = 0;
  store_.onRequest([&] { ++store_calls; });
  const Bank wrong_secret{bank_.application, bank_.key, std::string(64, '0')};
  const Bank wrong_key{bank_.application, domain::ApiKeyId::random(random_), bank_.key_secret};
  for (const Bank& stranger : {wrong_secret, wrong_key}) {
    for (const std::string& place : {path("/devices"), path("/devices/") + kNobody, path("/enrolments/") + kNobody,
                                     pathOf(session), pathOf(session) + "/qr"}) {
      const auto response = get(place, stranger);
      EXPECT_EQ(outcomeOf(response), "401 UNAUTHENTICATED") << place;
      EXPECT_THAT(response.headers.at("www-authenticate"), StartsWith("Basic"));
    }
  }
  EXPECT_EQ(store_calls, 0);
}

TEST_F(ServiceProviderTest, ManyFailedAuthenticationsAreSlowedDownAndAGoodKeyIsNot) {
  const Bank stranger{bank_.application, bank_.key, std::string(64, '0')};
  std::string outcome;
  for (int i = 0; i < 30; ++i) outcome = outcomeOf(get(path("/devices"), stranger));
  EXPECT_EQ(outcome, "429 TOO_MANY_REQUESTS");
  EXPECT_EQ(get(path("/devices")).status, 200);
}

TEST_F(ServiceProviderTest, TheLogHoldsNoneOfTheSecretsThatPassThrough) {
  const Phone phone = enrolPhone(bank_, "planted-user");
  const auto response = post(path("/offline-authentications"), beginBody(phone, "planted-context"));
  const auto session = jsonOf(response);
  const std::string otp = rightOtp(phone, session);
  verify(session, otp);
  get(path("/devices?user_reference=planted-user"));
  stop();
  for (const std::string& secret : {otp, bank_.key_secret, std::string("planted"), std::string("Basic "),
                                    session["verification_data"].get<std::string>()}) {
    EXPECT_EQ(log_.text().find(secret), std::string::npos);
  }
  EXPECT_THAT(log_.text(), HasSubstr("request "));
}

}  // namespace
}  // namespace heliograph::http::testing
