// Online authentications as a bank meets them. The phone's part is in device/messages_test.cc.

#include "http/service_provider/authentications.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "http/testing/service_provider_fixture.h"

namespace heliograph::http::testing {
namespace {

using protocol::AuthMethod;
using ::testing::HasSubstr;

class AuthenticationsTest : public ServiceProviderFixture {
 protected:
  Phone onlinePhone(AuthMethod method = AuthMethod::kDevicePin) { return enrolPhone(bank_, std::nullopt, method); }
  static nlohmann::json bodyFor(const Phone& phone) { return {{"device_id", phone.device.text()}}; }
  ReceivedResponse beginWith(const nlohmann::json& body) { return post(path("/authentications"), body.dump()); }
  // Where the session that is begun is shown.
  std::string begunFor(const Phone& phone) {
    const auto response = beginWith(bodyFor(phone));
    EXPECT_EQ(response.status, 201) << response.body;
    return response.headers.at("location");
  }
  // As the phone's right response is recorded.
  void complete(const Phone& phone, const std::string& location, AuthMethod method) {
    const domain::Device device = store_.findDevice(phone.device).value();
    const auto id = domain::AuthenticationSessionId::parse(jsonOf(get(location))["id"].get<std::string>());
    const domain::AuthenticationAttempt attempt{device.id, id.value(), method, device.find(method)->version,
                                                device.version};
    const domain::RequestMark mark{protocol::RequestId::random(random_), clock_.now()};
    EXPECT_EQ(store_.recordAuthenticationSuccess({attempt, mark, {}, {}, {}}, {}), domain::OnlineRecord::kRecorded);
  }
};

TEST_F(AuthenticationsTest, BeginsASessionWithWhatThePhoneWillShow) {
  const Phone phone = onlinePhone();
  auto body = bodyFor(phone);
  body["context"] = "Überweisung\n支払い 🏦";
  body["context_title"] = "Zahlung";
  body["auth_methods"] = {"DEVICE_PIN"};
  const auto response = beginWith(body);
  ASSERT_EQ(response.status, 201) << response.body;
  const auto session = jsonOf(response);
  EXPECT_EQ(response.headers.at("location"), path("/authentications/" + session["id"].get<std::string>()));
  EXPECT_EQ(session, (nlohmann::json{{"id", session["id"]},
                                     {"device_id", phone.device.text()},
                                     {"application_id", bank_.application.text()},
                                     {"auth_methods", {"DEVICE_PIN"}},
                                     {"context", "Überweisung\n支払い 🏦"},
                                     {"context_title", "Zahlung"},
                                     {"status", "STARTED"},
                                     {"created_at", "2026-01-02T03:04:05.678Z"},
                                     {"expires_at", "2026-01-02T03:09:05.678Z"}}));
  EXPECT_EQ(get(response.headers.at("location")).body, response.body);
}

TEST_F(AuthenticationsTest, NeedsNothingButADevice) {
  const auto session = jsonOf(get(begunFor(onlinePhone())));
  EXPECT_EQ(session["auth_methods"], nlohmann::json::array({"DEVICE_PIN"}));
  EXPECT_FALSE(session.contains("context"));
  EXPECT_FALSE(session.contains("context_title"));
}

TEST_F(AuthenticationsTest, ShowsByWhichMethodItWasCompletedAndHowStrongThatIs) {
  struct Row {
    AuthMethod method;
    const char* name;
    const char* level;
  };
  for (const auto& [method, name, level] :
       {Row{AuthMethod::kDevice, "DEVICE", "ONE_FACTOR"}, Row{AuthMethod::kDevicePin, "DEVICE_PIN", "TWO_FACTOR"}}) {
    const Phone phone = onlinePhone(method);
    const std::string location = begunFor(phone);
    const auto open = jsonOf(get(location));
    for (const char* field : {"auth_method", "auth_level", "finished_at"}) EXPECT_FALSE(open.contains(field)) << field;
    complete(phone, location, method);
    const auto session = jsonOf(get(location));
    EXPECT_EQ(session["status"], "COMPLETED");
    EXPECT_EQ(session["auth_method"], name);
    EXPECT_EQ(session["auth_level"], level);
    EXPECT_EQ(session["finished_at"], "2026-01-02T03:04:05.678Z");
  }
}

TEST_F(AuthenticationsTest, CancelsAnOpenSessionOnceOrTwice) {
  const std::string location = begunFor(onlinePhone());
  EXPECT_EQ(jsonOf(post(location + "/cancel", ""))["status"], "CANCELLED");
  EXPECT_EQ(jsonOf(post(location + "/cancel", "{}"))["status"], "CANCELLED");
  EXPECT_EQ(jsonOf(get(location))["status"], "CANCELLED");
  EXPECT_EQ(outcomeOf(post(location + "/cancel", R"({"reason":"x"})")), "400 MALFORMED_REQUEST");
}

TEST_F(AuthenticationsTest, CancelsNoFinishedSession) {
  const Phone phone = onlinePhone();
  const std::string location = begunFor(phone);
  complete(phone, location, AuthMethod::kDevicePin);
  const auto refused = post(location + "/cancel", "");
  EXPECT_EQ(outcomeOf(refused), "409 SESSION_NOT_OPEN");
  EXPECT_EQ(jsonOf(refused)["session_status"], "COMPLETED");
}

TEST_F(AuthenticationsTest, ASessionEndsByItself) {
  const std::string location = begunFor(onlinePhone());
  clock_.advance(std::chrono::seconds(300));
  EXPECT_EQ(jsonOf(get(location))["status"], "EXPIRED");
  EXPECT_EQ(outcomeOf(post(location + "/cancel", "")), "409 SESSION_NOT_OPEN");
}

struct RefusedBegin {
  const char* field;
  nlohmann::json value;
  const char* outcome;
};

TEST_F(AuthenticationsTest, RefusesABeginByNameOfWhatIsAtFault) {
  const Phone phone = onlinePhone();
  const std::vector<RefusedBegin> cases{
      {"device_id", "x", "400 MALFORMED_REQUEST"},
      {"device_id", 1, "400 MALFORMED_REQUEST"},
      {"context", "", "400 INVALID_CONTEXT"},
      {"context", "a\tb", "400 INVALID_CONTEXT"},
      {"context", std::string(201, 'x'), "400 INVALID_CONTEXT"},
      {"context", nullptr, "400 MALFORMED_REQUEST"},
      {"context_title", "two\nlines", "400 INVALID_CONTEXT"},
      {"context_title", "right\u202eleft", "400 INVALID_CONTEXT"},
      {"auth_methods", "DEVICE_PIN", "400 MALFORMED_REQUEST"},
      {"auth_methods", nlohmann::json::array(), "400 MALFORMED_REQUEST"},
      {"auth_methods", nlohmann::json::object(), "400 MALFORMED_REQUEST"},
      {"auth_methods", {1}, "400 MALFORMED_REQUEST"},
      {"auth_methods", {"DEVICE:PIN"}, "400 MALFORMED_REQUEST"},
      {"auth_methods", {"DEVICE_PIN", "OFFLINE_PIN"}, "400 MALFORMED_REQUEST"},
      {"auth_methods", {"DEVICE_IOS_FACE_ID"}, "422 AUTH_METHOD_NOT_ALLOWED"},
      {"auth_methods", {"DEVICE_PIN", "DEVICE_IOS_FACE_ID"}, "422 AUTH_METHOD_NOT_ALLOWED"},
      {"auth_methods", {"DEVICE"}, "409 AUTH_METHOD_NOT_ACTIVATED"},
      {"surplus", "x", "400 MALFORMED_REQUEST"},
  };
  for (const RefusedBegin& refused : cases) {
    auto body = bodyFor(phone);
    body[refused.field] = refused.value;
    const auto response = beginWith(body);
    EXPECT_EQ(outcomeOf(response), refused.outcome) << body;
    EXPECT_THAT(jsonOf(response)["detail"].get<std::string>(), HasSubstr(refused.field)) << body;
  }
}

TEST_F(AuthenticationsTest, BeginsNothingForADeviceThatIsNotThere) {
  EXPECT_EQ(outcomeOf(beginWith({{"device_id", kNobody}})), "404 UNKNOWN_DEVICE");
  EXPECT_EQ(outcomeOf(beginWith(nlohmann::json::object())), "400 MALFORMED_REQUEST");
}

TEST_F(AuthenticationsTest, BeginsNothingForALockedDeviceOrMethod) {
  const Phone phone = onlinePhone();
  post(pathOf(phone) + "/auth-methods/DEVICE_PIN/lock", R"({"reason":"x"})");
  EXPECT_EQ(outcomeOf(beginWith(bodyFor(phone))), "423 METHOD_LOCKED");
  post(pathOf(phone) + "/lock", R"({"reason":"x"})");
  EXPECT_EQ(outcomeOf(beginWith(bodyFor(phone))), "423 DEVICE_LOCKED");
}

TEST_F(AuthenticationsTest, AnotherOrganisationsSessionsAndDevicesAreUnknown) {
  const Phone phone = onlinePhone();
  const std::string location = begunFor(phone);
  EXPECT_EQ(outcomeOf(get(location, other_bank_)), "404 UNKNOWN_SESSION");
  EXPECT_EQ(outcomeOf(post(location + "/cancel", "", other_bank_)), "404 UNKNOWN_SESSION");
  EXPECT_EQ(outcomeOf(post(path("/authentications"), bodyFor(phone).dump(), other_bank_)), "404 UNKNOWN_DEVICE");
  EXPECT_EQ(jsonOf(get(location))["status"], "STARTED");
}

TEST_F(AuthenticationsTest, AnOnlineSessionIsNoOfflineOne) {
  const std::string online = begunFor(onlinePhone());
  const auto offline = beginSession(enrolPhone(bank_));
  const std::string id = jsonOf(get(online))["id"];
  EXPECT_EQ(outcomeOf(get(path("/offline-authentications/" + id))), "404 UNKNOWN_SESSION");
  EXPECT_EQ(outcomeOf(get(path("/authentications/" + offline["id"].get<std::string>()))), "404 UNKNOWN_SESSION");
}

}  // namespace
}  // namespace heliograph::http::testing
