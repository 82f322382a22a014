// The service provider API as a bank meets it, and as an attacker does.

#include <gmock/gmock.h>

#include <future>
#include <map>
#include <string>
#include <vector>

#include "crypto/base64.h"
#include "http/directory_refresh.h"
#include "http/dispatcher.h"
#include "http/testing/service_provider_fixture.h"

namespace heliograph::http::testing {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ServiceProviderTest : public ServiceProviderFixture {};

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

TEST_F(ServiceProviderTest, CancelsNoEnrolmentThatIsDone) {
  const Phone phone = enrolPhone(bank_, "alice");
  EXPECT_EQ(outcomeOf(post(phone.enrolment + "/cancel", "")), "409 SESSION_NOT_OPEN");
  const auto shown = jsonOf(get(phone.enrolment));
  EXPECT_EQ(shown["status"], "COMPLETED");
  EXPECT_EQ(shown["user_reference"], "alice");
  EXPECT_EQ(shown["device_id"], phone.device.text());
}

TEST_F(ServiceProviderTest, RefusesAnEnrolmentForAnApplicationThatIsNotTheCallers) {
  const std::string body = R"({"application_id":")" + other_bank_.application.text() + R"("})";
  EXPECT_EQ(outcomeOf(post(path("/enrolments"), body)), "404 UNKNOWN_APPLICATION");
}

// --- offline authentications -----------------------------------------------------------------------------------------

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

TEST_F(ServiceProviderTest, WarnsBeforeTheLastAttemptOfALockThatSomebodyMustEnd) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const std::string wrong = wrongPassword(rightOtp(phone, session));
  EXPECT_FALSE(jsonOf(verify(session, wrong)).contains("lock_warning"));
  EXPECT_EQ(jsonOf(verify(session, wrong))["lock_warning"], "PERMANENT");
  const auto locked = jsonOf(verify(session, wrong));
  EXPECT_FALSE(locked.contains("lock_warning"));
  EXPECT_FALSE(locked.contains("locked_until"));
}

TEST_F(ServiceProviderTest, WarnsBeforeALockThatEndsByItselfAndTellsWhenItEnds) {
  setProperties(bank_, {{"LOCK_DURATION", "60"}});
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const std::string wrong = wrongPassword(rightOtp(phone, session));
  verify(session, wrong);
  const auto warned = jsonOf(verify(session, wrong));
  EXPECT_EQ(warned["lock_warning"], "TEMPORARY");
  EXPECT_FALSE(warned.contains("locked_until"));
  const auto locked = jsonOf(verify(session, wrong));
  EXPECT_FALSE(locked.contains("lock_warning"));
  EXPECT_EQ(locked["locked_until"], "2026-01-02T03:05:05.678Z");
  EXPECT_EQ(jsonOf(get(pathOf(session)))["locked_until"], "2026-01-02T03:05:05.678Z");
  const auto refused = begin(phone);
  EXPECT_EQ(outcomeOf(refused), "423 METHOD_LOCKED");
  EXPECT_EQ(jsonOf(refused)["locked_until"], "2026-01-02T03:05:05.678Z");
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

TEST_F(ServiceProviderTest, ASessionEndsByItself) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  clock_.advance(std::chrono::seconds(300));
  EXPECT_EQ(jsonOf(get(pathOf(session)))["status"], "EXPIRED");
  const auto verified = verify(session, rightOtp(phone, session));
  EXPECT_EQ(outcomeOf(verified), "409 SESSION_NOT_OPEN");
  EXPECT_EQ(jsonOf(verified)["session_status"], "EXPIRED");
  EXPECT_EQ(outcomeOf(post(pathOf(session) + "/cancel", "")), "409 SESSION_NOT_OPEN");
}

TEST_F(ServiceProviderTest, OfManyRightPasswordsAtOnceOneCounts) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const std::string otp = rightOtp(phone, session);
  std::vector<std::future<std::string>> outcomes;
  for (int i = 0; i < 16; ++i) {
    outcomes.push_back(std::async(std::launch::async, [&] { return outcomeOf(verify(session, otp)); }));
  }
  std::map<std::string, int> counts;
  for (auto& outcome : outcomes) ++counts[outcome.get()];
  EXPECT_EQ(counts, (std::map<std::string, int>{{"200", 1}, {"409 SESSION_NOT_OPEN", 15}}));
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

// --- devices ---------------------------------------------------------------------------------------------------------

TEST_F(ServiceProviderTest, ShowsADeviceAndItsMethods) {
  const Phone phone = enrolPhone(bank_, "alice");
  const auto device = jsonOf(get(path("/devices/" + phone.device.text())));
  EXPECT_EQ(device["user_reference"], "alice");
  EXPECT_EQ(device["device_status"], "ACTIVE");
  EXPECT_EQ(device["lock_status"], "UNLOCKED");
  EXPECT_EQ(device["auth_methods"][0]["auth_method"], "OFFLINE_PIN");
  EXPECT_EQ(device["auth_methods"][0]["remaining_attempts"], 3);
}

TEST_F(ServiceProviderTest, ShowsThatAMethodIsLockedAndWhy) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  for (int i = 0; i < 3; ++i) verify(session, wrongPassword(rightOtp(phone, session)));
  const auto device = jsonOf(get(path("/devices/" + phone.device.text())));
  EXPECT_EQ(device["lock_status"], "UNLOCKED");
  EXPECT_EQ(device["auth_methods"][0]["lock_status"], "LOCKED");
  EXPECT_EQ(device["auth_methods"][0]["lock_reason"], "ATTEMPTS_EXHAUSTED");
  EXPECT_EQ(device["auth_methods"][0]["remaining_attempts"], 0);
  EXPECT_EQ(device["auth_methods"][0]["last_used_at"], "2026-01-02T03:04:05.678Z");
}

TEST_F(ServiceProviderTest, FindsManyDevicesPageByPage) {
  for (int i = 0; i <= domain::kDevicesPerPage; ++i) enrolPhone(bank_, "alice");
  const auto first = jsonOf(get(path("/devices?user_reference=alice")));
  EXPECT_EQ(first["devices"].size(), domain::kDevicesPerPage);
  const std::string cursor = first["next_cursor"];
  const auto second = jsonOf(get(path("/devices?user_reference=alice&cursor=" + cursor)));
  EXPECT_EQ(second["devices"].size(), 1U);
  EXPECT_NE(second["devices"][0]["device_id"], first["devices"].back()["device_id"]);
  EXPECT_FALSE(second.contains("next_cursor"));
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
  EXPECT_EQ(outcomeOf(get(path("/devices?user_reference="))), "400 MALFORMED_REQUEST");
  EXPECT_EQ(outcomeOf(get(path("/devices?user_reference=alice&user_reference=bob"))), "400 MALFORMED_REQUEST");
  EXPECT_EQ(jsonOf(get(path("/devices?user_reference=alice%27%20OR%20%271%27=%271")))["devices"].size(), 0U);
  const std::string others = "/devices?application_id=" + other_bank_.application.text();
  EXPECT_EQ(jsonOf(get(path(others)))["devices"].size(), 0U);
}

// --- as an attacker --------------------------------------------------------------------------------------------------

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
  EXPECT_EQ(outcomeOf(get(pathOf(phone), other_bank_)), "404 UNKNOWN_DEVICE");
  for (const char* thing : {"", "/auth-methods/OFFLINE_PIN"}) {
    EXPECT_EQ(outcomeOf(remove(pathOf(phone) + thing, other_bank_)), "404 UNKNOWN_DEVICE");
    EXPECT_EQ(outcomeOf(get(pathOf(phone) + thing, other_bank_)), "404 UNKNOWN_DEVICE");
    EXPECT_EQ(outcomeOf(post(pathOf(phone) + thing + "/unlock", "", other_bank_)), "404 UNKNOWN_DEVICE");
    const auto locked = post(pathOf(phone) + thing + "/lock", R"({"reason":"x"})", other_bank_);
    EXPECT_EQ(outcomeOf(locked), "404 UNKNOWN_DEVICE");
  }
  EXPECT_EQ(outcomeOf(get(enrolment.headers.at("location"), other_bank_)), "404 UNKNOWN_ENROLMENT");
  EXPECT_EQ(outcomeOf(post(enrolment.headers.at("location") + "/cancel", "", other_bank_)), "404 UNKNOWN_ENROLMENT");
  EXPECT_TRUE(jsonOf(get(path("/devices?user_reference=alice"), other_bank_))["devices"].empty());
  EXPECT_EQ(jsonOf(get(pathOf(phone)))["lock_status"], "UNLOCKED");
  EXPECT_EQ(jsonOf(get(pathOf(phone)))["auth_methods"][0]["lock_status"], "UNLOCKED");
  EXPECT_EQ(jsonOf(get(pathOf(session)))["status"], "STARTED");
}

TEST_F(ServiceProviderTest, WhatDoesNotExistAndWhatIsNoIdAreAnsweredAlike) {
  for (const std::string id : {kNobody, "x", "%27%20OR%201=1", "0123456789abcdef"}) {
    EXPECT_EQ(outcomeOf(get(path("/devices/" + id))), "404 UNKNOWN_DEVICE") << id;
    EXPECT_EQ(outcomeOf(get(path("/enrolments/" + id))), "404 UNKNOWN_ENROLMENT") << id;
    EXPECT_EQ(outcomeOf(get(path("/offline-authentications/" + id))), "404 UNKNOWN_SESSION") << id;
    EXPECT_EQ(outcomeOf(get(path("/authentications/" + id))), "404 UNKNOWN_SESSION") << id;
    EXPECT_EQ(outcomeOf(remove(path("/devices/" + id))), "404 UNKNOWN_DEVICE") << id;
    EXPECT_EQ(outcomeOf(get(path("/devices/" + id + "/auth-methods/OFFLINE_PIN"))), "404 UNKNOWN_DEVICE") << id;
  }
}

// So that the tests below miss none.
TEST_F(ServiceProviderTest, HasTheseEndpointsAndNoOthers) {
  const DirectoryRefresh refresh(domain_.directory);
  const Dispatcher dispatcher(services(), refresh);
  std::vector<std::string> routes;
  for (const Router::Route& route : dispatcher.routes()) {
    if (route.pattern.starts_with(kApi)) routes.push_back(std::string(nameOf(route.method)) + " " + route.pattern);
  }
  std::vector<std::string> expected;
  for (const auto& [method, pattern] : serviceProviderEndpoints()) {
    expected.push_back(method + " " + kApi + pattern);
  }
  EXPECT_EQ(routes, expected);
}

TEST_F(ServiceProviderTest, NoEndpointAnswersWithoutAGoodKeyAndNoneTouchesTheStore) {
  store_.onRefresh([] { throw domain::StoreUnavailable("so that only requests are counted"); });
  const auto session = beginSession(enrolPhone(bank_));
  const std::uint64_t calls_by_now = store_.calls();
  const Bank wrong_secret{bank_.organisation, bank_.application, bank_.key, std::string(64, '0')};
  const Bank wrong_key{bank_.organisation, bank_.application, domain::ApiKeyId::random(random_), bank_.key_secret};
  for (const Bank& stranger : {wrong_secret, wrong_key}) {
    for (const char* suffix : {"", "/qr"}) {
      EXPECT_EQ(outcomeOf(get(pathOf(session) + suffix, stranger)), "401 UNAUTHENTICATED");
    }
  }
  for (const Endpoint& endpoint : serviceProviderEndpoints()) {
    const auto response = send(requestText(endpoint.method, pathWith(endpoint), "Content-Length: 0\r\n"));
    EXPECT_EQ(outcomeOf(response), "401 UNAUTHENTICATED") << endpoint.method << " " << endpoint.pattern;
    EXPECT_THAT(response.headers.at("www-authenticate"), StartsWith("Basic"));
  }
  EXPECT_EQ(store_.calls(), calls_by_now);
}

TEST_F(ServiceProviderTest, NoEndpointTakesAnotherMethod) {
  std::map<std::string, std::string> allowed;  // of each path
  for (const Endpoint& endpoint : serviceProviderEndpoints()) {
    std::string& methods = allowed[pathWith(endpoint)];
    methods += methods.empty() ? endpoint.method : ", " + endpoint.method;
  }
  for (const auto& [target, methods] : allowed) {
    for (const std::string method : {"OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "GET", "POST"}) {
      if (methods.find(method) != std::string::npos) continue;
      const auto response = send(requestText(method, target, bank_.authorization() + "Content-Length: 0\r\n"));
      EXPECT_EQ(outcomeOf(response), "405 METHOD_NOT_ALLOWED") << method << " " << target;
      EXPECT_EQ(response.headers.at("allow"), methods);
    }
  }
}

TEST_F(ServiceProviderTest, NoEndpointRepeatsMarkupOfItsPath) {
  for (const Endpoint& endpoint : serviceProviderEndpoints()) {
    const std::string target = pathWith(endpoint, "<script>alert(1)") + "?<script>";
    const auto response = send(requestText(endpoint.method, target, bank_.authorization() + "Content-Length: 0\r\n"));
    EXPECT_THAT(response.status, AnyOf(400, 404, 415)) << target;
    EXPECT_EQ(response.body.find("<script>"), std::string::npos) << target;
    EXPECT_EQ(response.headers.at("content-type"), "application/problem+json");
  }
}

// As long as a header may be.
TEST_F(ServiceProviderTest, NoEndpointMindsAVeryLongId) {
  const std::string digits(7'000, '0');
  for (const Endpoint& endpoint : serviceProviderEndpoints()) {
    if (endpoint.pattern.find('{') == std::string::npos) continue;
    for (const std::string& id : {digits, kNobody + digits, "%00" + digits}) {
      const auto response = call(endpoint, bank_, id);
      EXPECT_EQ(response.status, 404) << endpoint.method << " " << endpoint.pattern;
      EXPECT_LT(response.body.size(), 300U);
    }
  }
}

TEST_F(ServiceProviderTest, AKeyThatWasRevokedAMomentAgoBeginsNothing) {
  const Phone phone = enrolPhone(bank_);
  EXPECT_TRUE(domain_.administration.revokeApiKey(bank_.key, {}, clock_.now()));
  EXPECT_EQ(outcomeOf(post(path("/offline-authentications"), beginBody(phone))), "401 UNAUTHENTICATED");
}

TEST_F(ServiceProviderTest, ManyFailedAuthenticationsAreSlowedDownAndAGoodKeyIsNot) {
  const Bank stranger{bank_.organisation, bank_.application, bank_.key, std::string(64, '0')};
  for (int i = 0; i < 20; ++i) EXPECT_EQ(outcomeOf(get(path("/devices"), stranger)), "401 UNAUTHENTICATED");
  const auto refused = get(path("/devices"), stranger);
  EXPECT_EQ(outcomeOf(refused), "429 TOO_MANY_REQUESTS");
  EXPECT_EQ(refused.headers.at("retry-after"), "3");
  EXPECT_EQ(get(path("/devices")).status, 200);
}

TEST_F(ServiceProviderTest, TheLogHoldsNoneOfTheSecretsThatPassThrough) {
  const auto enrolment = post(path("/enrolments"), R"({"application_id":")" + bank_.application.text() + R"("})");
  const Phone phone = enrolPhone(bank_, "planted-user");
  const auto session = jsonOf(post(path("/offline-authentications"), beginBody(phone, "planted-context")));
  const std::string otp = rightOtp(phone, session);
  verify(session, wrongPassword(otp));
  verify(session, otp);
  get(path("/devices?user_reference=planted-user"));
  stop();
  for (const std::string& secret :
       {otp, wrongPassword(otp), bank_.key_secret, std::string("planted"), std::string("Basic "),
        session["verification_data"].get<std::string>(), jsonOf(enrolment)["activation_code"].get<std::string>()}) {
    EXPECT_THAT(log_.text(), Not(HasSubstr(secret)));
  }
  EXPECT_THAT(log_.text(), HasSubstr("request "));
}

// Where something goes wrong is where a log says most.
TEST_F(ServiceProviderTest, TheLogHoldsNothingOfRequestsThatGoWrong) {
  const auto session = beginSession(enrolPhone(bank_));
  for (const char* body : {"planted", R"({"otp":"planted)", R"({"otp":planted})", R"({"planted":"1"})",
                           R"({"otp":"planted"})", R"({"otp":["planted"]})", "{\"otp\":\"planted\xFF\"}"}) {
    EXPECT_EQ(post(pathOf(session) + "/verify", body).status, 400);
  }
  get(path("/devices?planted=planted"));
  get("/planted?planted");
  get(path("/devices/planted"));
  send(requestText("planted", "/", "planted: planted\r\n"));
  send("planted\r\n\r\n");
  get(path("/devices"), Bank{bank_.organisation, bank_.application, bank_.key, "planted"});
  send(requestText("GET", path("/devices"), "Authorization: Basic planted\r\n"));
  store_.onRequest([] { throw std::runtime_error("planted"); });
  EXPECT_EQ(get(pathOf(session)).status, 500);
  stop();
  EXPECT_THAT(log_.text(), Not(HasSubstr("planted")));
  EXPECT_THAT(log_.text(), Not(HasSubstr(crypto::toBase64(bytesOf(bank_.key.text() + ":planted")))));
}

}  // namespace
}  // namespace heliograph::http::testing
