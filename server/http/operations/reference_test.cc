// The page that shows the interfaces: complete, and alone in the world.

#include "http/operations/reference.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "http/embedded/embedded_files.h"
#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

// What an HTML page refers to.
std::vector<std::string> referencesOf(const std::string& page) {
  std::vector<std::string> references;
  for (const std::string attribute : {"src=\"", "href=\""}) {
    for (auto at = page.find(attribute); at != std::string::npos; at = page.find(attribute, at + 1)) {
      const std::size_t begin = at + attribute.size();
      references.push_back(page.substr(begin, page.find('"', begin) - begin));
    }
  }
  return references;
}

std::string typeOf(const std::string& path) {
  if (path.ends_with(".json")) return "application/json";
  if (path.ends_with(".js")) return "text/javascript; charset=utf-8";
  if (path.ends_with(".css")) return "text/css; charset=utf-8";
  if (path.ends_with(".png")) return "image/png";
  return "text/plain; charset=utf-8";
}

class ReferenceTest : public ServerFixture {
 protected:
  ReceivedResponse show(const std::string& path) { return send(requestText("GET", path)); }
};

TEST_F(ReferenceTest, ServesEverythingThatThePageRefersTo) {
  const auto page = show("/docs");
  ASSERT_EQ(page.status, 200);
  EXPECT_EQ(page.headers.at("content-type"), "text/html; charset=utf-8");
  const auto references = referencesOf(page.body);
  EXPECT_THAT(references, IsSupersetOf({"/openapi.json"}));
  for (const std::string& path : references) {
    const auto file = show(path);
    EXPECT_EQ(file.status, 200) << path;
    EXPECT_EQ(file.headers.at("content-type"), typeOf(path)) << path;
    EXPECT_EQ(file.headers.at("x-content-type-options"), "nosniff") << path;
    EXPECT_EQ(file.headers.at("cache-control"), "no-store") << path;
    EXPECT_FALSE(file.body.empty()) << path;
  }
}

TEST_F(ReferenceTest, RefersToNoOtherHost) {
  EXPECT_THAT(referencesOf(show("/docs").body), Each(AllOf(StartsWith("/"), Not(StartsWith("//")))));
  for (const EmbeddedFile& file : referenceFiles()) {
    if (!file.name.ends_with(".js") && !file.name.ends_with(".css")) continue;
    for (const char* reference :
         {"src=\"http", "href=\"http", "src:\"http", "href:\"http", "url(http", "url(\"http", "url(//", "@import"}) {
      EXPECT_EQ(file.bytes.find(reference), std::string_view::npos) << file.name << " has " << reference;
    }
  }
}

TEST_F(ReferenceTest, LetsABrowserLoadNothingFromElsewhere) {
  for (const std::string path : {"/docs", "/docs/index.html", "/docs/reference.js", "/docs/swagger-ui.css"}) {
    const auto response = show(path);
    if (response.status == 404) continue;  // built without the page
    const std::string& policy = response.headers.at("content-security-policy");
    EXPECT_EQ(policy, kReferencePolicy) << path;
    EXPECT_THAT(policy, AllOf(HasSubstr("default-src 'none'"), HasSubstr("script-src 'self';"), Not(HasSubstr("http")),
                              Not(HasSubstr("unsafe-eval")), Not(HasSubstr("*"))));
  }
}

TEST_F(ReferenceTest, TellsHowToBuildThePageWhereItIsMissing) {
  const bool has_page = findEmbeddedFile(referenceFiles(), "index.html").has_value();
  EXPECT_EQ(show("/docs").body.find("make packages-web") == std::string::npos, has_page);
}

TEST_F(ReferenceTest, AsksNoOtherHostWhetherTheDocumentIsValid) {
  const auto script = findEmbeddedFile(referenceFiles(), "reference.js");
  if (!script) GTEST_SKIP() << "built without the page";
  EXPECT_THAT(std::string(*script), AllOf(HasSubstr("validatorUrl: null"), Not(HasSubstr("http"))));
}

TEST_F(ReferenceTest, ServesNothingButItsFiles) {
  for (const char* path : {"/docs/", "/docs/x.js", "/docs/openapi.json", "/docs/..", "/docs/../openapi.json",
                           "/docs/%2e%2e%2fheliograph.toml", "/docs/reference.js/x", "/docs//etc/passwd"}) {
    EXPECT_EQ(outcomeOf(show(path)), "404 NOT_FOUND") << path;
  }
}

TEST_F(ReferenceTest, SendsWholeFilesAndKeepsTheConnectionForMore) {
  HttpClient client(port());
  client.send(requestText("GET", "/openapi.json") + requestText("GET", "/docs") + requestText("GET", "/health/live"));
  EXPECT_EQ(client.receive().value().body, findEmbeddedFile(referenceFiles(), "openapi.json"));
  EXPECT_THAT(client.receive().value().body, EndsWith("</html>\n"));
  EXPECT_EQ(client.receive().value().body, R"({"status":"UP"})");
}

TEST_F(ReferenceTest, NeedsNoKeyAndNoDatabase) {
  store_.onRefresh([] { throw domain::StoreUnavailable("so that only requests are counted"); });
  start();
  const std::uint64_t calls_by_now = store_.calls();
  for (const EmbeddedFile& file : referenceFiles()) {
    if (file.name == "openapi.json") continue;
    EXPECT_EQ(show("/docs/" + std::string(file.name)).status, 200) << file.name;
  }
  EXPECT_EQ(show("/docs").status, 200);
  EXPECT_EQ(store_.calls(), calls_by_now);
}

}  // namespace
}  // namespace heliograph::http::testing
