// The pages over a real server: with files of the test's own, and what was built in.

#include "http/pages/page_routes.h"

#include <gmock/gmock.h>

#include <array>
#include <chrono>
#include <map>
#include <set>
#include <string>
#include <thread>

#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::array<EmbeddedFile, 22> kFiles{{
    {"phone/index.html", "<p>phone"},
    {"phone/index.html.br", "phone in brotli"},
    {"phone/index.html.gz", "phone in gzip"},
    {"phone/sw.js", "// worker"},
    {"phone/manifest.webmanifest", "{}"},
    {"phone/icon.png", "\x89PNG"},
    {"phone/icon.svg", "<svg/>"},
    {"phone/assets/index-5f3c.js", "alert(1)"},
    {"phone/assets/index-5f3c.js.br", "script in brotli"},
    {"phone/assets/index-5f3c.js.gz", "script in gzip"},
    {"phone/assets/index-5f3c.css", "p{}"},
    {"phone/assets/heliograph-77aa.wasm", {"\0asm", 4}},
    {"phone/assets/heliograph-77aa.wasm.gz", "module in gzip"},
    {"phone/assets/font-1234.woff2", "wOF2"},
    {"phone/assets/words-1234.json", "{}"},
    {"phone/assets/other-1234.xyz", "other"},
    {"console/index.html", "<p>console"},
    {"console/assets/index-5f3c.js", "alert(2)"},
    {"demo/index.html", "<p>demo"},
    {"demo/index.html.gz", "demo in gzip"},
    {"demo/assets/index-5f3c.js", "alert(3)"},
    {"secret.txt", "of no page"},
}};

class PageRoutesTest : public ServerFixture {
 protected:
  PageRoutesTest() {
    static const Pages kPages(kFiles);
    pages_ = &kPages;
    add_demo_routes_ = [](Router&) {};
  }

  ReceivedResponse show(const std::string& path, const std::string& headers = "") {
    return send(requestText("GET", path, headers));
  }
  std::string headerOf(const std::string& path, const std::string& name) { return show(path).headers.at(name); }
};

class PageRoutesWithoutDemoTest : public PageRoutesTest {
 protected:
  PageRoutesWithoutDemoTest() { add_demo_routes_ = nullptr; }
};

// --- what is where ---------------------------------------------------------------------------------------------------

TEST_F(PageRoutesTest, ShowsEachPageAtItsPath) {
  EXPECT_EQ(show("/phone/").body, "<p>phone");
  EXPECT_EQ(show("/console/").body, "<p>console");
  EXPECT_EQ(show("/demo/").body, "<p>demo");
  EXPECT_EQ(show("/phone/?activation=1").body, "<p>phone");
  EXPECT_EQ(show("/phone/assets/index-5f3c.js").body, "alert(1)");
  EXPECT_EQ(show("/console/assets/index-5f3c.js").body, "alert(2)");
  EXPECT_EQ(show("/demo/assets/index-5f3c.js").body, "alert(3)");
}

TEST_F(PageRoutesTest, LeadsFromAPathWithoutItsSlashByARelativeLocation) {
  for (const std::string page : {"phone", "console", "demo"}) {
    const auto response = show("/" + page);
    EXPECT_EQ(response.status, 308) << page;
    EXPECT_EQ(response.headers.at("location"), page + "/");
    EXPECT_EQ(response.body, "");
  }
}

TEST_F(PageRoutesTest, LeadsFromTheRootToTheDemonstration) {
  const auto response = show("/");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(response.headers.at("location"), "demo/");
  EXPECT_EQ(response.headers.at("cache-control"), "no-store");
}

TEST_F(PageRoutesWithoutDemoTest, LeadsFromTheRootToTheReference) {
  const auto response = show("/");
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(response.headers.at("location"), "docs");
}

TEST_F(PageRoutesWithoutDemoTest, HasNoPageOfTheDemonstration) {
  for (const char* path : {"/demo", "/demo/", "/demo/index.html", "/demo/assets/index-5f3c.js", "/phone", "/phone/",
                           "/phone/index.html", "/phone/assets/index-5f3c.js"}) {
    EXPECT_EQ(outcomeOf(show(path)), "404 NOT_FOUND") << path;
  }
  EXPECT_EQ(show("/console/").status, 200);
}

TEST_F(PageRoutesTest, NamesTheTypeOfEachFile) {
  const std::map<std::string, std::string> types{
      {"/phone/", "text/html; charset=utf-8"},
      {"/phone/sw.js", "text/javascript; charset=utf-8"},
      {"/phone/manifest.webmanifest", "application/manifest+json"},
      {"/phone/icon.png", "image/png"},
      {"/phone/icon.svg", "image/svg+xml"},
      {"/phone/assets/index-5f3c.js", "text/javascript; charset=utf-8"},
      {"/phone/assets/index-5f3c.css", "text/css; charset=utf-8"},
      {"/phone/assets/heliograph-77aa.wasm", "application/wasm"},
      {"/phone/assets/font-1234.woff2", "font/woff2"},
      {"/phone/assets/words-1234.json", "application/json"},
      {"/phone/assets/other-1234.xyz", "application/octet-stream"},
  };
  for (const auto& [path, type] : types) {
    const auto response = show(path);
    EXPECT_EQ(response.headers.at("content-type"), type) << path;
    EXPECT_EQ(response.headers.at("x-content-type-options"), "nosniff") << path;
  }
}

TEST_F(PageRoutesTest, ServesNothingButItsFiles) {
  for (const char* path : {"/phone/x.js",
                           "/phone/assets/",
                           "/phone/assets",
                           "/phone/assets/x.js",
                           "/phone//",
                           "/phone//index.html",
                           "/phone/..%2fsecret.txt",
                           "/phone/..",
                           "/phone/../secret.txt",
                           "/phone/%2e%2e/secret.txt",
                           "/secret.txt",
                           "/phone/assets/../index.html",
                           "/phone/assets/..%2findex.html",
                           "/phone/assets/..%5cindex.html",
                           "/phone/assets%2findex-5f3c.js",
                           "/phone/index.html%00",
                           "/phone/index.html/",
                           "/phone/../../etc/passwd",
                           "/phone//etc/passwd",
                           "/phone/%2fetc%2fpasswd",
                           "/PHONE/",
                           "/phone/Index.html",
                           "/phone/./index.html",
                           "/phone/assets/assets/index-5f3c.js",
                           "/phonex/",
                           "/index.html",
                           "/phone;x=1/"}) {
    EXPECT_EQ(outcomeOf(show(path)), "404 NOT_FOUND") << path;
  }
}

TEST_F(PageRoutesTest, ServesFormsOfAFileUnderTheNameOfTheFileAlone) {
  for (const char* path : {"/phone/index.html.br", "/phone/index.html.gz", "/phone/assets/index-5f3c.js.br"}) {
    EXPECT_EQ(outcomeOf(show(path)), "404 NOT_FOUND") << path;
  }
}

TEST_F(PageRoutesTest, TakesNoOtherMethods) {
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"}) {
    EXPECT_EQ(outcomeOf(send(requestText(method, "/phone/"))), "405 METHOD_NOT_ALLOWED") << method;
  }
}

TEST_F(PageRoutesTest, NeedsNoKeyAndNoDatabase) {
  store_.onRefresh([] { throw domain::StoreUnavailable("so that only requests are counted"); });
  start();
  const std::uint64_t calls_by_now = store_.calls();
  for (const char* path : {"/", "/phone", "/phone/", "/demo/", "/console/", "/phone/sw.js"}) {
    EXPECT_LT(show(path).status, 400) << path;
  }
  EXPECT_EQ(store_.calls(), calls_by_now);
}

TEST_F(PageRoutesTest, AreShownThoughTooManyRequestsAreInProgress) {
  configuration_.max_requests_in_progress = 0;
  EXPECT_EQ(show("/phone/").status, 200);
  EXPECT_EQ(show("/demo/assets/index-5f3c.js").status, 200);
  EXPECT_EQ(outcomeOf(show("/demo/api/state")), "503 OVERLOADED");
  EXPECT_EQ(outcomeOf(show("/console/api/session")), "503 OVERLOADED");
}

// --- what a browser may do with them ---------------------------------------------------------------------------------

TEST_F(PageRoutesTest, LetABrowserLoadNothingFromElsewhereAndShowThemInNoFrame) {
  for (const char* path : {"/phone/", "/console/", "/demo/", "/phone/sw.js", "/demo/assets/index-5f3c.js"}) {
    const std::string policy = headerOf(path, "content-security-policy");
    EXPECT_THAT(policy, AllOf(HasSubstr("default-src 'none'"), HasSubstr("base-uri 'none'"),
                              HasSubstr("form-action 'none'"), HasSubstr("frame-ancestors 'none'"),
                              HasSubstr("connect-src 'self';"), HasSubstr("style-src 'self';"), Not(HasSubstr("http")),
                              Not(HasSubstr("unsafe-inline")), Not(HasSubstr("'unsafe-eval'")), Not(HasSubstr("*"))))
        << path;
    EXPECT_EQ(headerOf(path, "referrer-policy"), "no-referrer") << path;
    EXPECT_EQ(headerOf(path, "cross-origin-opener-policy"), "same-origin") << path;
  }
}

TEST_F(PageRoutesTest, GivesThePhoneAloneTheCameraAndWebAssembly) {
  EXPECT_THAT(headerOf("/phone/", "content-security-policy"), HasSubstr("script-src 'self' 'wasm-unsafe-eval';"));
  EXPECT_EQ(headerOf("/phone/", "permissions-policy"),
            "camera=(self), publickey-credentials-create=(self), publickey-credentials-get=(self)");
  for (const char* path : {"/console/", "/demo/"}) {
    EXPECT_THAT(headerOf(path, "content-security-policy"), HasSubstr("script-src 'self';")) << path;
    EXPECT_EQ(headerOf(path, "permissions-policy"), "camera=()") << path;
  }
}

// --- caches ----------------------------------------------------------------------------------------------------------

TEST_F(PageRoutesTest, LetsABrowserKeepForeverWhatHasAHashInItsNameAndNothingElse) {
  for (const char* path :
       {"/phone/assets/index-5f3c.js", "/phone/assets/heliograph-77aa.wasm", "/demo/assets/index-5f3c.js"}) {
    EXPECT_EQ(headerOf(path, "cache-control"), "public, max-age=31536000, immutable") << path;
  }
  for (const char* path :
       {"/phone/", "/phone/index.html", "/phone/sw.js", "/phone/manifest.webmanifest", "/phone/icon.png", "/demo/"}) {
    EXPECT_EQ(headerOf(path, "cache-control"), "no-cache") << path;
  }
  EXPECT_EQ(headerOf("/phone/assets/gone-1234.js", "cache-control"), "no-store");
}

TEST_F(PageRoutesTest, TellsABrowserThatItHasAFileAlready) {
  const std::string tag = headerOf("/phone/", "etag");
  EXPECT_THAT(tag, ::testing::MatchesRegex("\"[0-9a-f]{32}\""));
  for (const std::string& known : {tag, "W/" + tag, "\"x\", " + tag, tag + ",\"x\"", std::string("*")}) {
    const auto response = show("/phone/", "If-None-Match: " + known + "\r\n");
    EXPECT_EQ(response.status, 304) << known;
    EXPECT_EQ(response.headers.at("etag"), tag);
    EXPECT_EQ(response.headers.at("cache-control"), "no-cache");
    EXPECT_EQ(response.headers.at("vary"), "Accept-Encoding");
    EXPECT_FALSE(response.headers.contains("content-length"));
    EXPECT_FALSE(response.headers.contains("content-type"));
    EXPECT_EQ(response.body, "");
  }
}

TEST_F(PageRoutesTest, SendsAFileThatABrowserHasInAnotherVersion) {
  const std::string tag = headerOf("/phone/", "etag");
  const std::string without_quotes = tag.substr(1, tag.size() - 2);
  for (const std::string& known : {std::string("\"x\""), without_quotes, tag.substr(0, 10) + "\"", std::string(",")}) {
    EXPECT_EQ(show("/phone/", "If-None-Match: " + known + "\r\n").body, "<p>phone") << known;
  }
}

TEST_F(PageRoutesTest, KeepsTheConnectionAfterAnAnswerWithoutABody) {
  HttpClient client(port());
  const std::string known = "If-None-Match: " + headerOf("/phone/", "etag") + "\r\n";
  client.send(requestText("GET", "/phone/", known) + requestText("HEAD", "/phone/") + requestText("GET", "/phone/"));
  EXPECT_EQ(client.receive()->status, 304);
  EXPECT_EQ(client.receive(/*has_body=*/false)->status, 200);
  EXPECT_EQ(client.receive()->body, "<p>phone");
}

TEST_F(PageRoutesTest, AnswersHeadWithTheHeaderOfGet) {
  HttpClient client(port());
  client.send(requestText("HEAD", "/phone/assets/index-5f3c.js", "Accept-Encoding: br\r\n"));
  auto head = client.receive(/*has_body=*/false).value();
  auto get = show("/phone/assets/index-5f3c.js", "Accept-Encoding: br\r\n");
  EXPECT_EQ(head.headers.at("content-length"), std::to_string(get.body.size()));
  for (auto* response : {&head, &get}) response->headers.erase("x-request-id");
  EXPECT_EQ(head.headers, get.headers);
}

// --- content codings -------------------------------------------------------------------------------------------------

TEST_F(PageRoutesTest, SendsTheFormThatTheBrowserLikesMost) {
  const auto brotli = show("/phone/", "Accept-Encoding: gzip, deflate, br\r\n");
  EXPECT_EQ(brotli.body, "phone in brotli");
  EXPECT_EQ(brotli.headers.at("content-encoding"), "br");
  const auto gzip = show("/phone/", "Accept-Encoding: gzip, br;q=0\r\n");
  EXPECT_EQ(gzip.body, "phone in gzip");
  EXPECT_EQ(gzip.headers.at("content-encoding"), "gzip");
  const auto plain = show("/phone/", "Accept-Encoding: gzip;q=0, identity\r\n");
  EXPECT_EQ(plain.body, "<p>phone");
  EXPECT_FALSE(plain.headers.contains("content-encoding"));
  for (const auto& response : {brotli, gzip, plain}) {
    EXPECT_EQ(response.headers.at("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(response.headers.at("vary"), "Accept-Encoding");
  }
}

TEST_F(PageRoutesTest, SendsWhatThereIsOfAFile) {
  EXPECT_EQ(show("/phone/assets/heliograph-77aa.wasm", "Accept-Encoding: br, gzip\r\n").body, "module in gzip");
  const auto plain = show("/phone/icon.png", "Accept-Encoding: br, gzip\r\n");
  EXPECT_FALSE(plain.headers.contains("content-encoding"));
  EXPECT_FALSE(plain.headers.contains("vary"));
}

TEST_F(PageRoutesTest, GivesEachFormATagOfItsOwn) {
  std::set<std::string> tags;
  for (const char* coding : {"br", "gzip", "identity"}) {
    tags.insert(show("/phone/", "Accept-Encoding: " + std::string(coding) + "\r\n").headers.at("etag"));
  }
  EXPECT_EQ(tags.size(), 3U);
  const std::string plain = headerOf("/phone/", "etag");
  EXPECT_EQ(show("/phone/", "Accept-Encoding: br\r\nIf-None-Match: " + plain + "\r\n").body, "phone in brotli");
}

// --- slow lines ------------------------------------------------------------------------------------------------------

// A file larger than what the sockets on both sides take in advance.
class LargePageTest : public PageRoutesTest {
 protected:
  LargePageTest() {
    static const std::string kModule(kSize, 'x');
    static const std::array kLargeFiles{EmbeddedFile{"phone/assets/large-1234.wasm", kModule}};
    static const Pages kPages(kLargeFiles);
    pages_ = &kPages;
  }

  static constexpr std::size_t kMebibyte = std::size_t{1024} * 1024;
  static constexpr std::size_t kSize = 32 * kMebibyte;
};

TEST_F(LargePageTest, ComesWholeThoughItTakesLongerThanOneTimeout) {
  configuration_.read_timeout = std::chrono::milliseconds(800);
  HttpClient client(port());
  client.send(requestText("GET", "/phone/assets/large-1234.wasm"));
  client.readSlowly(6 * kMebibyte, std::chrono::milliseconds(300));
  const auto response = client.receive();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body.size(), kSize);
}

TEST_F(LargePageTest, IsBrokenOffWhereNobodyReadsIt) {
  configuration_.read_timeout = std::chrono::milliseconds(200);
  HttpClient client(port());
  client.send(requestText("GET", "/phone/assets/large-1234.wasm"));
  std::this_thread::sleep_for(std::chrono::seconds(1));
  EXPECT_FALSE(client.receive());
}

// --- what was built in -----------------------------------------------------------------------------------------------

class BuiltInPagesTest : public ServerFixture {
 protected:
  BuiltInPagesTest() {
    add_demo_routes_ = [](Router&) {};
  }
};

TEST_F(BuiltInPagesTest, AreAllServed) {
  for (const EmbeddedFile& file : pageFiles()) {
    if (file.name.ends_with(".br") || file.name.ends_with(".gz")) continue;
    const auto response = send(requestText("GET", "/" + std::string(file.name)));
    EXPECT_EQ(response.status, 200) << file.name;
    EXPECT_EQ(response.body, file.bytes) << file.name;
    EXPECT_NE(response.headers.at("content-type"), "application/octet-stream") << file.name;
  }
}

TEST_F(BuiltInPagesTest, AreTheConsolesAlone) {
  for (const EmbeddedFile& file : pageFiles()) EXPECT_TRUE(file.name.starts_with("console/")) << file.name;
}

TEST_F(BuiltInPagesTest, SayHowToBuildThemWhereTheyAreMissing) {
  for (const std::string page : {"phone", "console", "demo"}) {
    const auto response = send(requestText("GET", "/" + page + "/"));
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.at("content-type"), "text/html; charset=utf-8");
    const bool is_built = findEmbeddedFile(pageFiles(), page + "/index.html").has_value();
    EXPECT_EQ(response.body.find("make pages") == std::string::npos, is_built) << page;
  }
}

class PagesThatWereNotBuiltTest : public PageRoutesTest {
 protected:
  PagesThatWereNotBuiltTest() {
    static const Pages kNone({});
    pages_ = &kNone;
  }
};

TEST_F(PagesThatWereNotBuiltTest, SayHowToBuildThemUnderTheSamePolicy) {
  const auto response = show("/phone/");
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(response.body, HasSubstr("make pages"));
  EXPECT_EQ(response.headers.at("cache-control"), "no-store");
  EXPECT_THAT(response.headers.at("content-security-policy"), HasSubstr("default-src 'none'"));
  EXPECT_EQ(outcomeOf(show("/phone/index.html")), "404 NOT_FOUND");
}

}  // namespace
}  // namespace heliograph::http::testing
