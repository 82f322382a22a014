// The OpenAPI document says what the program does: the same routes, codes and names, neither more nor less. The pages
// are not of it.

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "base/ascii.h"
#include "domain/application_configuration.h"
#include "domain/audit_event.h"
#include "http/dispatcher.h"
#include "http/embedded/embedded_files.h"
#include "http/pages/page_routes.h"
#include "http/testing/server_fixture.h"
#include "protocol/auth_method.h"

namespace heliograph::http::testing {
namespace {

using nlohmann::json;
using Names = std::set<std::string>;

const json& document() {
  static const json kDocument = json::parse(findEmbeddedFile(referenceFiles(), "openapi.json").value());
  return kDocument;
}

const json& schema(const char* name) { return document().at("components").at("schemas").at(name); }

Names namesOf(const json& list) { return list.get<Names>(); }

// The names of all values of an enumeration, up to its last one.
template <class Enum>
Names namesUpTo(Enum last) {
  Names names;
  for (int value = 0; value <= static_cast<int>(last); ++value) names.emplace(nameOf(static_cast<Enum>(value)));
  return names;
}

std::string upperCase(std::string text) {
  for (char& character : text) character = toUpperCase(character);
  return text;
}

class OpenApiTest : public ServerFixture {};

TEST_F(OpenApiTest, HasEveryRouteAndNoOther) {
  const DirectoryRefresh refresh(domain_.directory);
  const Dispatcher dispatcher(services(), refresh);
  Names routes;
  for (const Router::Route& route : dispatcher.routes()) {
    if (isPage(route.pattern)) continue;  // for people
    routes.insert(std::string(nameOf(route.method)) + " " + route.pattern);
  }
  Names documented;
  for (const auto& [path, operations] : document().at("paths").items()) {
    for (const auto& [method, operation] : operations.items()) documented.insert(upperCase(method) + " " + path);
  }
  EXPECT_EQ(documented, routes);
}

// What opens an operation, as the document's `security` says it: any one of the list.
json keysOf(const std::string& path, const json& operation) {
  const json basic{{"basic", json::array()}};
  const json session{{"consoleSession", json::array()}};
  if (path.starts_with("/api/smart-device/")) return json::array({basic});
  if (path.starts_with("/admin-api/")) return json::array({basic, session});
  const std::string id = operation.at("operationId");
  if (id == "getConsoleSession" || id == "renewConsoleSession") return json::array({session});
  return json::array();
}

TEST_F(OpenApiTest, NeedsAKeyWhereTheServerDoes) {
  for (const auto& [path, operations] : document().at("paths").items()) {
    for (const auto& [method, operation] : operations.items()) {
      const json keys = keysOf(path, operation);
      EXPECT_EQ(operation.value("security", document().at("security")), keys) << method << " " << path;
      const bool may_be_refused = !keys.empty() || operation.at("operationId") == "signIn";
      EXPECT_EQ(operation.at("responses").contains("401"), may_be_refused) << method << " " << path;
    }
  }
}

TEST_F(OpenApiTest, IsServedToEverybodyFromMemory) {
  store_.onRefresh([] { throw domain::StoreUnavailable("so that only requests are counted"); });
  start();
  const std::uint64_t calls_by_now = store_.calls();
  const auto response = send(requestText("GET", "/openapi.json"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.headers.at("content-type"), "application/json");
  EXPECT_EQ(response.body, findEmbeddedFile(referenceFiles(), "openapi.json"));
  EXPECT_EQ(store_.calls(), calls_by_now);
}

TEST(OpenApiNamesTest, HasEveryProblemCodeAndNoOther) {
  EXPECT_EQ(namesOf(schema("ProblemCode").at("enum")), namesUpTo(ProblemCode::kOverloaded));
}

TEST(OpenApiNamesTest, GivesEveryProblemCodeItsStatus) {
  std::set<std::pair<int, std::string>> problems;
  for (int code = 0; code <= static_cast<int>(ProblemCode::kOverloaded); ++code) {
    problems.emplace(statusOf(static_cast<ProblemCode>(code)), nameOf(static_cast<ProblemCode>(code)));
  }
  // Of no operation: the path is another one's.
  problems.erase({405, "METHOD_NOT_ALLOWED"});
  std::set<std::pair<int, std::string>> documented;
  for (const auto& [name, example] : document().at("components").at("examples").items()) {
    const json& value = example.at("value");
    if (value.contains("code")) documented.emplace(value.at("status").get<int>(), value.at("code").get<std::string>());
  }
  EXPECT_EQ(documented, problems);
}

TEST(OpenApiNamesTest, HasTheNamesOfTheDomain) {
  EXPECT_EQ(namesOf(schema("AuditAction").at("enum")), namesUpTo(domain::AuditAction::kSessionsCleanedUp));
  EXPECT_EQ(namesOf(schema("AuditOutcome").at("enum")), namesUpTo(domain::AuditOutcome::kRefused));
  EXPECT_EQ(namesOf(schema("AuditEvent").at("properties").at("actor").at("enum")),
            namesUpTo(domain::AuditActor::kStranger));
  EXPECT_EQ(namesOf(schema("ApiKeyRole").at("enum")), namesUpTo(domain::ApiKeyRole::kAdmin));
  EXPECT_EQ(namesOf(schema("SessionStatus").at("enum")), namesUpTo(domain::SessionStatus::kExpired));
  EXPECT_EQ(namesOf(schema("ConfigurationProperty").at("properties").at("type").at("enum")),
            namesUpTo(domain::PropertyType::kMethods));
}

TEST(OpenApiNamesTest, HasEveryAuthenticationMethod) {
  Names online;
  Names offline;
  for (const protocol::AuthMethod method : protocol::kAllAuthMethods) {
    (protocol::isOffline(method) ? offline : online).emplace(protocol::apiName(method));
  }
  EXPECT_EQ(namesOf(schema("OnlineAuthMethod").at("enum")), online);
  EXPECT_EQ(namesOf(schema("OfflineAuthMethod").at("enum")), offline);
  online.merge(offline);
  EXPECT_EQ(namesOf(schema("AuthMethod").at("enum")), online);
}

}  // namespace
}  // namespace heliograph::http::testing
