// A bank that uses the REST interfaces alone. The command line made one administrator's key and nothing else.

#include <gmock/gmock.h>

#include <fstream>

#include "lab/demo/stage.h"
#include "rest_client.h"
#include "store/testing/temporary_folder.h"

namespace heliograph {
namespace {

using cli::Json;

class ApiStory : public testing::Test {
 protected:
  static constexpr const char* kPin = "2580";

  void SetUp() override {
    const Json key =
        stage_.run({"apikey", "create", "--role", "ADMIN", "--config", stage_.configurationFile().string()});
    stage_.startServer();
    admin_ = std::make_unique<RestClient>(stage_.serviceUrl() + kAdminApi,
                                          ApiKeyPair{key.at("key_id"), key.at("key_secret")});
  }
  // What an administrator makes; it must succeed.
  [[nodiscard]] Json made(const std::string& path, const Json& body) const {
    const auto answer = admin_->post(path, body);
    EXPECT_EQ(answer.status, 201) << answer.text;
    EXPECT_EQ(answer.headers.at("location"), kAdminApi + path + "/" + answer.body.at("id").get<std::string>());
    return answer.body;
  }
  // With a key of the organisation; the server that made it takes it at once.
  [[nodiscard]] RestClient bankOf(const Json& organisation) const {
    const Json key = made("/api-keys", {{"organisation_id", organisation.at("id")}, {"name", "backend"}});
    return {stage_.serviceUrl() + kServiceProviderApi, ApiKeyPair{key.at("id"), key.at("key_secret")}};
  }
  [[nodiscard]] lab::FinishedProcess phone(std::vector<std::string> arguments, const std::string& input) const {
    arguments.insert(arguments.end(), {"--folder", (folder_ / "phone").string()});
    return stage_.tryToRunPhone(arguments, input);
  }
  // Enrols the phone with DEVICE_PIN and OFFLINE_PIN; its device's id.
  [[nodiscard]] std::string enrol(const RestClient& bank, const Json& application) {
    const Json shown = stage_.run({"app", "show", application.at("id"), "--service-url", stage_.serviceUrl(),
                                   "--config", stage_.configurationFile().string()});
    std::ofstream(folder_ / "phone.json") << shown.at("phone").dump();
    const Json enrolment =
        bank.post("/enrolments", {{"application_id", application.at("id")}, {"user_reference", "customer 4711"}}).body;
    const std::string code = enrolment.at("activation_code");
    EXPECT_EQ(
        phone({"enrol", "--phone-config", (folder_ / "phone.json").string()}, code + "\n" + kPin + "\n").exit_code, 0);
    EXPECT_EQ(phone({"activate", "OFFLINE_PIN"}, std::string(kPin) + "\n" + kPin + "\n").exit_code, 0);
    return bank.get("/enrolments/" + enrolment.at("id").get<std::string>()).body.at("device_id");
  }
  [[nodiscard]] static RestAnswer begin(const RestClient& bank, const std::string& device) {
    return bank.post(
        "/offline-authentications",
        {{"device_id", device}, {"auth_method", "OFFLINE_PIN"}, {"context", "Pay 100.00 EUR to ACME Ltd"}});
  }
  [[nodiscard]] RestAnswer confirm(const RestClient& bank, const Json& session) const {
    const auto shown = phone({"offline", session.at("verification_data")}, std::string(kPin) + "\n");
    return bank.post("/offline-authentications/" + session.at("id").get<std::string>() + "/verify",
                     {{"otp", Json::parse(shown.standard_output).at("one_time_password")}});
  }

  store::TemporaryFolder folder_;
  lab::Stage stage_{HELIOGRAPH_PROGRAMS, folder_ / "stage"};
  std::unique_ptr<RestClient> admin_;
};

TEST_F(ApiStory, ABankIsSetUpEnrolsAPhoneLocksUnlocksAndRemovesIt) {
  const Json organisation = made("/organisations", {{"name", "Example Bank"}});
  const Json application =
      made("/applications",
           {{"organisation_id", organisation.at("id")},
            {"name", "Mobile banking"},
            {"configuration", {{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE:PIN"}, {"OFFLINE_OTP_LENGTH", "6"}}}});
  const RestClient bank = bankOf(organisation);
  EXPECT_EQ(bank.get("/devices").body.at("devices"), Json::array());

  const std::string device = enrol(bank, application);
  const std::string path = "/devices/" + device;
  EXPECT_EQ(bank.get("/devices?user_reference=customer%204711").body.at("devices").at(0).at("device_id"), device);

  EXPECT_EQ(confirm(bank, begin(bank, device).body).body.at("result"), "SUCCESS");
  const Json online = bank.post("/authentications", {{"device_id", device}, {"auth_methods", {"DEVICE_PIN"}}}).body;
  EXPECT_EQ(phone({"authenticate"}, std::string(kPin) + "\n").exit_code, 0);
  EXPECT_EQ(bank.get("/authentications/" + online.at("id").get<std::string>()).body.at("auth_level"), "TWO_FACTOR");

  EXPECT_EQ(bank.post(path + "/lock", {{"reason", "phone reported stolen"}}).body.at("lock_status"), "LOCKED");
  EXPECT_EQ(begin(bank, device).status, 423);
  EXPECT_EQ(bank.post(path + "/unlock").body.at("lock_status"), "UNLOCKED");
  EXPECT_EQ(confirm(bank, begin(bank, device).body).body.at("result"), "SUCCESS");

  EXPECT_EQ(bank.remove(path + "/auth-methods/OFFLINE_PIN").status, 204);
  EXPECT_EQ(begin(bank, device).body.at("code"), "AUTH_METHOD_NOT_ACTIVATED");
  EXPECT_EQ(bank.remove(path).status, 204);
  EXPECT_EQ(bank.get(path).body.at("device_status"), "DEACTIVATED");
  EXPECT_EQ(begin(bank, device).body.at("code"), "UNKNOWN_DEVICE");
}

TEST_F(ApiStory, BanksSeeNothingOfEachOtherAndKeysDoWhatTheirRoleMay) {
  const Json one = made("/organisations", {{"name", "One"}});
  const Json other = made("/organisations", {{"name", "Other"}});
  const Json application =
      made("/applications",
           {{"organisation_id", one.at("id")},
            {"name", "Mobile banking"},
            {"configuration", {{"ALLOWED_AUTH_METHODS", "DEVICE:PIN,OFFLINE:PIN"}, {"OFFLINE_OTP_LENGTH", "6"}}}});
  const RestClient bank = bankOf(one);
  const RestClient stranger = bankOf(other);
  const Json looking_key =
      made("/api-keys", {{"organisation_id", one.at("id")}, {"name", "support desk"}, {"role", "READ_ONLY"}});
  const ApiKeyPair pair{looking_key.at("id"), looking_key.at("key_secret")};
  const RestClient looking(stage_.serviceUrl() + kServiceProviderApi, pair);
  const std::string path = "/devices/" + enrol(bank, application);

  EXPECT_EQ(stranger.get(path).status, 404);
  EXPECT_EQ(stranger.get("/devices").body.at("devices"), Json::array());
  EXPECT_EQ(looking.get(path).status, 200);
  EXPECT_EQ(looking.post(path + "/lock", {{"reason", "no"}}).status, 403);
  EXPECT_EQ(RestClient(stage_.serviceUrl() + kAdminApi, pair).get("/organisations").status, 403);
  EXPECT_EQ(RestClient(stage_.serviceUrl() + kServiceProviderApi, {"nobody", "nothing"}).get(path).status, 401);
}

TEST_F(ApiStory, AnAdministratorFollowsTheConfigurationByItsVersion) {
  const Json organisation = made("/organisations", {{"name", "Example Bank"}});
  EXPECT_EQ(admin_->post("/organisations", {{"name", "Example Bank"}}).body.at("code"), "NAME_TAKEN");
  const Json application = made("/applications", {{"organisation_id", organisation.at("id")}, {"name", "App"}});
  const std::string path = "/applications/" + application.at("id").get<std::string>() + "/configuration";

  EXPECT_EQ(admin_->get(path).headers.at("etag"), "\"1\"");
  const auto refused = admin_->patch(path, {{"AMOUNT_FAILURES_ALLOWED", "11"}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.body.at("detail").get<std::string>(), testing::HasSubstr("AMOUNT_FAILURES_ALLOWED"));
  EXPECT_EQ(admin_->patch(path, {{"AMOUNT_FAILURES_ALLOWED", "5"}}).headers.at("etag"), "\"2\"");
  const Json changes = admin_->get(path + "/history").body.at("changes");
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes.at(0).at("configuration").at("AMOUNT_FAILURES_ALLOWED"), "5");
}

}  // namespace
}  // namespace heliograph
