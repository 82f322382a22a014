// Two server processes on one database: what is changed at one counts at the other from the next request on.

#include <gmock/gmock.h>

#include <functional>

#include "bank_and_phone.h"
#include "server_process.h"

namespace heliograph {
namespace {

using cli::Json;

class SecondServer : public BankAndPhone {
 protected:
  void SetUp() override {
    BankAndPhone::SetUp();
    for (std::size_t i = 0; i < kSpareKeys; ++i) spare_keys_.push_back(makeKey("SERVICE_PROVIDER"));
    spare_admin_key_ = makeKey("ADMIN");
    other_ = std::make_unique<ServerProcess>(stage_.configurationFile(), folder_ / "other.log");
  }
  [[nodiscard]] RestClient otherBank() const { return {other_->url() + kServiceProviderApi, bank_key_}; }
  [[nodiscard]] RestClient otherAdmin() const { return {other_->url() + kAdminApi, admin_key_}; }
  [[nodiscard]] Json beginBody(const char* method) const {
    return {{"device_id", phone_.device_id}, {"auth_method", method}, {"context", "Pay 1.00 EUR"}};
  }
  [[nodiscard]] RestAnswer beginAtTheOther(const char* method) const {
    return otherBank().post("/offline-authentications", beginBody(method));
  }
  [[nodiscard]] static std::string verifyPath(const Json& session) {
    return "/offline-authentications/" + session.at("id").get<std::string>() + "/verify";
  }

  static constexpr std::size_t kSpareKeys = 8;
  std::vector<ApiKeyPair> spare_keys_;
  ApiKeyPair spare_admin_key_;
  std::unique_ptr<ServerProcess> other_;
};

TEST_F(SecondServer, RefusesAtOnceAMethodThatTheCommandLineTookAway) {
  ASSERT_EQ(beginAtTheOther("OFFLINE_PIN").status, 201);
  stage_.setProperty("ALLOWED_AUTH_METHODS=DEVICE,DEVICE:PIN,OFFLINE");
  const auto refused = beginAtTheOther("OFFLINE_PIN");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(refused.body.at("code"), "AUTH_METHOD_NOT_ALLOWED");
  EXPECT_EQ(beginAtTheOther("OFFLINE_DEVICE").status, 201);
}

TEST_F(SecondServer, RefusesAtOnceAMethodThatTheAdminApiTookAway) {
  const std::string path = "/applications/" + stage_.applicationId() + "/configuration";
  ASSERT_EQ(beginAtTheOther("OFFLINE_PIN").status, 201);
  ASSERT_EQ(admin().patch(path, {{"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN,OFFLINE"}}).status, 200);
  EXPECT_EQ(beginAtTheOther("OFFLINE_PIN").status, 422);

  ASSERT_EQ(admin().patch(path, {{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE"}}).status, 200);
  const Json online{{"device_id", phone_.device_id}, {"auth_methods", {"DEVICE"}}};
  EXPECT_EQ(otherBank().post("/authentications", online).status, 422);
}

TEST_F(SecondServer, RefusesAtOnceToVerifyWithAMethodThatWasTakenAway) {
  const Json session = beginAtTheOther("OFFLINE_PIN").body;
  const std::string otp = otpFor(session, kOfflinePin);
  stage_.setProperty("ALLOWED_AUTH_METHODS=DEVICE,DEVICE:PIN,OFFLINE");
  EXPECT_EQ(otherBank().post(verifyPath(session), {{"otp", otp}}).status, 422);
}

TEST_F(SecondServer, HoldsALockThatWasSetAtTheFirst) {
  const Json session = beginAtTheOther("OFFLINE_DEVICE").body;
  const std::string otp = otpFor(session);
  const std::string method_path = devicePath() + "/auth-methods/OFFLINE_PIN";
  ASSERT_EQ(bank().post(method_path + "/lock", {{"reason", "customer asked"}}).status, 200);
  EXPECT_EQ(beginAtTheOther("OFFLINE_PIN").body.at("code"), "METHOD_LOCKED");

  ASSERT_EQ(bank().post(devicePath() + "/lock", {{"reason", "phone reported stolen"}}).status, 200);
  EXPECT_EQ(beginAtTheOther("OFFLINE_DEVICE").body.at("code"), "DEVICE_LOCKED");
  EXPECT_EQ(otherBank().post(verifyPath(session), {{"otp", otp}}).body.at("code"), "DEVICE_LOCKED");
  EXPECT_EQ(otherBank().get(devicePath()).body.at("lock_reason"), "ADMIN");
}

// A key of its own for each kind of call: the first refusal would teach the server about all of them.
TEST_F(SecondServer, RefusesAtOnceAKeyThatWasRevokedAtTheFirstWhateverTheCall) {
  const Json open = stage_.session(phone_, "OFFLINE_DEVICE", "Open");
  const std::string path = "/offline-authentications/" + open.at("id").get<std::string>();
  const std::string otp = lab::wrongOtp(otpFor(open));
  const std::vector<std::function<RestAnswer(const RestClient&)>> calls{
      [&](const RestClient& client) { return client.get("/devices"); },
      [&](const RestClient& client) { return client.get(devicePath()); },
      [&](const RestClient& client) { return client.get(path); },
      [&](const RestClient& client) { return client.post("/offline-authentications", beginBody("OFFLINE_DEVICE")); },
      [&](const RestClient& client) {
        return client.post("/authentications", {{"device_id", phone_.device_id}});
      },
      [&](const RestClient& client) {
        return client.post(path + "/verify", {{"otp", otp}});
      },
      [&](const RestClient& client) { return client.post(devicePath() + "/unlock"); },
      [&](const RestClient& client) {
        return client.post("/enrolments", {{"application_id", stage_.applicationId()}});
      }};
  ASSERT_EQ(calls.size(), kSpareKeys);
  for (std::size_t i = 0; i < kSpareKeys; ++i) {
    const RestClient client(other_->url() + kServiceProviderApi, spare_keys_[i]);
    EXPECT_LT(calls[i](client).status, 300) << "call " << i;
    ASSERT_EQ(admin().post("/api-keys/" + spare_keys_[i].id + "/revoke").status, 200);
    const auto refused = calls[i](client);
    EXPECT_EQ(refused.status, 401) << "call " << i << ": " << refused.text;
  }
  EXPECT_EQ(stage_.get(path).body.at("remaining_attempts"), kFailuresAllowed - 1);
}

TEST_F(SecondServer, RefusesAtOnceAnAdministratorsKeyThatWasRevokedAtTheFirst) {
  const RestClient revoked(other_->url() + kAdminApi, spare_admin_key_);
  ASSERT_EQ(revoked.get("/organisations").status, 200);
  ASSERT_EQ(admin().post("/api-keys/" + spare_admin_key_.id + "/revoke").status, 200);
  EXPECT_EQ(revoked.get("/organisations").status, 401);
  EXPECT_EQ(revoked.post("/organisations", {{"name", "Too late"}}).status, 401);
}

TEST_F(SecondServer, RefusesAnAdministratorsChangeAtOnceAfterARevocationByTheCommandLine) {
  const RestClient revoked(other_->url() + kAdminApi, spare_admin_key_);
  ASSERT_EQ(revoked.get("/organisations").status, 200);
  ASSERT_EQ(operate({"apikey", "revoke", spare_admin_key_.id}).exit_code, 0);
  EXPECT_EQ(revoked.post("/organisations", {{"name", "Too late"}}).status, 401);
}

TEST_F(SecondServer, DoesNotKnowADeviceThatWasRemovedAtTheFirst) {
  ASSERT_EQ(beginAtTheOther("OFFLINE_DEVICE").status, 201);
  ASSERT_EQ(bank().remove(devicePath()).status, 204);
  const auto refused = beginAtTheOther("OFFLINE_DEVICE");
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(refused.body.at("code"), "UNKNOWN_DEVICE");
  EXPECT_EQ(otherBank().get(devicePath()).body.at("device_status"), "DEACTIVATED");
}

TEST_F(SecondServer, GivesTheSameAnswersToTheSameIdempotencyKeys) {
  const Json begin = beginBody("OFFLINE_PIN");
  const auto begun = bank().post("/offline-authentications", begin, {{"Idempotency-Key", "begin-1"}});
  ASSERT_EQ(begun.status, 201);
  const auto begun_again = otherBank().post("/offline-authentications", begin, {{"Idempotency-Key", "begin-1"}});
  EXPECT_EQ(begun_again.status, 201);
  EXPECT_EQ(begun_again.text, begun.text);

  const Json wrong{{"otp", lab::wrongOtp(otpFor(begun.body, kOfflinePin))}};
  const std::string path = verifyPath(begun.body);
  const auto verified = otherBank().post(path, wrong, {{"Idempotency-Key", "verify-1"}});
  EXPECT_EQ(verified.body.at("result"), "FAILURE");
  EXPECT_EQ(bank().post(path, wrong, {{"Idempotency-Key", "verify-1"}}).text, verified.text);
  EXPECT_EQ(remainingAttempts("OFFLINE_PIN"), kFailuresAllowed - 1) << "one attempt, however often it is told";
}

TEST_F(SecondServer, VerifiesASessionThatWasBegunAtTheFirst) {
  const Json session = stage_.session(phone_, "OFFLINE_PIN", "Begun at the first");
  const Json right{{"otp", otpFor(session, kOfflinePin)}};
  EXPECT_EQ(otherBank().post(verifyPath(session), right).body.at("result"), "SUCCESS");
  EXPECT_EQ(bank().post(verifyPath(session), right).status, 409);
}

TEST_F(SecondServer, SeesAnOnlineAuthenticationThatWasAnsweredAtTheFirst) {
  const Json begun = otherBank().post("/authentications", {{"device_id", phone_.device_id}}).body;
  ASSERT_EQ(answer(phone_, "DEVICE_PIN", kDevicePin).exit_code, 0);
  const Json seen = otherBank().get("/authentications/" + begun.at("id").get<std::string>()).body;
  EXPECT_EQ(seen.at("status"), "COMPLETED");
  EXPECT_EQ(seen.at("auth_method"), "DEVICE_PIN");
}

}  // namespace
}  // namespace heliograph
