// The audit log: that it tells what happened, keeps no secret, and that nobody changes it unseen.

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>

#include "bank_and_phone.h"
#include "database.h"

namespace heliograph {
namespace {

using cli::Json;
using testing::HasSubstr;
using testing::Not;

class Audit : public BankAndPhone {
 protected:
  static constexpr const char* kContext = "Planted context: pay 4711.00 EUR";
  static constexpr const char* kTitle = "Planted title";

  [[nodiscard]] std::vector<Json> events(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "audit");
    const auto finished = operate(std::move(arguments));
    EXPECT_EQ(finished.exit_code, 0) << finished.standard_error;
    std::vector<Json> events;
    std::istringstream lines(finished.standard_output);
    for (std::string line; std::getline(lines, line);) events.push_back(Json::parse(line));
    return events;
  }
  // The newest event of the phone's device with this action and outcome.
  [[nodiscard]] Json newest(const char* action, const char* outcome = "SUCCESS") const {
    const auto found = events({"search", "--device", phone_.device_id, "--action", action, "--outcome", outcome});
    EXPECT_FALSE(found.empty()) << action;
    return found.empty() ? Json() : found.front();
  }
  // A wrong and a right password, a lock and its end, a change by an administrator, somebody without a key.
  // What was secret in it is kept in planted_.
  void playAStory() {
    const Json session = stage_.session(phone_, "OFFLINE_PIN", kContext);
    const std::string otp = otpFor(session, kOfflinePin);
    ASSERT_TRUE(isResult(stage_.verify(session, lab::wrongOtp(otp)), "FAILURE"));
    ASSERT_TRUE(isResult(stage_.verify(session, otp), "SUCCESS"));
    ASSERT_EQ(stage_
                  .post("/authentications",
                        {{"device_id", phone_.device_id}, {"context", kContext}, {"context_title", kTitle}})
                  .status,
              201);
    ASSERT_EQ(answer(phone_, "DEVICE_PIN", kWrongPin).exit_code, 1);
    ASSERT_EQ(answer(phone_, "DEVICE_PIN", kDevicePin).exit_code, 0);
    ASSERT_EQ(stage_.post(devicePath() + "/lock", {{"reason", "customer asked"}}).status, 200);
    ASSERT_EQ(stage_.begin(phone_, "OFFLINE_PIN", kContext).status, 423);
    ASSERT_EQ(stage_.post(devicePath() + "/unlock", Json::object()).status, 200);
    ASSERT_EQ(
        admin().patch("/applications/" + stage_.applicationId() + "/configuration", {{"PIN_LENGTH_MIN", "6"}}).status,
        200);
    const Json enrolment = bank().post("/enrolments", {{"application_id", stage_.applicationId()}}).body;
    planted_ = {kDevicePin,
                kOfflinePin,
                kWrongPin,
                kContext,
                kTitle,
                session.at("verification_data"),
                bank_key_.secret,
                admin_key_.secret,
                otp,
                enrolment.at("activation_code")};
    const RestClient stranger(stage_.serviceUrl() + kServiceProviderApi, {bank_key_.id, "wrong secret"});
    ASSERT_EQ(stranger.get("/devices").status, 401);
  }
  [[nodiscard]] lab::FinishedProcess verify() const { return operate({"audit", "verify"}); }
  // Every event under a head, the server gone. `audit heads` seals what is new.
  [[nodiscard]] std::string sealedHeads() {
    stage_.stopServer();
    return operate({"audit", "heads"}).standard_output;
  }
  [[nodiscard]] Database database() const { return Database(stage_.folder() / "heliograph.db"); }

  std::vector<std::string> planted_;
};

TEST_F(Audit, AfterAWholeStoryItIsWholeWhetherOrNotTheServerStillRuns) {
  playAStory();
  EXPECT_EQ(verify().exit_code, 0);
  EXPECT_TRUE(admin().post("/audit-verification").body.at("valid"));
  const std::string heads = sealedHeads();
  EXPECT_GT(Json::parse(heads).at("heads").size(), 0U);
  const auto verified = verify();
  ASSERT_EQ(verified.exit_code, 0) << verified.standard_error;
  const Json summary = Json::parse(verified.standard_output);
  EXPECT_TRUE(summary.at("valid"));
  EXPECT_EQ(summary.at("unsealed"), 0);
  EXPECT_EQ(summary.at("events"), events({"export"}).size());
}

TEST_F(Audit, TellsWhoDidWhatToADeviceFromWhereAndHowItEnded) {
  playAStory();
  const auto locked = bank().post(devicePath() + "/lock", {{"reason", "phone reported stolen"}});
  const Json lock = newest("DEVICE_LOCKED");
  EXPECT_EQ(lock.at("request_id"), locked.headers.at("x-request-id"));
  EXPECT_EQ(lock.at("actor"), "API_KEY");
  EXPECT_EQ(lock.at("key_id"), bank_key_.id);
  EXPECT_EQ(lock.at("address"), "127.0.0.1");
  EXPECT_EQ(lock.at("detail"), "ADMIN:phone reported stolen");

  const auto refused =
      bank().post("/offline-authentications",
                  {{"device_id", phone_.device_id}, {"auth_method", "OFFLINE_PIN"}, {"context", kContext}});
  const Json refusal = newest("OFFLINE_AUTHENTICATION_BEGUN", "REFUSED");
  EXPECT_EQ(refusal.at("request_id"), refused.body.at("request_id"));
  EXPECT_EQ(refusal.at("detail"), "DEVICE_LOCKED");

  EXPECT_EQ(newest("OFFLINE_AUTHENTICATION_ATTEMPTED", "FAILURE").at("auth_method"), "OFFLINE_PIN");
  EXPECT_EQ(newest("OFFLINE_AUTHENTICATION_ATTEMPTED").at("actor"), "API_KEY");
  EXPECT_EQ(newest("AUTHENTICATION_ATTEMPTED", "FAILURE").at("actor"), "DEVICE");
  EXPECT_EQ(newest("AUTHENTICATION_ATTEMPTED").at("auth_method"), "DEVICE_PIN");
  EXPECT_EQ(newest("OFFLINE_AUTHENTICATION_BEGUN").at("context_sha256").get<std::string>().size(), 64U);
  EXPECT_EQ(events({"search", "--device", phone_.device_id, "--action", "AUTH_METHOD_ACTIVATED"}).size(), 3U);

  const auto changes = events({"search", "--action", "CONFIGURATION_CHANGED", "--key", admin_key_.id});
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes.front().at("detail"), "PIN_LENGTH_MIN");
  EXPECT_EQ(events({"search", "--action", "APPLICATION_CREATED"}).front().at("actor"), "COMMAND_LINE");
}

TEST_F(Audit, RefusedCredentialsAndKeyUsesAreWrittenDownAtTheLatestWhenTheServerStops) {
  playAStory();
  stage_.stopServer();
  const auto refused = events({"search", "--action", "CREDENTIALS_REFUSED"});
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_EQ(refused.front().at("actor"), "STRANGER");
  EXPECT_EQ(refused.front().at("address"), "127.0.0.1");
  EXPECT_EQ(refused.front().at("detail"), "1");
  for (const Json& key : Json::parse(operate({"apikey", "list"}).standard_output)) {
    EXPECT_TRUE(key.contains("last_used_at")) << key.dump();
  }
}

TEST_F(Audit, IsTheSameByTheAdminApiAndByTheCommandLine) {
  playAStory();
  const auto by_api = admin().get("/audit-events?limit=1000&device_id=" + phone_.device_id);
  EXPECT_EQ(by_api.body.at("events"), Json(events({"search", "--device", phone_.device_id, "--limit", "1000"})));
}

TEST_F(Audit, HoldsNoSecretNoCodeAndNoContext) {
  stage_.setProperty("OFFLINE_OTP_LENGTH=9");  // so long that no id or hash has it by chance
  playAStory();
  (void)sealedHeads();
  const std::string exported = operate({"audit", "export"}).standard_output;
  const std::string stored = database().execute(
      "SELECT actor, hex(api_key_id), request_id, address, action, outcome, hex(context_hash), detail FROM "
      "audit_events;"
      "SELECT hex(root), hex(previous), hex(signature) FROM audit_heads");
  for (const std::string& text : {exported, stored}) {
    EXPECT_THAT(text, HasSubstr("OFFLINE_AUTHENTICATION_ATTEMPTED"));
    for (const std::string& secret : planted_) EXPECT_THAT(text, Not(HasSubstr(secret)));
  }
}

struct Forgery {
  const char* name;
  const char* statements;  // {n} stands for an event's number
};

class ForgedAudit : public Audit, public testing::WithParamInterface<Forgery> {};

TEST_P(ForgedAudit, IsFoundAndItsBatchNamed) {
  playAStory();
  (void)sealedHeads();
  {
    Database database = this->database();
    const std::string victim = std::to_string(
        database.number("SELECT max(sequence) FROM audit_events WHERE action = 'OFFLINE_AUTHENTICATION_ATTEMPTED'"));
    std::string statements = GetParam().statements;
    for (std::size_t at = statements.find("{n}"); at != std::string::npos; at = statements.find("{n}")) {
      statements.replace(at, 3, victim);
    }
    const std::string head = std::to_string(database.number("SELECT number FROM audit_heads WHERE " + victim +
                                                            " BETWEEN first_sequence AND last_sequence"));
    ASSERT_EQ(verify().exit_code, 0);
    database.execute(statements);
    const auto found = verify();
    EXPECT_EQ(found.exit_code, 1);
    EXPECT_THAT(found.standard_error, HasSubstr("Head " + head + ": an event of its batch"));
  }
  stage_.startServer();
  EXPECT_FALSE(admin().post("/audit-verification").body.at("valid"));
}

INSTANTIATE_TEST_SUITE_P(
    Audit, ForgedAudit,
    testing::Values(Forgery{"ChangedOutcome", "UPDATE audit_events SET outcome = 'FAILURE' WHERE sequence = {n}"},
                    Forgery{"ChangedTime", "UPDATE audit_events SET at = at + 1 WHERE sequence = {n}"},
                    Forgery{"ChangedAddress", "UPDATE audit_events SET address = '192.0.2.1' WHERE sequence = {n}"},
                    Forgery{"Removed", "DELETE FROM audit_events WHERE sequence = {n}"},
                    Forgery{"Swapped",
                            "UPDATE audit_events SET sequence = -1 WHERE sequence = {n};"
                            "UPDATE audit_events SET sequence = {n} WHERE sequence = {n} - 1;"
                            "UPDATE audit_events SET sequence = {n} - 1 WHERE sequence = -1"}),
    [](const auto& test) { return std::string(test.param.name); });

TEST_F(Audit, TheNewestHeadsAreMissedWhereTheyWereKeptElsewhere) {
  playAStory();
  std::ofstream(folder_ / "heads.json") << sealedHeads();
  const std::vector<std::string> with_kept_heads{"audit", "verify", "--heads", (folder_ / "heads.json").string()};
  ASSERT_EQ(operate(with_kept_heads).exit_code, 0);
  const std::string newest = std::to_string(database().number("SELECT max(number) FROM audit_heads"));
  database().execute(
      "DELETE FROM audit_events WHERE sequence >="
      " (SELECT first_sequence FROM audit_heads WHERE number = " +
      newest +
      ");"
      "DELETE FROM audit_heads WHERE number = " +
      newest);

  EXPECT_EQ(verify().exit_code, 0) << "nobody sees it without";
  const auto found = operate(with_kept_heads);
  EXPECT_EQ(found.exit_code, 1);
  EXPECT_THAT(found.standard_error, HasSubstr("Head " + newest + ", which was exported, is not in the chain"));
}

TEST_F(Audit, AHeadsFileThatIsNoneIsRefused) {
  std::ofstream(folder_ / "heads.json") << R"({"heads": [{"number": 1, "first": "one"}]})";
  const auto refused = operate({"audit", "verify", "--heads", (folder_ / "heads.json").string()});
  EXPECT_EQ(refused.exit_code, 3);
  EXPECT_THAT(refused.standard_error, HasSubstr("heads[0].first is missing or cannot be read"));
}

TEST_F(Audit, HasTheEventsOfEveryAcknowledgedChangeAfterACrash) {
  constexpr std::size_t kEnough = 30;
  std::mutex mutex;
  std::set<std::string> acknowledged;
  {
    std::vector<std::jthread> callers;
    for (int i = 0; i < 8; ++i) {
      callers.emplace_back([&](const std::stop_token& stop) {
        while (!stop.stop_requested()) {
          const auto begun = bank().post("/enrolments", {{"application_id", stage_.applicationId()}});
          if (begun.status != 201) return;
          const std::lock_guard lock(mutex);
          acknowledged.insert(begun.headers.at("x-request-id"));
        }
      });
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    const auto has_enough = [&] {
      const std::lock_guard lock(mutex);
      return acknowledged.size() >= kEnough || std::chrono::steady_clock::now() > deadline;
    };
    while (!has_enough()) std::this_thread::yield();
    stage_.killServer();
  }
  EXPECT_GE(acknowledged.size(), kEnough);
  std::set<std::string> written;
  for (const Json& event : events({"export"})) written.insert(event.value("request_id", ""));
  EXPECT_TRUE(std::ranges::includes(written, acknowledged));
  EXPECT_EQ(verify().exit_code, 0);
}

}  // namespace
}  // namespace heliograph
