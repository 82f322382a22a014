// The admin API as an operator meets it, and as an attacker does.

#include <gmock/gmock.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "crypto/base64.h"
#include "domain/audit_chain.h"
#include "http/admin/audit_query.h"
#include "http/dispatcher.h"
#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

using domain::ApiKeyRole;
using domain::AuditAction;
using nlohmann::json;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::string admin(const std::string& rest) { return "/admin-api/v1" + rest; }

class AdminTest : public ServerFixture {
 protected:
  ReceivedResponse read(const std::string& path, std::string_view headers = "") { return get(path, admin_, headers); }
  ReceivedResponse act(const std::string& path, const json& body) { return post(path, body.dump(), admin_); }
  ReceivedResponse change(const std::string& method, const std::string& path, const json& body,
                          const std::string& headers = "") {
    const std::string head = admin_.authorization() + "Content-Type: application/json\r\n" + headers;
    return send(requestText(method, path, head, body.dump()));
  }
  [[nodiscard]] std::string pathOf(const Bank& bank) const { return admin("/applications/" + bank.application.text()); }
  [[nodiscard]] std::string configurationPath() const { return pathOf(bank_) + "/configuration"; }

  const Bank admin_ = newKey(bank_, ApiKeyRole::kAdmin);
};

std::string detailOf(const ReceivedResponse& response) { return jsonOf(response).value("detail", ""); }

// --- organisations ---------------------------------------------------------------------------------------------------

TEST_F(AdminTest, MakesAnOrganisationAndShowsIt) {
  const auto made = act(admin("/organisations"), {{"name", "Sparkasse Überlingen"}});
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(jsonOf(made)["name"], "Sparkasse Überlingen");
  EXPECT_EQ(jsonOf(made)["created_at"], "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(jsonOf(read(made.headers.at("location"))), jsonOf(made));
  EXPECT_EQ(jsonOf(read(admin("/organisations")))["organisations"].size(), 3U);
}

TEST_F(AdminTest, NoTwoOrganisationsHaveOneName) {
  const auto refused = act(admin("/organisations"), {{"name", "bank"}});
  EXPECT_EQ(outcomeOf(refused), "409 NAME_TAKEN");
  EXPECT_THAT(detailOf(refused), StartsWith("name"));
}

TEST_F(AdminTest, RefusesNamesThatWouldForgeLines) {
  for (const std::string& name : {std::string(), std::string(129, 'x'), std::string("a\nb"), std::string("\x7F")}) {
    const auto refused = act(admin("/organisations"), {{"name", name}});
    EXPECT_EQ(outcomeOf(refused), "400 MALFORMED_REQUEST") << name;
    EXPECT_THAT(detailOf(refused), StartsWith("name"));
  }
}

// --- applications and their configuration ----------------------------------------------------------------------------

TEST_F(AdminTest, MakesAnApplicationWithAConfiguration) {
  const json body{{"organisation_id", bank_.organisation.text()},
                  {"name", "mobile"},
                  {"configuration", {{"AMOUNT_FAILURES_ALLOWED", "7"}}}};
  const auto made = act(admin("/applications"), body);
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(jsonOf(made)["configuration"]["AMOUNT_FAILURES_ALLOWED"], "7");
  EXPECT_EQ(jsonOf(made)["configuration"]["LOCK_DURATION"], "0");
  EXPECT_EQ(jsonOf(made)["configuration_version"], 1);
  EXPECT_THAT(jsonOf(made)["warnings"].dump(), HasSubstr("AMOUNT_FAILURES_ALLOWED"));
  EXPECT_EQ(jsonOf(read(made.headers.at("location"))), jsonOf(made));
}

TEST_F(AdminTest, ListsTheApplicationsOfOneOrganisationOrOfAll) {
  EXPECT_EQ(jsonOf(read(admin("/applications")))["applications"].size(), 2U);
  const auto listed = jsonOf(read(admin("/applications?organisation_id=" + bank_.organisation.text())))["applications"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["id"], bank_.application.text());
  EXPECT_EQ(outcomeOf(read(admin("/applications?organisation_id=bank"))), "400 MALFORMED_REQUEST");
}

TEST_F(AdminTest, RefusesAnApplicationByNameOfWhatIsAtFault) {
  const auto refusal = [&](const json& body) { return act(admin("/applications"), body); };
  const std::string bank = bank_.organisation.text();
  const json out_of_bounds{{"OFFLINE_OTP_LENGTH", "12"}};
  const auto invalid = refusal({{"organisation_id", bank}, {"name", "x"}, {"configuration", out_of_bounds}});
  EXPECT_EQ(outcomeOf(invalid), "422 INVALID_CONFIGURATION");
  EXPECT_THAT(detailOf(invalid), HasSubstr("OFFLINE_OTP_LENGTH"));
  EXPECT_EQ(outcomeOf(refusal({{"organisation_id", kNobody}, {"name", "x"}})), "404 UNKNOWN_ORGANISATION");
  EXPECT_EQ(outcomeOf(refusal({{"organisation_id", bank}})), "400 MALFORMED_REQUEST");
  EXPECT_EQ(outcomeOf(refusal({{"organisation_id", "x"}, {"name", "x"}})), "400 MALFORMED_REQUEST");
  const json numbers{{"LOCK_DURATION", 300}};
  EXPECT_EQ(outcomeOf(refusal({{"organisation_id", bank}, {"name", "x"}, {"configuration", numbers}})),
            "400 MALFORMED_REQUEST");
}

TEST_F(AdminTest, ReplacesAConfigurationAsAWhole) {
  const json whole{{"ALLOWED_AUTH_METHODS", "DEVICE:PIN"}, {"LOCK_DURATION", "300"}};
  const auto replaced = change("PUT", configurationPath(), whole);
  ASSERT_EQ(replaced.status, 200) << replaced.body;
  EXPECT_EQ(jsonOf(replaced)["version"], 2);
  EXPECT_EQ(replaced.headers.at("etag"), "\"2\"");
  const auto shown = jsonOf(read(configurationPath()));
  EXPECT_EQ(shown["configuration"]["ALLOWED_AUTH_METHODS"], "DEVICE:PIN");
  EXPECT_EQ(shown["configuration"]["LOCK_DURATION"], "300");
  EXPECT_EQ(shown["configuration"]["OFFLINE_OTP_LENGTH"], "");
}

TEST_F(AdminTest, ChangesSomeProperties) {
  const auto changed = jsonOf(change("PATCH", configurationPath(), {{"LOCK_DURATION", "300"}}));
  EXPECT_EQ(changed["configuration"]["LOCK_DURATION"], "300");
  EXPECT_EQ(changed["configuration"]["OFFLINE_OTP_LENGTH"], "6");
  const auto back = jsonOf(change("PATCH", configurationPath(), {{"LOCK_DURATION", ""}}));
  EXPECT_EQ(back["configuration"]["LOCK_DURATION"], "0");
  EXPECT_EQ(back["version"], 3);
}

TEST_F(AdminTest, WarnsOfWhatIsAllowedAndUnwise) {
  EXPECT_TRUE(jsonOf(change("PATCH", configurationPath(), {{"LOCK_DURATION", "300"}}))["warnings"].empty());
  const auto changed = jsonOf(change("PATCH", configurationPath(), {{"AMOUNT_FAILURES_ALLOWED", "7"}}));
  ASSERT_EQ(changed["warnings"].size(), 1U);
  EXPECT_THAT(changed["warnings"][0].get<std::string>(), HasSubstr("AMOUNT_FAILURES_ALLOWED"));
}

TEST_F(AdminTest, AChangedConfigurationCountsAtOnce) {
  const Phone phone = enrolPhone(bank_);
  change("PATCH", configurationPath(), {{"OFFLINE_OTP_LENGTH", "8"}});
  const json begin{{"device_id", phone.device.text()}, {"auth_method", "OFFLINE_PIN"}, {"context", "Pay 1 EUR"}};
  EXPECT_EQ(jsonOf(post(std::string(kApi) + "/offline-authentications", begin.dump()))["otp_length"], 8);
}

TEST_F(AdminTest, ChangesTheExpectedVersionAndNoOther) {
  const std::string tag = read(configurationPath()).headers.at("etag");
  const std::string expected = "If-Match: " + tag + "\r\n";
  EXPECT_EQ(change("PATCH", configurationPath(), {{"LOCK_DURATION", "300"}}, expected).status, 200);
  const auto late = change("PUT", configurationPath(), {{"LOCK_DURATION", "600"}}, expected);
  EXPECT_EQ(outcomeOf(late), "412 PRECONDITION_FAILED");
  EXPECT_THAT(detailOf(late), StartsWith("If-Match"));
  EXPECT_EQ(jsonOf(read(configurationPath()))["configuration"]["LOCK_DURATION"], "300");
  EXPECT_EQ(change("PATCH", configurationPath(), {{"LOCK_DURATION", "600"}}, "If-Match: *\r\n").status, 200);
}

TEST_F(AdminTest, RefusesAnExpectationThatIsNoVersion) {
  for (const char* tag : {"1", "\"\"", "\"x\"", "\"1\", \"2\"", "W/\"1\"", "\"-1\"", "\"99999999999999999999\""}) {
    const auto refused =
        change("PATCH", configurationPath(), {{"LOCK_DURATION", "300"}}, "If-Match: " + std::string(tag) + "\r\n");
    EXPECT_EQ(outcomeOf(refused), "400 MALFORMED_REQUEST") << tag;
  }
  EXPECT_EQ(jsonOf(read(configurationPath()))["version"], 1);
}

struct RefusedConfiguration {
  json body;
  const char* outcome;
  const char* named;
};

TEST_F(AdminTest, RefusesAConfigurationByNameOfTheProperty) {
  const std::vector<RefusedConfiguration> cases{
      {{{"AMOUNT_FAILURES_ALLOWED", "11"}}, "422 INVALID_CONFIGURATION", "AMOUNT_FAILURES_ALLOWED"},
      {{{"OFFLINE_OTP_LENGTH", ""}}, "422 INVALID_CONFIGURATION", "OFFLINE_OTP_LENGTH"},
      {{{"COLOUR", "blue"}}, "422 INVALID_CONFIGURATION", "COLOUR"},
      {{{"LOCK_DURATION", 300}}, "400 MALFORMED_REQUEST", "LOCK_DURATION"},
      {{{"LOCK_DURATION", {{"LOCK_DURATION", "300"}}}}, "400 MALFORMED_REQUEST", "LOCK_DURATION"},
      {json::array({"LOCK_DURATION"}), "400 MALFORMED_REQUEST", "object"},
  };
  for (const RefusedConfiguration& refused : cases) {
    const auto response = change("PATCH", configurationPath(), refused.body);
    EXPECT_EQ(outcomeOf(response), refused.outcome) << refused.body;
    EXPECT_THAT(detailOf(response), HasSubstr(refused.named)) << refused.body;
  }
  const std::string head = admin_.authorization() + "Content-Type: application/json\r\n";
  const std::string twice = R"({"LOCK_DURATION":"30","LOCK_DURATION":"60"})";
  EXPECT_EQ(outcomeOf(send(requestText("PATCH", configurationPath(), head, twice))), "400 MALFORMED_REQUEST");
  EXPECT_EQ(jsonOf(read(configurationPath()))["version"], 1);
}

TEST_F(AdminTest, ADryRunIsAnsweredLikeTheChangeAndWritesNothing) {
  const json shown = jsonOf(read(configurationPath()));
  const std::string expected = "If-Match: " + read(configurationPath()).headers.at("etag") + "\r\n";
  const auto tried =
      change("PATCH", configurationPath() + "?dry_run=true", {{"AMOUNT_FAILURES_ALLOWED", "7"}}, expected);
  ASSERT_EQ(tried.status, 200) << tried.body;
  EXPECT_EQ(jsonOf(tried)["configuration"]["AMOUNT_FAILURES_ALLOWED"], "7");
  EXPECT_EQ(jsonOf(tried)["warnings"].size(), 1U);
  EXPECT_EQ(jsonOf(tried)["version"], shown["version"]);
  const auto replaced = change("PUT", configurationPath() + "?dry_run=true", {{"LOCK_DURATION", "300"}}, expected);
  EXPECT_EQ(jsonOf(replaced)["configuration"]["OFFLINE_OTP_LENGTH"], "");

  EXPECT_EQ(jsonOf(read(configurationPath())), shown);
  EXPECT_EQ(jsonOf(read(configurationPath() + "/history"))["changes"].size(), 1U);
  EXPECT_THAT(store_.findAuditEvents({.action = AuditAction::kConfigurationChanged}), IsEmpty());
}

TEST_F(AdminTest, ADryRunIsRefusedLikeTheChange) {
  const std::string path = configurationPath() + "?dry_run=true";
  EXPECT_EQ(outcomeOf(change("PATCH", path, {{"OFFLINE_OTP_LENGTH", ""}})), "422 INVALID_CONFIGURATION");
  EXPECT_EQ(outcomeOf(change("PATCH", path, json::object(), "If-Match: \"7\"\r\n")), "412 PRECONDITION_FAILED");
  EXPECT_EQ(outcomeOf(change("PATCH", path, {{"LOCK_DURATION", 300}})), "400 MALFORMED_REQUEST");
}

TEST_F(AdminTest, WhetherItIsADryRunIsSaidClearly) {
  for (const char* query : {"?dry_run=yes", "?dry_run=", "?dry_run", "?dry_run=true&dry_run=false", "?dryrun=true"}) {
    const auto refused = change("PATCH", configurationPath() + query, {{"LOCK_DURATION", "300"}});
    EXPECT_EQ(outcomeOf(refused), "400 MALFORMED_REQUEST") << query;
  }
  EXPECT_EQ(jsonOf(read(configurationPath()))["version"], 1);
  EXPECT_EQ(jsonOf(change("PATCH", configurationPath() + "?dry_run=false", {{"LOCK_DURATION", "300"}}))["version"], 2);
}

TEST_F(AdminTest, ServesTheTableOfProperties) {
  const json properties = jsonOf(read(admin("/configuration-properties")))["properties"];
  json names = json::array();
  for (const json& property : properties) names.push_back(property["name"]);
  const json configuration = jsonOf(read(configurationPath()))["configuration"];
  EXPECT_EQ(std::set<json>(names.begin(), names.end()).size(), configuration.size());
  for (const json& name : names) EXPECT_TRUE(configuration.contains(name.get<std::string>())) << name;
}

TEST_F(AdminTest, APropertyIsShownWithTypeDefaultAndBounds) {
  const json properties = jsonOf(read(admin("/configuration-properties")))["properties"];
  const auto shown = [&](const char* name) {
    return *std::ranges::find_if(properties, [&](const json& property) { return property["name"] == name; });
  };
  EXPECT_EQ(shown("AMOUNT_FAILURES_ALLOWED"),
            json::parse(R"({"name": "AMOUNT_FAILURES_ALLOWED", "type": "NUMBER", "group": "Failures and locks",
                            "title": "Failures allowed",
                            "description": "Wrong guesses until an offline method, or online the device, is locked.",
                            "default": "3", "minimum": 1, "maximum": 10, "zero_allowed": false,
                            "warning": {"above": 5, "reason": "PSD2 RTS art. 4(3)(b) allows no more"},
                            "change_note": "Counts at once: a method that already has as many failures cannot be tried until it is unlocked or added again."})"));
  EXPECT_EQ(shown("LOCK_DURATION")["zero_allowed"], true);
  EXPECT_EQ(shown("LOCK_DURATION")["unit"], "seconds");
  EXPECT_EQ(shown("PIN_TYPE")["choices"], json({"NUMERIC", "ALPHANUMERIC"}));
  EXPECT_EQ(shown("ALLOWED_AUTH_METHODS")["choices"].size(), protocol::kAllAuthMethods.size());
  const json authorising = shown("ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE");
  EXPECT_EQ(authorising["default"], "");
  EXPECT_EQ(authorising["default_note"], "DEVICE:PIN if it is allowed");
  EXPECT_THAT(authorising["choices"], Not(Contains("OFFLINE:PIN")));
}

TEST_F(AdminTest, ShowsTheHistoryOfAConfiguration) {
  change("PATCH", configurationPath(), {{"LOCK_DURATION", "300"}});
  const auto changes = jsonOf(read(configurationPath() + "/history"))["changes"];
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_EQ(changes[0]["version"], 2);
  EXPECT_EQ(changes[0]["changed_by_key_id"], admin_.key.text());
  EXPECT_EQ(changes[0]["configuration"]["LOCK_DURATION"], "300");
  EXPECT_EQ(changes[1]["configuration"]["LOCK_DURATION"], "0");
  EXPECT_FALSE(changes[1].contains("changed_by_key_id"));
}

// --- statistics ------------------------------------------------------------------------------------------------------

TEST_F(AdminTest, CountsAuthenticationsByMethodAndStatus) {
  const Phone phone = enrolPhone(bank_);
  const json begin{{"device_id", phone.device.text()}, {"auth_method", "OFFLINE_PIN"}, {"context", "Pay 1 EUR"}};
  post(std::string(kApi) + "/offline-authentications", begin.dump());
  const auto statistics = jsonOf(read(pathOf(bank_) + "/statistics?from=2026-01-02T00:00:00Z&interval=hour"
                                                      "&to=2026-01-02T05:00:00%2B01:00"));
  EXPECT_EQ(statistics["to"], "2026-01-02T04:00:00.000Z");
  EXPECT_EQ(statistics["interval"], "hour");
  EXPECT_EQ(statistics["counts"], json::parse(R"([{"from": "2026-01-02T03:00:00.000Z", "auth_method": "OFFLINE_PIN",
                                                   "status": "STARTED", "count": 1}])"));
}

TEST_F(AdminTest, RefusesStatisticsByNameOfWhatIsAtFault) {
  struct Case {
    const char* query;
    const char* named;
  };
  for (const Case& refused : {Case{"", "from"},
                              {"?from=yesterday", "from"},
                              {"?from=2026-02-30T00:00:00Z", "from"},
                              {"?from=2026-01-02T00:00:00", "from"},
                              {"?from=2026-01-02T00:00:00Z&to=2026-01-02T00:00:00Z", "from"},
                              {"?from=2026-01-01T00:00:00Z&to=x", "to"},
                              {"?from=2026-01-01T00:00:00Z&interval=minute", "interval"},
                              {"?from=1970-01-01T00:00:00Z&interval=hour", "intervals"},
                              {"?from=2026-01-01T00:00:00Z&by=day", "by"}}) {
    const auto response = read(pathOf(bank_) + "/statistics" + refused.query);
    EXPECT_EQ(outcomeOf(response), "400 MALFORMED_REQUEST") << refused.query;
    EXPECT_THAT(detailOf(response), HasSubstr(refused.named)) << refused.query;
  }
}

// --- API keys --------------------------------------------------------------------------------------------------------

TEST_F(AdminTest, MakesAKeyThatOpensItsInterfaceAndShowsItsSecretOnce) {
  const auto made = act(admin("/api-keys"), {{"organisation_id", bank_.organisation.text()}, {"name", "backend"}});
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(made.headers.at("cache-control"), "no-store");
  const auto key = jsonOf(made);
  EXPECT_EQ(key["role"], "SERVICE_PROVIDER");
  const Bank backend{bank_.organisation, bank_.application,
                     domain::ApiKeyId::parse(key["id"].get<std::string>()).value(), key["key_secret"]};
  EXPECT_EQ(get(std::string(kApi) + "/devices", backend).status, 200);

  const auto shown = read(made.headers.at("location"));
  EXPECT_EQ(jsonOf(shown)["name"], "backend");
  for (const auto& answer : {shown, read(admin("/api-keys")), read(admin("/audit-events"))}) {
    EXPECT_THAT(answer.body, Not(HasSubstr(backend.key_secret)));
    EXPECT_THAT(answer.body, Not(HasSubstr("secret")));
  }
}

TEST_F(AdminTest, MakesAKeyOfARoleThatExpires) {
  const json body{{"organisation_id", bank_.organisation.text()},
                  {"name", "call centre"},
                  {"role", "READ_ONLY"},
                  {"expires_at", "2027-01-01T00:00:00+01:00"}};
  const auto key = jsonOf(act(admin("/api-keys"), body));
  EXPECT_EQ(key["role"], "READ_ONLY");
  EXPECT_EQ(key["expires_at"], "2026-12-31T23:00:00.000Z");
}

TEST_F(AdminTest, RefusesAKeyByNameOfWhatIsAtFault) {
  const auto refusal = [&](const char* field, const json& value) {
    json body{{"organisation_id", bank_.organisation.text()}, {"name", "x"}};
    body[field] = value;
    return act(admin("/api-keys"), body);
  };
  EXPECT_EQ(outcomeOf(refusal("organisation_id", kNobody)), "404 UNKNOWN_ORGANISATION");
  for (const auto& [field, value] : std::vector<std::pair<const char*, json>>{{"name", ""},
                                                                              {"role", "ROOT"},
                                                                              {"role", ""},
                                                                              {"expires_at", "2020-01-01T00:00:00Z"},
                                                                              {"expires_at", "tomorrow"},
                                                                              {"key_secret", "mine"}}) {
    const auto response = refusal(field, value);
    EXPECT_EQ(outcomeOf(response), "400 MALFORMED_REQUEST") << field << " " << value;
    EXPECT_THAT(detailOf(response), HasSubstr(field));
  }
}

TEST_F(AdminTest, ARevokedKeyOpensNothing) {
  const Bank backend = newKey(bank_);
  const std::string path = admin("/api-keys/" + backend.key.text());
  const auto revoked = jsonOf(act(path + "/revoke", json::object()));
  EXPECT_EQ(revoked["revoked_at"], "2026-01-02T03:04:05.678Z");
  domain_.directory.latest();
  EXPECT_EQ(outcomeOf(get(std::string(kApi) + "/devices", backend)), "401 UNAUTHENTICATED");
  clock_.advance(std::chrono::seconds(1));
  EXPECT_EQ(jsonOf(act(path + "/revoke", json::object())), revoked);
}

TEST_F(AdminTest, ListsTheKeysOfOneOrganisationOrOfAll) {
  EXPECT_EQ(jsonOf(read(admin("/api-keys")))["api_keys"].size(), 3U);
  const auto listed = jsonOf(read(admin("/api-keys?organisation_id=" + other_bank_.organisation.text())))["api_keys"];
  ASSERT_EQ(listed.size(), 1U);
  EXPECT_EQ(listed[0]["id"], other_bank_.key.text());
}

// --- the audit log ---------------------------------------------------------------------------------------------------

TEST_F(AdminTest, EveryChangeSaysWhoDidItAndFromWhere) {
  const auto made = act(admin("/organisations"), {{"name", "new bank"}});
  const auto events = jsonOf(read(admin("/audit-events?action=ORGANISATION_CREATED&limit=1")))["events"];
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0]["actor"], "API_KEY");
  EXPECT_EQ(events[0]["key_id"], admin_.key.text());
  EXPECT_EQ(events[0]["request_id"], made.headers.at("x-request-id"));
  EXPECT_EQ(events[0]["address"], "127.0.0.1");
  EXPECT_EQ(events[0]["organisation_id"], jsonOf(made)["id"]);
  EXPECT_EQ(events[0]["outcome"], "SUCCESS");
}

TEST_F(AdminTest, FindsTheEventsOfADeviceASessionAndAKey) {
  const Phone phone = enrolPhone(bank_);
  const json begin{{"device_id", phone.device.text()}, {"auth_method", "OFFLINE_PIN"}, {"context", "Pay 1 EUR"}};
  const auto session = jsonOf(post(std::string(kApi) + "/offline-authentications", begin.dump()));
  const std::string session_id = session["id"];
  const auto found = [&](const std::string& query) { return jsonOf(read(admin("/audit-events?" + query)))["events"]; };

  const auto begun = found("session_id=" + session_id);
  ASSERT_EQ(begun.size(), 1U);
  EXPECT_EQ(begun[0]["action"], "OFFLINE_AUTHENTICATION_BEGUN");
  EXPECT_EQ(begun[0]["auth_method"], "OFFLINE_PIN");
  EXPECT_EQ(begun[0]["context_sha256"].get<std::string>().size(), 64U);
  EXPECT_EQ(found("device_id=" + phone.device.text() + "&action=OFFLINE_AUTHENTICATION_BEGUN"), begun);
  EXPECT_EQ(found("key_id=" + bank_.key.text() + "&action=OFFLINE_AUTHENTICATION_BEGUN"), begun);
  EXPECT_EQ(found("organisation_id=" + bank_.organisation.text() + "&session_id=" + session_id), begun);
  EXPECT_TRUE(found("organisation_id=" + other_bank_.organisation.text() + "&session_id=" + session_id).empty());
  EXPECT_TRUE(found("session_id=" + session_id + "&outcome=REFUSED").empty());
  EXPECT_TRUE(found("session_id=" + session_id + "&to=2026-01-02T03:04:05.678Z").empty());
  EXPECT_EQ(found("session_id=" + session_id + "&from=2026-01-02T03:04:05.678Z"), begun);
}

TEST_F(AdminTest, ShowsManyEventsPageByPage) {
  const auto all = jsonOf(read(admin("/audit-events")))["events"];
  ASSERT_GT(all.size(), 2U);
  json paged = json::array();
  std::string cursor;
  do {
    const auto page = jsonOf(read(admin("/audit-events?limit=2" + cursor)));
    for (const json& event : page["events"]) paged.push_back(event);
    cursor = page.contains("next_cursor") ? "&cursor=" + page["next_cursor"].get<std::string>() : "";
  } while (!cursor.empty());
  EXPECT_EQ(paged, all);
}

TEST_F(AdminTest, ExportsEventsOneALineAndLinksTheNextPage) {
  const auto all = jsonOf(read(admin("/audit-events")))["events"];
  const std::string bank = bank_.organisation.text();
  const auto lines = read(admin("/audit-events?limit=1&organisation_id=" + bank), "Accept: application/jsonl\r\n");
  EXPECT_EQ(lines.headers.at("content-type"), "application/jsonl");
  EXPECT_EQ(std::count(lines.body.begin(), lines.body.end(), '\n'), 1);
  const auto event = json::parse(lines.body);
  EXPECT_EQ(event["organisation_id"], bank);
  const std::string sequence = event["sequence"].dump();
  EXPECT_EQ(lines.headers.at("link"),
            "</admin-api/v1/audit-events?cursor=" + sequence + "&organisation_id=" + bank + "&limit=1>; rel=\"next\"");
  EXPECT_EQ(outcomeOf(read(admin("/audit-events"), "Accept: text/csv\r\n")), "406 NOT_ACCEPTABLE");
}

TEST_F(AdminTest, RefusesASearchByNameOfWhatIsAtFault) {
  for (const std::string field : {"from", "to", "organisation_id", "device_id", "session_id", "key_id", "action",
                                  "outcome", "limit", "cursor", "sort"}) {
    const auto response = read(admin("/audit-events?" + field + "=x"));
    EXPECT_EQ(outcomeOf(response), "400 MALFORMED_REQUEST") << field;
    EXPECT_THAT(detailOf(response), HasSubstr(field));
  }
  for (const char* limit : {"0", "1001", "-1", "1.5", "99999999999999999999"}) {
    EXPECT_EQ(outcomeOf(read(admin("/audit-events?limit=" + std::string(limit)))), "400 MALFORMED_REQUEST") << limit;
  }
}

TEST(AuditQueryTest, ALinkIsNotEndedByWhatItRepeats) {
  Request request;
  request.query = "action=API_KEY_CREATED&from=2026-01-02T00:00:00%2B01:00&limit=5&cursor=7";
  const auto search = auditSearchOf(request);
  ASSERT_TRUE(search);
  EXPECT_EQ(search->query.before, 7U);
  EXPECT_EQ(nextPageOf(*search, 3), "cursor=3&from=2026-01-02T00%3A00%3A00%2B01%3A00&action=API_KEY_CREATED&limit=5");
}

TEST_F(AdminTest, ShowsHeadsThatItsKeyVerifies) {
  const auto audit_key = domain::auditKeyOf(channel_key_);
  ASSERT_GT(domain::sealAuditBatch(store_, audit_key, clock_.now()), 0);
  const auto shown = jsonOf(read(admin("/audit-heads")));
  ASSERT_EQ(shown["heads"].size(), 1U);
  EXPECT_EQ(shown["heads"][0]["number"], 1);
  EXPECT_EQ(shown["heads"][0]["previous"], std::string(64, '0'));

  const auto point = crypto::fromBase64(shown["public_key"].get<std::string>());
  const auto signature = crypto::fromBase64(shown["heads"][0]["signature"].get<std::string>());
  ASSERT_TRUE(point && signature);
  const auto key = crypto::P256PublicKey::fromPoint(point->expose());
  ASSERT_TRUE(key);
  const Bytes head = domain::encodeForSignature(domain_.audit_log.heads(0).front());
  EXPECT_TRUE(key->verify(head, signature->expose().first<crypto::kP256SignatureSize>()));
  EXPECT_TRUE(jsonOf(read(admin("/audit-heads?after=1")))["heads"].empty());
  EXPECT_EQ(outcomeOf(read(admin("/audit-heads?after=last"))), "400 MALFORMED_REQUEST");
}

TEST_F(AdminTest, VerifiesTheAuditLog) {
  domain::sealAuditBatch(store_, domain::auditKeyOf(channel_key_), clock_.now());
  const auto verified = jsonOf(act(admin("/audit-verification"), json::object()));
  EXPECT_EQ(verified["valid"], true);
  EXPECT_EQ(verified["heads"], 1);
  EXPECT_GT(verified["events"], 0);
}

TEST_F(AdminTest, SaysWhereTheAuditLogIsBroken) {
  const auto strangers_key = crypto::P256PrivateKey::generate(random_);
  domain::sealAuditBatch(store_, strangers_key, clock_.now());
  const auto verified = jsonOf(act(admin("/audit-verification"), json::object()));
  EXPECT_EQ(verified["valid"], false);
  EXPECT_EQ(verified["fault"]["kind"], "BAD_SIGNATURE");
  EXPECT_EQ(verified["fault"]["head"], 1);
}

// --- upkeep ----------------------------------------------------------------------------------------------------------

TEST_F(AdminTest, ShowsHowFarTheMasterKeyRotationIs) {
  enrolPhone(bank_);
  const auto progress = jsonOf(read(admin("/master-key-rotation")));
  EXPECT_EQ(progress["rotating"], false);
  EXPECT_EQ(progress["current_version"], 1);
  EXPECT_EQ(progress["method_keys"], json::parse(R"([{"master_key_version": 1, "count": 1}])"));
}

TEST_F(AdminTest, StartsARotationAndDoesNotWaitForIt) {
  const auto started = act(admin("/master-key-rotation"), json::object());
  EXPECT_EQ(started.status, 202);
  EXPECT_EQ(jsonOf(started)["rotating"], true);
  EXPECT_TRUE(domain_.upkeep.isRotating());
}

TEST_F(AdminTest, StartsACleanUpAndDoesNotWaitForIt) {
  const auto before = jsonOf(read(admin("/maintenance")));
  EXPECT_EQ(before["session_retention_hours"], 24 * 90);
  EXPECT_EQ(before["cleaning_up"], false);
  const auto started = act(admin("/maintenance/clean-up"), json::object());
  EXPECT_EQ(started.status, 202);
  EXPECT_EQ(jsonOf(started)["cleaning_up"], true);
  EXPECT_TRUE(domain_.upkeep.isCleaningUp());
}

// --- as an attacker --------------------------------------------------------------------------------------------------

struct AdminEndpoint {
  Method method;
  std::string path;  // with an id that nobody has
};

class AdminAttackTest : public AdminTest {
 protected:
  // All of them, as the dispatcher has them.
  [[nodiscard]] std::vector<AdminEndpoint> endpoints() {
    const DirectoryRefresh refresh(domain_.directory);
    const Dispatcher dispatcher(services(), refresh);
    std::vector<AdminEndpoint> endpoints;
    for (const Router::Route& route : dispatcher.routes()) {
      if (!route.pattern.starts_with("/admin-api/")) continue;
      std::string path = route.pattern;
      if (const auto begin = path.find('{'); begin != std::string::npos) {
        path.replace(begin, path.find('}') - begin + 1, kNobody);
      }
      constexpr std::string_view kAuthMethod = "{auth_method}";
      if (const auto begin = path.find(kAuthMethod); begin != std::string::npos) {
        path.replace(begin, kAuthMethod.size(), "OFFLINE_PIN");
      }
      endpoints.push_back({route.method, path});
    }
    EXPECT_EQ(endpoints.size(), 31U);
    return endpoints;
  }
  ReceivedResponse call(const AdminEndpoint& endpoint, const std::string& headers) {
    const std::string head = headers + "Content-Type: application/json\r\n";
    return send(requestText(std::string(nameOf(endpoint.method)), endpoint.path, head,
                            endpoint.method == Method::kGet ? "" : "{}"));
  }
};

TEST_F(AdminAttackTest, NoKeyOfAnotherRoleGetsAnywhere) {
  const Bank reader = newKey(bank_, ApiKeyRole::kReadOnly);
  for (const AdminEndpoint& endpoint : endpoints()) {
    EXPECT_EQ(outcomeOf(call(endpoint, bank_.authorization())), "403 FORBIDDEN") << endpoint.path;
    EXPECT_EQ(outcomeOf(call(endpoint, reader.authorization())), "403 FORBIDDEN") << endpoint.path;
  }
  EXPECT_FALSE(domain_.upkeep.isRotating());
  EXPECT_FALSE(domain_.upkeep.isCleaningUp());
}

TEST_F(AdminAttackTest, NobodyWithoutAGoodKeyGetsAnywhereOrTouchesTheStore) {
  const auto all = endpoints();
  store_.onRefresh([] { throw domain::StoreUnavailable("so that only requests are counted"); });
  const Bank wrong_secret{admin_.organisation, admin_.application, admin_.key, std::string(64, '0')};
  start();
  const std::uint64_t calls_by_now = store_.calls();
  for (const AdminEndpoint& endpoint : all) {
    EXPECT_EQ(outcomeOf(call(endpoint, "")), "401 UNAUTHENTICATED") << endpoint.path;
    EXPECT_THAT(outcomeOf(call(endpoint, wrong_secret.authorization())), Not(StartsWith("2"))) << endpoint.path;
  }
  EXPECT_EQ(store_.calls(), calls_by_now);
}

TEST_F(AdminAttackTest, AnAdministratorsKeyDoesNotReachDevices) {
  const Phone phone = enrolPhone(bank_);
  EXPECT_EQ(outcomeOf(read(std::string(kApi) + "/devices")), "403 FORBIDDEN");
  EXPECT_EQ(outcomeOf(read(std::string(kApi) + "/devices/" + phone.device.text())), "403 FORBIDDEN");
  EXPECT_EQ(outcomeOf(act(std::string(kApi) + "/enrolments", {{"application_id", bank_.application.text()}})),
            "403 FORBIDDEN");
}

TEST_F(AdminAttackTest, ARevokedAdministratorGetsNowhere) {
  const Bank former = newKey(bank_, ApiKeyRole::kAdmin);
  act(admin("/api-keys/" + former.key.text() + "/revoke"), json::object());
  domain_.directory.latest();
  EXPECT_EQ(outcomeOf(get(admin("/organisations"), former)), "401 UNAUTHENTICATED");
}

// Without the server's own look at the directory once a second.
TEST_F(AdminAttackTest, AnAdministratorWhomAnotherServerHasRevokedGetsNowhere) {
  const DirectoryRefresh refresh(domain_.directory);
  Dispatcher dispatcher(services(), refresh);
  for (const AdminEndpoint& endpoint : endpoints()) {
    const Bank former = newKey(bank_, ApiKeyRole::kAdmin);
    Request request;
    request.method = endpoint.method;
    request.path = endpoint.path;
    request.source = former.key.text();  // one for each, so that failures do not add up
    request.headers["Authorization"] =
        "Basic " + crypto::toBase64(bytesOf(former.key.text() + ":" + former.key_secret));
    EXPECT_NE(dispatcher.answer(request).status, 401) << endpoint.path;
    ASSERT_TRUE(domain_.administration.revokeApiKey(former.key, {}, clock_.now()));
    ASSERT_FALSE(domain_.directory.current()->api_keys.at(former.key).revoked_at) << "not known in memory";
    EXPECT_EQ(dispatcher.answer(request).status, 401) << endpoint.path;
  }
}

TEST_F(AdminAttackTest, WhatDoesNotExistAndWhatIsNoIdAreAnsweredAlike) {
  for (const std::string id : {kNobody, "x", "%27%20OR%201=1", "..%2f"}) {
    EXPECT_EQ(outcomeOf(read(admin("/organisations/" + id))), "404 UNKNOWN_ORGANISATION") << id;
    EXPECT_EQ(outcomeOf(read(admin("/applications/" + id))), "404 UNKNOWN_APPLICATION") << id;
    EXPECT_EQ(outcomeOf(read(admin("/applications/" + id + "/configuration"))), "404 UNKNOWN_APPLICATION") << id;
    EXPECT_EQ(outcomeOf(read(admin("/applications/" + id + "/configuration/history"))), "404 UNKNOWN_APPLICATION");
    EXPECT_EQ(outcomeOf(read(admin("/applications/" + id + "/statistics?from=2026-01-01T00:00:00Z"))),
              "404 UNKNOWN_APPLICATION");
    EXPECT_EQ(outcomeOf(change("PUT", admin("/applications/" + id + "/configuration"), json::object())),
              "404 UNKNOWN_APPLICATION");
    EXPECT_EQ(outcomeOf(read(admin("/api-keys/" + id))), "404 UNKNOWN_API_KEY") << id;
    EXPECT_EQ(outcomeOf(act(admin("/api-keys/" + id + "/revoke"), json::object())), "404 UNKNOWN_API_KEY") << id;
  }
}

TEST_F(AdminAttackTest, NothingOfARequestIsInTheLog) {
  act(admin("/organisations"), {{"name", "do-not-log-me"}});
  const auto made = jsonOf(act(admin("/api-keys"), {{"organisation_id", bank_.organisation.text()}, {"name", "x"}}));
  stop();
  EXPECT_THAT(log_.text(), Not(HasSubstr("do-not-log-me")));
  EXPECT_THAT(log_.text(), Not(HasSubstr(made["key_secret"].get<std::string>())));
}

}  // namespace
}  // namespace heliograph::http::testing
