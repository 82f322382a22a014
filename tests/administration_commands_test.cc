// What an operator does at the command line: organisations, applications, keys, upkeep; and how it says no.

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "bank_and_phone.h"
#include "database.h"

namespace heliograph {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

using Words = std::vector<std::string>;

constexpr const char* kNobody = "00000000-0000-4000-8000-000000000000";

std::vector<cli::Json> linesOf(const std::string& text) {
  std::vector<cli::Json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(cli::Json::parse(line));
  return lines;
}

class Administration : public testing::Test {
 protected:
  void SetUp() override { std::ofstream(configuration()).flush(); }
  [[nodiscard]] std::string configuration() const { return folder_ / "heliograph.toml"; }
  [[nodiscard]] lab::FinishedProcess runHere(Words arguments) const {
    arguments.insert(arguments.begin(), "--json");
    arguments.push_back("--config");
    arguments.push_back(configuration());
    return lab::runProcess({HELIOGRAPH_PROGRAM, arguments});
  }
  cli::Json valueOf(const Words& arguments) const {
    const auto finished = runHere(arguments);
    EXPECT_EQ(finished.exit_code, 0) << finished.standard_error;
    return cli::Json::parse(finished.standard_output);
  }
  TemporaryFolder folder_;
};

TEST_F(Administration, ARefusedPropertyIsNamedWithValueAndBound) {
  const auto finished = runHere({"app", "create", "bank", "--set", "AMOUNT_FAILURES_ALLOWED=11"});
  EXPECT_EQ(finished.exit_code, 3);
  EXPECT_THAT(finished.standard_error,
              testing::AllOf(HasSubstr("AMOUNT_FAILURES_ALLOWED"), HasSubstr("11"), HasSubstr("1..10")));
}

TEST_F(Administration, SettingAPropertyLeavesTheOthers) {
  const auto made = valueOf({"app", "create", "bank", "--set", "PIN_LENGTH_MIN=6"});
  valueOf({"app", "set", made.at("application_id"), "AMOUNT_FAILURES_ALLOWED=5"});
  const auto shown = valueOf({"app", "show", made.at("application_id")});
  EXPECT_EQ(shown.at("configuration").at("PIN_LENGTH_MIN"), "6");
  EXPECT_EQ(shown.at("configuration").at("AMOUNT_FAILURES_ALLOWED"), "5");
}

TEST_F(Administration, AllApplicationsAreOneDocument) {
  valueOf({"app", "create", "one"});
  valueOf({"app", "create", "two"});
  EXPECT_EQ(valueOf({"app", "show"}).size(), 2U);
}

TEST_F(Administration, AKeysSecretIsShownOnceOnly) {
  const auto made = valueOf({"apikey", "create", "--name", "shop"});
  const auto listed = runHere({"apikey", "list"}).standard_output;
  EXPECT_EQ(made.at("key_secret").get<std::string>().size(), 64U);
  EXPECT_THAT(listed, HasSubstr(made.at("key_id").get<std::string>()));
  EXPECT_THAT(listed, testing::Not(HasSubstr(made.at("key_secret").get<std::string>())));
}

TEST_F(Administration, WhatDoesNotExistIsSaid) {
  for (const Words& arguments : {Words{"app", "show", kNobody}, Words{"app", "set", kNobody, "PIN_LENGTH_MIN=6"},
                                 Words{"apikey", "revoke", kNobody}, Words{"device", "show", kNobody}}) {
    const auto finished = runHere(arguments);
    EXPECT_EQ(finished.exit_code, 1) << arguments[0];
    EXPECT_THAT(finished.standard_error, HasSubstr("no such")) << arguments[0];
  }
}

TEST_F(Administration, OrganisationsAreMadeAndListed) {
  const auto made = valueOf({"organisation", "create", "Bank für Gemeinwohl"});
  EXPECT_EQ(made.at("name"), "Bank für Gemeinwohl");
  const auto application = valueOf({"app", "create", "app", "--organisation", "Bank für Gemeinwohl"});
  EXPECT_EQ(application.at("organisation_id"), made.at("id"));
  valueOf({"app", "create", "app", "--organisation", "made by the way"});
  const auto listed = valueOf({"organisation", "list"});
  std::vector<std::string> names;
  for (const auto& organisation : listed) names.push_back(organisation.at("name"));
  EXPECT_THAT(names, testing::UnorderedElementsAre("Bank für Gemeinwohl", "made by the way"));
}

TEST_F(Administration, KeysHaveARoleAndATimeAfterWhichTheyEnd) {
  const auto forever = valueOf({"apikey", "create", "--name", "backend"});
  const auto ending = valueOf({"apikey", "create", "--role", "READ_ONLY", "--expires-in-days", "30"});
  EXPECT_EQ(forever.at("role"), "SERVICE_PROVIDER");
  EXPECT_FALSE(forever.contains("expires_at"));
  EXPECT_EQ(ending.at("role"), "READ_ONLY");
  EXPECT_GT(ending.at("expires_at"), ending.at("created_at"));
}

TEST_F(Administration, TheListOfKeysTellsStateRoleAndLastUse) {
  for (const char* name : {"active", "revoked", "expired", "used"}) valueOf({"apikey", "create", "--name", name});
  const auto ids = [&] {
    std::map<std::string, std::string> by_name;
    for (const auto& key : valueOf({"apikey", "list"})) by_name[key.at("name")] = key.at("key_id");
    return by_name;
  }();
  valueOf({"apikey", "revoke", ids.at("revoked")});
  Database(folder_ / "heliograph.db")
      .execute(
          "UPDATE api_keys SET expires_at = created_at WHERE name = 'expired';"
          "UPDATE api_keys SET last_used_at = 1767225600000 WHERE name = 'used'");

  for (const auto& key : valueOf({"apikey", "list"})) {
    EXPECT_EQ(key.contains("revoked_at"), key.at("name") == "revoked") << key;
    EXPECT_EQ(key.contains("expires_at"), key.at("name") == "expired") << key;
    EXPECT_EQ(key.value("last_used_at", ""), key.at("name") == "used" ? "2026-01-01T00:00:00.000Z" : "") << key;
  }
  const std::string text =
      lab::runProcess({HELIOGRAPH_PROGRAM, {"apikey", "list", "--config", configuration()}}).standard_output;
  EXPECT_THAT(text, AllOf(HasSubstr(ids.at("active") + "  active   SERVICE_PROVIDER  last used never  active"),
                          HasSubstr(ids.at("revoked") + "  revoked  SERVICE_PROVIDER"),
                          HasSubstr(ids.at("expired") + "  expired  SERVICE_PROVIDER"),
                          HasSubstr("last used 2026-01-01T00:00:00.000Z  used")));
}

TEST_F(Administration, TheHistoryHasEveryConfigurationTheNewestFirst) {
  const auto made = valueOf({"app", "create", "bank", "--set", "PIN_LENGTH_MIN=6"});
  const std::string id = made.at("application_id");
  valueOf({"app", "set", id, "PIN_LENGTH_MIN=8"});
  ASSERT_EQ(runHere({"app", "set", id, "PIN_LENGTH_MIN=99"}).exit_code, 3);
  const auto history = linesOf(runHere({"app", "history", id}).standard_output);
  ASSERT_EQ(history.size(), 2U);
  EXPECT_EQ(history[0].at("version"), 2);
  EXPECT_EQ(history[0].at("configuration").at("PIN_LENGTH_MIN"), "8");
  EXPECT_EQ(history[1].at("configuration").at("PIN_LENGTH_MIN"), "6");
}

struct Refusal {
  Words arguments;
  int exit_code;
  std::string names;
};

TEST_F(Administration, EveryRefusalIsOneLineThatNamesWhatIsWrong) {
  valueOf({"organisation", "create", "taken"});
  const auto application = valueOf({"app", "create", "app"});
  const std::string id = application.at("application_id");
  for (const Refusal& refusal : {Refusal{{"organisation", "create", "taken"}, 1, "taken: the name is taken"},
                                 {{"organisation", "create", "a\nb"}, 2, "a name has 1 to 128 bytes"},
                                 {{"apikey", "create", "--role", "ROOT"}, 2, "ROOT: is none of"},
                                 {{"apikey", "create", "--expires-in-days", "0"}, 2, "--expires-in-days"},
                                 {{"apikey", "revoke", "x"}, 2, "x: is no key id"},
                                 {{"app", "history", kNobody}, 1, "no such application"},
                                 {{"app", "statistics", kNobody}, 1, "no such application"},
                                 {{"app", "statistics", id, "--days", "1001"}, 2, "--days"},
                                 {{"app", "statistics", id, "--days", "900", "--by-hour"}, 2, "--days: too many"},
                                 {{"app", "set", id, "NO_SUCH=1"}, 3, "NO_SUCH"},
                                 {{"app", "set", id, "PIN_LENGTH_MIN"}, 2, "PIN_LENGTH_MIN: is not PROPERTY=VALUE"},
                                 {{"audit", "search", "--device", "x"}, 2, "--device: x is no id"},
                                 {{"audit", "search", "--action", "DANCED"}, 2, "--action: DANCED is no action"},
                                 {{"audit", "search", "--outcome", "MAYBE"}, 2, "--outcome: MAYBE is no outcome"},
                                 {{"audit", "search", "--limit", "0"}, 2, "--limit"},
                                 {{"audit", "verify", "--heads", "/nowhere/heads.json"}, 3, "/nowhere/heads.json"},
                                 {{"maintenance", "clean-up", "--older-than-days", "0"}, 2, "--older-than-days"}}) {
    const auto finished = runHere(refusal.arguments);
    EXPECT_EQ(finished.exit_code, refusal.exit_code) << refusal.names;
    EXPECT_EQ(std::count(finished.standard_error.begin(), finished.standard_error.end(), '\n'), 1)
        << finished.standard_error;
    EXPECT_THAT(finished.standard_error, AllOf(testing::StartsWith("heliograph: "), HasSubstr(refusal.names)));
    EXPECT_EQ(finished.standard_output, "") << refusal.names;
  }
}

class Upkeep : public BankAndPhone {
 protected:
  // Sessions of either kind, `days` ago.
  void moveSessionsIntoThePast(int days) const {
    Database database(stage_.folder() / "heliograph.db");
    const std::string by = " - " + std::to_string(days) + " * 86400000";
    for (const char* table : {"offline_sessions", "authentication_sessions"}) {
      database.execute(std::string("UPDATE ") + table + " SET created_at = created_at" + by +
                       ", expires_at = expires_at" + by);
    }
  }
  [[nodiscard]] std::vector<cli::Json> statistics() const {
    return linesOf(operate({"app", "statistics", stage_.applicationId()}).standard_output);
  }
};

TEST_F(Upkeep, StatisticsCountAuthenticationsByMethodAndOutcome) {
  ASSERT_TRUE(authenticatesOffline());
  ASSERT_TRUE(authenticatesOffline());
  ASSERT_TRUE(authenticatesOnline(phone_, "DEVICE_PIN", kDevicePin));
  ASSERT_EQ(stage_.begin(phone_, "OFFLINE_PIN", "Open").status, 201);
  std::map<std::string, int> counts;
  for (const auto& count : statistics()) {
    counts[count.at("auth_method").get<std::string>() + " " + count.at("status").get<std::string>()] +=
        count.at("count").get<int>();
  }
  EXPECT_EQ(counts, (std::map<std::string, int>{
                        {"OFFLINE_DEVICE COMPLETED", 2}, {"DEVICE_PIN COMPLETED", 1}, {"OFFLINE_PIN STARTED", 1}}));
}

TEST_F(Upkeep, ACleanUpRemovesSessionsThatAreOldEnoughAndNoOthers) {
  const auto old = stage_.session(phone_, "OFFLINE_DEVICE", "Old");
  moveSessionsIntoThePast(31);
  ASSERT_TRUE(authenticatesOffline());

  ASSERT_EQ(operate({"maintenance", "clean-up", "--older-than-days", "40"}).exit_code, 0);
  const std::string path = "/offline-authentications/" + old.at("id").get<std::string>();
  EXPECT_EQ(stage_.get(path).body.at("status"), "EXPIRED");
  const auto cleaned_up = operate({"maintenance", "clean-up", "--older-than-days", "30"});

  EXPECT_GE(cli::Json::parse(cleaned_up.standard_output).at("removed"), 1);
  EXPECT_EQ(stage_.get(path).status, 404);
  EXPECT_EQ(statistics().size(), 1U) << "the new one is still counted";
  EXPECT_TRUE(authenticatesOffline()) << "devices stay";
  EXPECT_THAT(operate({"audit", "search", "--action", "SESSIONS_CLEANED_UP"}).standard_output,
              HasSubstr("COMMAND_LINE"));
}

TEST_F(Upkeep, AnExpiredKeyIsRefused) {
  Database(stage_.folder() / "heliograph.db")
      .execute("UPDATE api_keys SET expires_at = created_at + 1 WHERE role = 'ADMIN'");
  stage_.killServer();
  stage_.startServer();
  EXPECT_EQ(admin().get("/organisations").status, 401);
  EXPECT_EQ(bank().get("/devices").status, 200);
}

}  // namespace
}  // namespace heliograph
