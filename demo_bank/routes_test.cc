// Who may call the demo bank, and what becomes of calls that nobody should make.

#include "demo_bank/routes.h"

#include <gmock/gmock.h>

#include <stdexcept>
#include <thread>
#include <vector>

#include "demo_bank/testing/bank_fixture.h"
#include "demo_bank/testing/interface_document.h"
#include "http/testing/gate.h"

namespace heliograph::bank::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using RoutesTest = BankFixture;

struct Call {
  const char* method;
  const char* path;
};

constexpr Call kChanging[] = {{"POST", "/sign-in"},           {"POST", "/sign-out"},  {"POST", "/enrolment"},
                              {"DELETE", "/phone"},           {"POST", "/transfers"}, {"POST", "/transfers/1/verify"},
                              {"POST", "/transfers/1/cancel"}};
constexpr Call kOfCustomers[] = {
    {"GET", "/state"},          {"POST", "/enrolment"},          {"GET", "/enrolment"},
    {"DELETE", "/phone"},       {"POST", "/transfers"},          {"GET", "/transfers/1"},
    {"GET", "/transfers/1/qr"}, {"POST", "/transfers/1/verify"}, {"POST", "/transfers/1/cancel"}};

TEST_F(RoutesTest, SigningInTellsTheStateAndSetsACookieThatNoScriptAndNoOtherSiteGets) {
  const auto response = trySignIn("1001", "demo");
  EXPECT_EQ(jsonOf(response), nlohmann::json({{"customer", "1001"},
                                              {"balance", "12345.67"},
                                              {"currency", "EUR"},
                                              {"transfers", nlohmann::json::array()},
                                              {"phone", nullptr}}));
  const std::string& cookie = response.headers.at("set-cookie");
  EXPECT_THAT(cookie, ::testing::MatchesRegex("heliograph_demo=[0-9a-f]{64}; Path=/demo; HttpOnly; SameSite=Strict"));
}

TEST(BankRoutes, AreThoseOfTheDocumentAndNoOther) {
  http::Router router;
  addRoutes(router, []() -> Bank& { throw std::logic_error("nobody calls"); });
  std::set<std::string> routes;
  for (const auto& route : router.routes()) routes.insert(std::string(nameOf(route.method)) + " " + route.pattern);
  EXPECT_EQ(documentedRoutes(), routes);
}

TEST_F(RoutesTest, WrongCredentialsTellNotWhatIsWrong) {
  const auto wrong_password = trySignIn("1001", "Demo");
  const auto wrong_customer = trySignIn("1003", "demo");
  EXPECT_EQ(outcomeOf(wrong_password), "401 WRONG_CREDENTIALS");
  EXPECT_EQ(jsonOf(wrong_password).at("detail"), jsonOf(wrong_customer).at("detail"));
  EXPECT_FALSE(wrong_password.headers.contains("set-cookie"));
  // A browser would ask its user for a name and a password.
  EXPECT_FALSE(wrong_password.headers.contains("www-authenticate"));
}

TEST_F(RoutesTest, GuessingAPasswordIsLimitedEvenForTheRightOne) {
  for (int i = 0; i < 10; ++i) EXPECT_EQ(trySignIn("1001", std::to_string(i)).status, 401);
  const auto refused = trySignIn("1001", "demo");
  EXPECT_EQ(outcomeOf(refused), "429 TOO_MANY_REQUESTS");
  EXPECT_EQ(refused.headers.at("retry-after"), "10");
  clock_.advance(std::chrono::seconds(10));
  EXPECT_EQ(trySignIn("1001", "demo").status, 200);
}

TEST_F(RoutesTest, TheRightPasswordIsNeverTooOften) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(trySignIn("1001", "demo").status, 200);
}

TEST_F(RoutesTest, WithoutAGoodCookieNobodyIsSignedIn) {
  const Browser customer = signIn();
  Browser forged = customer;
  forged.cookie.back() = forged.cookie.back() == '0' ? '1' : '0';
  for (const Browser& browser : {Browser{}, Browser{"heliograph_demo="}, Browser{"heliograph_demo=1001"}, forged,
                                 Browser{customer.cookie + "0"}, Browser{forged.cookie + "; " + customer.cookie},
                                 Browser{customer.cookie + "; " + customer.cookie}, Browser{"x" + customer.cookie}}) {
    for (const auto& [method, path] : kOfCustomers) {
      EXPECT_EQ(outcomeOf(call(browser, method, path)), "401 SIGNED_OUT") << method << path << browser.cookie;
    }
  }
  EXPECT_EQ(get({"other=1; " + customer.cookie + "; another=2"}, "/state").status, 200);
}

TEST_F(RoutesTest, SigningOutEndsTheSessionAndTheCookie) {
  const Browser customer = signIn();
  const Browser at_home = signIn();
  const auto response = post(customer, "/sign-out");
  EXPECT_EQ(response.status, 204);
  EXPECT_THAT(response.headers.at("set-cookie"),
              HasSubstr("heliograph_demo=; Path=/demo; HttpOnly; SameSite=Strict; Max-Age=0"));
  EXPECT_EQ(outcomeOf(get(customer, "/state")), "401 SIGNED_OUT");
  EXPECT_EQ(get(at_home, "/state").status, 200);
}

TEST_F(RoutesTest, WhoIsIdleIsSignedOut) {
  const Browser customer = signIn();
  clock_.advance(kIdleTime);
  EXPECT_EQ(get(customer, "/state").status, 200);
  clock_.advance(kIdleTime + std::chrono::milliseconds(1));
  EXPECT_EQ(outcomeOf(get(customer, "/state")), "401 SIGNED_OUT");
}

TEST_F(RoutesTest, AnotherSiteChangesNothing) {
  const Browser customer = signIn();
  for (const auto& [method, path] : kChanging) {
    for (const char* const site : {"cross-site", "same-site", "none", "same-origin, cross-site"}) {
      const auto response = call(customer, method, path, nullptr, "Sec-Fetch-Site: " + std::string(site) + "\r\n");
      EXPECT_EQ(outcomeOf(response), "403 FORBIDDEN") << method << path << site;
    }
  }
  EXPECT_EQ(get(customer, "/state").status, 200);
}

TEST_F(RoutesTest, AFormOfAnotherTypeThanJsonIsRefused) {
  const std::string cookie = "Cookie: " + signIn().cookie + "\r\n";
  for (const char* const type :
       {"", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n",
        "Content-Type: multipart/form-data; boundary=x\r\n"}) {
    for (const auto& [method, path] : kChanging) {
      EXPECT_EQ(outcomeOf(callExactly(method, path, cookie + type, "{}")), "415 UNSUPPORTED_MEDIA_TYPE")
          << method << path << type;
    }
  }
}

TEST_F(RoutesTest, AnybodyGetsToKnowWhatAPhoneNeeds) {
  const auto application = jsonOf(get({}, "/application"));
  EXPECT_EQ(application.at("application_id"), bank_.application.text());
  EXPECT_EQ(application.at("channel_public_key").get<std::string>().size(), 130U);
  EXPECT_THAT(application.at("service_url").get<std::string>(), HasSubstr(std::to_string(port())));
  EXPECT_EQ(application.size(), 3U);
}

TEST_F(RoutesTest, AKeyThatIsNotAcceptedIsTheBanksOwnMatter) {
  const Browser customer = signIn();
  ASSERT_TRUE(domain_.administration.revokeApiKey(bank_.key, {}, clock_.now()));
  domain_.directory.latest();
  const auto response = get(customer, "/state");
  EXPECT_EQ(outcomeOf(response), "503 UNAVAILABLE");
  EXPECT_THAT(response.body, Not(HasSubstr("key")));
}

// The bank answers on the threads that its own calls need.
TEST_F(RoutesTest, MoreCallsAtOnceThanAllowedAreRefusedAndTheServerStaysFree) {
  const Browser customer = signIn();
  const auto phone = enrol(customer);
  http::testing::Gate gate;
  store_.onRequest([&] { gate.pass(); });
  {
    std::vector<std::jthread> browsers;
    for (std::size_t i = 0; i < kCallsAtOnce; ++i) {
      browsers.emplace_back([&] { EXPECT_EQ(get(customer, "/state").status, 200); });
    }
    gate.awaitWaiting(kCallsAtOnce);
    const auto refused = get(customer, "/state");
    EXPECT_EQ(outcomeOf(refused), "503 OVERLOADED");
    EXPECT_EQ(refused.headers.at("retry-after"), "1");
    EXPECT_EQ(ServerFixture::get(std::string(http::testing::kApi) + "/devices").status, 200);
    gate.open();
  }
  store_.onRequest({});
}

class ServerWithoutDemo : public http::testing::ServerFixture {};

TEST_F(ServerWithoutDemo, HasNoBank) {
  for (const auto& [method, path] : kOfCustomers) {
    const auto response = send(http::testing::requestText(method, std::string("/demo/api") + path));
    EXPECT_EQ(outcomeOf(response), "404 NOT_FOUND") << method << path;
  }
}

}  // namespace
}  // namespace heliograph::bank::testing
