// Signing in at the console as an administrator does it, and what an attacker tries with a session.

#include "http/console/session.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>
#include <vector>

#include "crypto/base64.h"
#include "http/dispatcher.h"
#include "http/testing/server_fixture.h"

namespace heliograph::http::testing {
namespace {

using domain::ApiKeyRole;
using domain::AuditAction;
using nlohmann::json;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::Each;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kSession = "/console/api/session";
constexpr const char* kRenew = "/console/api/session/renew";
constexpr const char* kOrganisations = "/admin-api/v1/organisations";
constexpr const char* kPage = "X-Heliograph-Console: 1\r\n";
constexpr const char* kJsonType = "Content-Type: application/json\r\n";

std::string withCookie(const std::string& token) { return "Cookie: heliograph_console=" + token + "\r\n"; }

class ConsoleSessionTest : public ServerFixture {
 protected:
  static std::string credentialsOf(const Bank& bank) {
    return json{{"key_id", bank.key.text()}, {"key_secret", bank.key_secret}}.dump();
  }
  ReceivedResponse signIn(const Bank& bank) {
    return send(requestText("POST", kSession, std::string(kPage) + kJsonType, credentialsOf(bank)));
  }
  // What the browser keeps of an answer.
  static std::string tokenIn(const ReceivedResponse& response) {
    const std::string& cookie = response.headers.at("set-cookie");
    const std::size_t begin = cookie.find('=') + 1;
    return cookie.substr(begin, cookie.find(';') - begin);
  }
  std::string tokenOf(const Bank& bank) { return tokenIn(signIn(bank)); }
  // As the console sends it.
  ReceivedResponse call(std::string_view method, const std::string& target, const std::string& token,
                        const std::string& body = "") {
    const std::string head = kPage + withCookie(token) + (body.empty() ? "" : kJsonType);
    return send(requestText(method, target, head, body));
  }
  std::vector<domain::AuditEvent> refusedCredentials() { return domain_.refused_credentials.take(clock_.now()); }

  const Bank admin_ = newKey(bank_, ApiKeyRole::kAdmin);
};

// --- an administrator ------------------------------------------------------------------------------------------------

TEST_F(ConsoleSessionTest, SigningInGivesTheSessionAndACookieThatNoScriptReads) {
  const auto signed_in = signIn(admin_);
  ASSERT_EQ(signed_in.status, 200) << signed_in.body;
  EXPECT_EQ(jsonOf(signed_in), (json{{"key_id", admin_.key.text()},
                                     {"name", "key"},
                                     {"role", "ADMIN"},
                                     {"organisation_id", bank_.organisation.text()},
                                     {"expires_at", "2026-01-02T03:19:05.678Z"}}));
  EXPECT_EQ(signed_in.headers.at("set-cookie"),
            "heliograph_console=" + tokenIn(signed_in) + "; Path=/; HttpOnly; SameSite=Strict; Max-Age=900");
  EXPECT_EQ(signed_in.headers.at("cache-control"), "no-store");
}

TEST_F(ConsoleSessionTest, TheSessionIsShownForAsLongAsItLasts) {
  const auto signed_in = signIn(admin_);
  const std::string token = tokenIn(signed_in);
  const auto shown = call("GET", kSession, token);
  EXPECT_EQ(shown.body, signed_in.body);
  EXPECT_FALSE(shown.headers.contains("set-cookie"));
  clock_.advance(minutes(15) - milliseconds(1));
  EXPECT_EQ(call("GET", kSession, token).status, 200);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(outcomeOf(call("GET", kSession, token)), "401 UNAUTHENTICATED");
  EXPECT_EQ(outcomeOf(call("GET", kOrganisations, token)), "401 UNAUTHENTICATED");
}

TEST_F(ConsoleSessionTest, TheAdminApiAnswersAsByBasic) {
  const std::string token = tokenOf(admin_);
  EXPECT_EQ(call("GET", kOrganisations, token).body, get(kOrganisations, admin_).body);
  const auto made = call("POST", kOrganisations, token, R"({"name":"new bank"})");
  EXPECT_EQ(made.status, 201);
  const auto events = eventsOf(AuditAction::kOrganisationCreated);
  EXPECT_EQ(events.back().origin.api_key, admin_.key);
  EXPECT_EQ(events.back().origin.request_id, made.headers.at("x-request-id"));
  EXPECT_EQ(events.back().origin.address, "127.0.0.1");
}

TEST_F(ConsoleSessionTest, ARenewedSessionLastsForAnotherQuarterOfAnHourUpToEightHours) {
  std::string token = tokenOf(admin_);
  for (int i = 0; i < 33; ++i) {
    clock_.advance(minutes(14));
    const auto renewed = call("POST", kRenew, token);
    ASSERT_EQ(renewed.status, 200) << i;
    EXPECT_THAT(renewed.headers.at("set-cookie"), EndsWith("; Path=/; HttpOnly; SameSite=Strict; Max-Age=900")) << i;
    token = tokenIn(renewed);
    EXPECT_EQ(jsonOf(call("GET", kSession, token)), jsonOf(renewed));
  }
  clock_.advance(minutes(14));  // 7 hours and 56 minutes
  const auto last = call("POST", kRenew, token);
  EXPECT_THAT(last.headers.at("set-cookie"), EndsWith("; Max-Age=240"));
  EXPECT_EQ(jsonOf(last)["expires_at"], "2026-01-02T11:04:05.678Z");
  clock_.advance(minutes(4) - milliseconds(1));
  EXPECT_EQ(call("POST", kRenew, tokenIn(last)).status, 200);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(outcomeOf(call("POST", kRenew, tokenIn(last))), "401 UNAUTHENTICATED");
}

TEST_F(ConsoleSessionTest, SigningOutTakesTheCookieBackEvenWhereTheSessionHasRunOut) {
  const std::string token = tokenOf(admin_);
  clock_.advance(hours(1));
  const auto signed_out = call("DELETE", kSession, token);
  EXPECT_EQ(signed_out.status, 204);
  EXPECT_EQ(signed_out.headers.at("set-cookie"), "heliograph_console=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
}

TEST_F(ConsoleSessionTest, AnotherServerOfTheInstallationKnowsTheSession) {
  const std::string token = tokenOf(admin_);
  stop();
  start();
  EXPECT_EQ(call("GET", kSession, token).status, 200);
}

TEST_F(ConsoleSessionTest, SigningInIsInTheAuditLog) {
  const auto signed_in = signIn(admin_);
  const auto events = eventsOf(AuditAction::kConsoleSignedIn);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].origin.actor, domain::AuditActor::kApiKey);
  EXPECT_EQ(events[0].origin.api_key, admin_.key);
  EXPECT_EQ(events[0].origin.request_id, signed_in.headers.at("x-request-id"));
  EXPECT_EQ(events[0].origin.address, "127.0.0.1");
  EXPECT_EQ(events[0].organisation, bank_.organisation);
  call("POST", kRenew, tokenIn(signed_in));
  EXPECT_EQ(eventsOf(AuditAction::kConsoleSignedIn).size(), 1U);
}

TEST_F(ConsoleSessionTest, TheUseOfAKeyIsNotedByWayOfTheConsole) {
  const std::string token = tokenOf(admin_);
  (void)domain_.api_key_uses.take();
  call("GET", kOrganisations, token);
  EXPECT_EQ(domain_.api_key_uses.take(), (std::map{std::pair{admin_.key, clock_.now()}}));
}

// A browser that meets a challenge of Basic asks for name and password itself.
TEST_F(ConsoleSessionTest, TheConsoleIsNotChallengedByBasicAndEverybodyElseIs) {
  for (const char* target : {kSession, kOrganisations}) {
    EXPECT_EQ(send(requestText("GET", target, kPage)).headers.at("www-authenticate"),
              "HeliographConsole realm=\"heliograph\"");
  }
  EXPECT_THAT(send(requestText("GET", kOrganisations)).headers.at("www-authenticate"), StartsWith("Basic "));
}

struct NamedField {
  const char* body;
  const char* named;
};

TEST_F(ConsoleSessionTest, RefusesToSignInByNameOfWhatIsAtFault) {
  for (const auto& [body, named] :
       {NamedField{R"({"key_secret":"x"})", "key_id"}, NamedField{R"({"key_id":"x"})", "key_secret"},
        NamedField{R"({"key_id":1,"key_secret":"x"})", "key_id"},
        NamedField{R"({"key_id":"x","key_secret":"x","otp":"x"})", "otp"}}) {
    const auto refused = send(requestText("POST", kSession, std::string(kPage) + kJsonType, body));
    EXPECT_EQ(outcomeOf(refused), "400 MALFORMED_REQUEST") << body;
    EXPECT_THAT(jsonOf(refused)["detail"].get<std::string>(), StartsWith(named)) << body;
  }
  EXPECT_EQ(outcomeOf(send(requestText("POST", kSession, kPage))), "415 UNSUPPORTED_MEDIA_TYPE");
}

// --- as an attacker --------------------------------------------------------------------------------------------------

class ConsoleAttackTest : public ConsoleSessionTest {
 protected:
  Bank withWrongSecret(const Bank& bank) const {
    return {bank.organisation, bank.application, bank.key, std::string(64, '0')};
  }
  // The console's own request, as a test changes it.
  Request requestOf(Method method, const std::string& path, const std::string& token) const {
    Request request;
    request.method = method;
    request.path = path;
    request.source = "192.0.2.1";
    request.headers["X-Heliograph-Console"] = "1";
    request.headers["Cookie"] = "heliograph_console=" + token;
    return request;
  }
  std::string outcomeAt(Dispatcher& dispatcher, const Request& request) {
    const Response response = dispatcher.answer(request);
    if (response.status < 400) return std::to_string(response.status);
    return std::to_string(response.status) + " " + json::parse(response.body)["code"].get<std::string>();
  }

  const DirectoryRefresh refresh_{domain_.directory};
};

TEST_F(ConsoleAttackTest, NobodySignsInWithoutAGoodKey) {
  const Bank revoked = newKey(bank_, ApiKeyRole::kAdmin);
  ASSERT_TRUE(domain_.administration.revokeApiKey(revoked.key, {}, clock_.now()));
  const Bank expired = newKey(bank_, ApiKeyRole::kAdmin, clock_.now() + seconds(1));
  clock_.advance(seconds(1));
  Bank nobody = admin_;
  nobody.key = domain::ApiKeyId(UuidBytes{});
  for (const Bank& bank : {withWrongSecret(admin_), nobody, revoked, expired}) {
    const auto refused = signIn(bank);
    EXPECT_EQ(outcomeOf(refused), "401 UNAUTHENTICATED");
    EXPECT_FALSE(refused.headers.contains("set-cookie"));
  }
  EXPECT_TRUE(eventsOf(AuditAction::kConsoleSignedIn).empty());
  const auto events = refusedCredentials();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].detail, "4");
}

TEST_F(ConsoleAttackTest, NoKeyOfAnotherRoleSignsIn) {
  for (const Bank& bank : {bank_, newKey(bank_, ApiKeyRole::kReadOnly)}) {
    const auto refused = signIn(bank);
    EXPECT_EQ(outcomeOf(refused), "403 FORBIDDEN");
    EXPECT_FALSE(refused.headers.contains("set-cookie"));
  }
  EXPECT_TRUE(eventsOf(AuditAction::kConsoleSignedIn).empty());
  EXPECT_TRUE(refusedCredentials().empty());
}

TEST_F(ConsoleAttackTest, GuessingASecretIsSlowedDownAsByBasic) {
  for (int i = 0; i < 20; ++i) EXPECT_EQ(outcomeOf(signIn(withWrongSecret(admin_))), "401 UNAUTHENTICATED") << i;
  const auto slowed = signIn(withWrongSecret(admin_));
  EXPECT_EQ(outcomeOf(slowed), "429 TOO_MANY_REQUESTS");
  EXPECT_EQ(slowed.headers.at("retry-after"), "3");
  EXPECT_EQ(outcomeOf(get(kOrganisations, withWrongSecret(admin_))), "429 TOO_MANY_REQUESTS");
  EXPECT_EQ(signIn(admin_).status, 200);
}

TEST_F(ConsoleAttackTest, NoTokenOpensButOneOfThisInstallationThatIsWhole) {
  const std::string token = tokenOf(admin_);
  const domain::ConsoleSession session{admin_.key, clock_.now(), clock_.now() + minutes(15)};
  const domain::ConsoleSessions elsewhere(store_, crypto::P256PrivateKey::generate(random_));
  const std::string foreign(textOf(elsewhere.tokenOf(session).expose()));
  std::string changed = token;
  changed[30] = changed[30] == 'A' ? 'B' : 'A';
  const std::vector<std::string> forged{
      foreign, changed, token.substr(0, token.size() - 4), token + "AAAA", "\"" + token + "\"", "", "x"};
  for (const std::string& each : forged) {
    EXPECT_EQ(outcomeOf(call("GET", kOrganisations, each)), "401 UNAUTHENTICATED") << each;
    EXPECT_EQ(outcomeOf(call("POST", kRenew, each)), "401 UNAUTHENTICATED") << each;
  }
  EXPECT_EQ(refusedCredentials()[0].detail, std::to_string(2 * forged.size()));
}

TEST_F(ConsoleAttackTest, ForgingTokensIsSlowedDownAndTheAdministratorIsNot) {
  const std::string token = tokenOf(admin_);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(outcomeOf(call("GET", kSession, "x")), "401 UNAUTHENTICATED") << i;
  EXPECT_EQ(outcomeOf(call("GET", kSession, "x")), "429 TOO_MANY_REQUESTS");
  EXPECT_EQ(call("GET", kSession, token).status, 200);
}

TEST_F(ConsoleAttackTest, ASessionThatHasRunOutIsNoFailure) {
  const std::string token = tokenOf(admin_);
  clock_.advance(minutes(15));
  for (int i = 0; i < 30; ++i) EXPECT_EQ(outcomeOf(call("GET", kSession, token)), "401 UNAUTHENTICATED") << i;
  EXPECT_TRUE(refusedCredentials().empty());
}

TEST_F(ConsoleAttackTest, TwoCookiesOfTheNameAreNone) {
  const std::string token = tokenOf(admin_);
  for (const std::string& cookies : {"heliograph_console=" + token + "; heliograph_console=" + token,
                                     "heliograph_console=x; heliograph_console=" + token}) {
    const std::string head = std::string(kPage) + "Cookie: " + cookies + "\r\n";
    EXPECT_EQ(outcomeOf(send(requestText("GET", kOrganisations, head))), "401 UNAUTHENTICATED") << cookies;
  }
  EXPECT_EQ(outcomeOf(send(requestText("GET", kOrganisations, kPage + withCookie(token) + withCookie(token)))),
            "401 UNAUTHENTICATED");
  const std::string among_others = std::string(kPage) + "Cookie: theme=dark; heliograph_console=" + token + "; a=b\r\n";
  EXPECT_EQ(send(requestText("GET", kOrganisations, among_others)).status, 200);
}

TEST_F(ConsoleAttackTest, ACookieAloneDoesNothing) {
  const std::string token = tokenOf(admin_);
  for (const std::string& header :
       {std::string(), std::string("X-Heliograph-Console: 0\r\n"), std::string("X-Heliograph-Console: 1, 1\r\n"),
        std::string("X-Requested-With: 1\r\n")}) {
    const std::string head = withCookie(token) + header;
    EXPECT_EQ(outcomeOf(send(requestText("GET", kOrganisations, head))), "403 FORBIDDEN") << header;
    EXPECT_EQ(outcomeOf(send(requestText("POST", kOrganisations, head + kJsonType, R"({"name":"forged"})"))),
              "403 FORBIDDEN");
    EXPECT_EQ(outcomeOf(send(requestText("GET", kSession, head))), "403 FORBIDDEN") << header;
    EXPECT_EQ(outcomeOf(send(requestText("POST", kRenew, head))), "403 FORBIDDEN") << header;
    EXPECT_EQ(outcomeOf(send(requestText("DELETE", kSession, head))), "403 FORBIDDEN") << header;
    EXPECT_EQ(outcomeOf(send(requestText("POST", kSession, header + kJsonType, credentialsOf(admin_)))),
              "403 FORBIDDEN");
  }
  EXPECT_EQ(domain_.administration.organisations().size(), 2U);
  EXPECT_TRUE(refusedCredentials().empty());
}

TEST_F(ConsoleAttackTest, AnotherSitesPageDoesNothing) {
  const std::string token = tokenOf(admin_);
  for (const char* site : {"cross-site", "same-site", "none", "Same-Origin", "same-origin, cross-site"}) {
    const std::string head = std::string(kPage) + "Sec-Fetch-Site: " + site + "\r\n";
    const std::string with_cookie = head + withCookie(token);
    EXPECT_EQ(outcomeOf(send(requestText("GET", kOrganisations, with_cookie))), "403 FORBIDDEN") << site;
    EXPECT_EQ(outcomeOf(send(requestText("POST", kRenew, with_cookie))), "403 FORBIDDEN") << site;
    EXPECT_EQ(outcomeOf(send(requestText("DELETE", kSession, with_cookie))), "403 FORBIDDEN") << site;
    EXPECT_EQ(outcomeOf(send(requestText("POST", kSession, head + kJsonType, credentialsOf(admin_)))), "403 FORBIDDEN");
  }
  const std::string own = std::string(kPage) + "Sec-Fetch-Site: same-origin\r\n" + withCookie(token);
  EXPECT_EQ(send(requestText("GET", kOrganisations, own)).status, 200);
}

TEST_F(ConsoleAttackTest, NoOtherOriginIsAllowedToAsk) {
  const std::string head =
      "Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n"
      "Access-Control-Request-Headers: x-heliograph-console\r\n";
  for (const char* target : {kSession, kOrganisations}) {
    const auto preflight = send(requestText("OPTIONS", target, head));
    EXPECT_EQ(outcomeOf(preflight), "405 METHOD_NOT_ALLOWED");
    EXPECT_FALSE(preflight.headers.contains("access-control-allow-origin"));
    EXPECT_FALSE(preflight.headers.contains("access-control-allow-headers"));
  }
}

TEST_F(ConsoleAttackTest, ASessionOpensNothingButTheAdminApi) {
  const std::string token = tokenOf(admin_);
  Dispatcher dispatcher(services(), refresh_);
  for (const Router::Route& route : dispatcher.routes()) {
    if (!route.pattern.starts_with(kApi)) continue;
    EXPECT_EQ(outcomeAt(dispatcher, requestOf(route.method, route.pattern, token)), "401 UNAUTHENTICATED")
        << route.pattern;
  }
  EXPECT_TRUE(refusedCredentials().empty()) << "a cookie is no credential there";
}

TEST_F(ConsoleAttackTest, BasicCountsWhereBothAreThere) {
  const std::string token = tokenOf(admin_);
  const std::string head = kPage + withCookie(token);
  EXPECT_EQ(outcomeOf(get(kOrganisations, withWrongSecret(admin_), head)), "401 UNAUTHENTICATED");
  EXPECT_EQ(outcomeOf(get(kOrganisations, bank_, head)), "403 FORBIDDEN");
  EXPECT_EQ(get(kOrganisations, admin_, withCookie("x")).status, 200);
}

TEST_F(ConsoleAttackTest, AKeyOpensNoSessionOfItself) {
  EXPECT_EQ(outcomeOf(get(kSession, admin_, kPage)), "401 UNAUTHENTICATED");
  EXPECT_EQ(outcomeOf(post(kRenew, "", admin_, kPage)), "401 UNAUTHENTICATED");
}

// Without the server's own look at the directory once a second.
TEST_F(ConsoleAttackTest, ASessionEndsAtOnceWhereAnotherServerRevokesItsKey) {
  Dispatcher dispatcher(services(), refresh_);
  std::vector<Router::Route> routes;
  for (const Router::Route& route : dispatcher.routes()) {
    const bool needs_session = route.pattern.starts_with("/admin-api/") ||
                               (route.pattern.starts_with("/console/api/") && route.method == Method::kGet) ||
                               route.pattern == kRenew;
    if (needs_session) routes.push_back(route);
  }
  EXPECT_EQ(routes.size(), 33U);
  for (const Router::Route& route : routes) {
    const Bank former = newKey(bank_, ApiKeyRole::kAdmin);
    const domain::ConsoleSession session{former.key, clock_.now(), clock_.now() + minutes(15)};
    Request request =
        requestOf(route.method, route.pattern, std::string(textOf(domain_.console_sessions.tokenOf(session).expose())));
    request.source = former.key.text();  // one for each, so that failures do not add up
    EXPECT_THAT(outcomeAt(dispatcher, request), Not(StartsWith("401"))) << route.pattern;
    ASSERT_TRUE(domain_.administration.revokeApiKey(former.key, {}, clock_.now()));
    ASSERT_FALSE(domain_.directory.current()->api_keys.at(former.key).revoked_at) << "not known in memory";
    EXPECT_EQ(outcomeAt(dispatcher, request), "401 UNAUTHENTICATED") << route.pattern;
  }
}

TEST_F(ConsoleAttackTest, ASessionEndsWithItsKeysTime) {
  const Bank passing = newKey(bank_, ApiKeyRole::kAdmin, clock_.now() + minutes(5));
  const std::string token = tokenOf(passing);
  clock_.advance(minutes(5) - milliseconds(1));
  EXPECT_EQ(call("GET", kOrganisations, token).status, 200);
  clock_.advance(milliseconds(1));
  EXPECT_EQ(outcomeOf(call("GET", kOrganisations, token)), "401 UNAUTHENTICATED");
  EXPECT_EQ(outcomeOf(call("POST", kRenew, token)), "401 UNAUTHENTICATED");
}

TEST_F(ConsoleAttackTest, ASessionTakesOfItsKeysLimits) {
  const std::string token = tokenOf(admin_);
  while (!domain_.limits.take(admin_.key, clock_.now())) {
  }
  EXPECT_EQ(outcomeOf(call("GET", kOrganisations, token)), "429 TOO_MANY_REQUESTS");
  EXPECT_EQ(outcomeOf(get(kOrganisations, admin_)), "429 TOO_MANY_REQUESTS");
  EXPECT_EQ(outcomeOf(signIn(admin_)), "429 TOO_MANY_REQUESTS");
}

TEST_F(ConsoleAttackTest, TheCookieTravelsByTlsAloneSaveOnADevelopersMachine) {
  Dispatcher dispatcher(services(), refresh_);
  const auto cookieOf = [&](const Request& request) {
    for (const auto& [name, value] : dispatcher.answer(request).headers) {
      if (name == "Set-Cookie") return value;
    }
    return std::string();
  };
  const domain::ConsoleSession session{admin_.key, clock_.now(), clock_.now() + minutes(15)};
  const std::string token(textOf(domain_.console_sessions.tokenOf(session).expose()));
  Request sign_in = requestOf(Method::kPost, kSession, "");
  sign_in.headers["Content-Type"] = kJson;
  sign_in.body = credentialsOf(admin_);
  for (Request request :
       {sign_in, requestOf(Method::kPost, kRenew, token), requestOf(Method::kDelete, kSession, token)}) {
    request.is_plain_loopback = false;
    EXPECT_THAT(cookieOf(request), EndsWith("; Secure"));
    request.headers["Origin"] = "http://console.example";
    EXPECT_THAT(cookieOf(request), EndsWith("; Secure"));
    request.is_plain_loopback = true;
    request.headers["Origin"] = "https://console.example";  // a proxy on this machine ends TLS
    EXPECT_THAT(cookieOf(request), EndsWith("; Secure"));
    request.headers["Origin"] = "http://localhost:8080";
    EXPECT_THAT(cookieOf(request), Not(HasSubstr("Secure")));
    EXPECT_THAT(cookieOf(request), HasSubstr("; Path=/; HttpOnly; SameSite=Strict; Max-Age="));
  }
}

TEST_F(ConsoleAttackTest, NeitherSecretNorTokenIsInALogOrAnotherAnswer) {
  const auto signed_in = signIn(admin_);
  const std::string token = tokenIn(signed_in);
  const auto refused = signIn(withWrongSecret(admin_));
  const std::vector<std::string> bodies{signed_in.body, refused.body, call("GET", kSession, token).body,
                                        call("POST", kRenew, token).body,
                                        call("GET", "/admin-api/v1/audit-events", token).body};
  EXPECT_THAT(bodies, Each(Not(HasSubstr(admin_.key_secret))));
  EXPECT_THAT(bodies, Each(Not(HasSubstr(std::string(64, '0')))));
  EXPECT_THAT(bodies, Each(Not(HasSubstr(token))));
  stop();
  EXPECT_THAT(log_.text(), Not(HasSubstr(admin_.key_secret)));
  EXPECT_THAT(log_.text(), Not(HasSubstr(std::string(64, '0'))));
  EXPECT_THAT(log_.text(), Not(HasSubstr(token)));
}

TEST_F(ConsoleAttackTest, NobodySignsInWhileTheStoreDoesNotAnswer) {
  Dispatcher dispatcher(services(), refresh_);
  Request request = requestOf(Method::kPost, kSession, "");
  request.headers["Content-Type"] = kJson;
  request.body = credentialsOf(admin_);
  store_.onRefresh([] { throw domain::StoreUnavailable("down"); });
  EXPECT_EQ(outcomeAt(dispatcher, request), "503 UNAVAILABLE");
  EXPECT_TRUE(eventsOf(AuditAction::kConsoleSignedIn).empty());
}

TEST_F(ConsoleAttackTest, StrangersDoNotReachTheStore) {
  Dispatcher dispatcher(services(), refresh_);
  Request guess = requestOf(Method::kPost, kSession, "");
  guess.headers["Content-Type"] = kJson;
  guess.body = credentialsOf(withWrongSecret(admin_));
  const std::uint64_t calls_by_now = store_.calls();
  for (const Request& request :
       {guess, requestOf(Method::kGet, kSession, "x"), requestOf(Method::kPost, kRenew, "x"),
        requestOf(Method::kGet, kOrganisations, "x"), requestOf(Method::kDelete, kSession, "x")}) {
    (void)dispatcher.answer(request);
  }
  EXPECT_EQ(store_.calls(), calls_by_now);
}

}  // namespace
}  // namespace heliograph::http::testing
