#include "http/cookie.h"

#include <gtest/gtest.h>

#include <string>

namespace heliograph::http {
namespace {

TEST(CookieTest, IsFoundByItsNameAmongOthers) {
  for (const char* header : {"session=abc", "session=abc; theme=dark", "theme=dark; session=abc",
                             "a=\"b, c\"; session=abc; d", "=x; session=abc", "theme=a=b; session=abc; x=session=y"}) {
    EXPECT_EQ(findCookie(header, "session"), "abc") << header;
  }
}

TEST(CookieTest, MayHaveAnyValueThatACookieMayHave) {
  for (const std::string value : {"", "AQAR+/==", "a=b", "!#$%&'()*-./:<=>?@[]^_`{|}~"}) {
    EXPECT_EQ(findCookie("session=" + value, "session"), value);
  }
}

TEST(CookieTest, IsAbsentWhereNoneHasItsName) {
  for (const char* header :
       {"", "session", "Session=abc", "xsession=abc", "session2=abc", "session =abc", " session=abc",
        "theme=dark;session=abc", "theme=dark;  session=abc", "theme=session=abc", "; ;"}) {
    const auto found = findCookie(header, "session");
    ASSERT_FALSE(found) << header;
    EXPECT_EQ(found.error(), CookieError::kAbsent) << header;
  }
}

TEST(CookieTest, IsUnclearWhereItIsThereTwiceOrHasWhatNoValueHas) {
  for (const char* header : {"session=abc; session=abc", "session=; theme=dark; session=abc", "session=\"abc\"",
                             "session=a b", "session=abc;", "session=abc;theme=dark", "session=abc, session=def",
                             "session=a\\b", "session=a\tb", "session=a\x7F", "session=\xC3\xA4"}) {
    const auto found = findCookie(header, "session");
    ASSERT_FALSE(found) << header;
    EXPECT_EQ(found.error(), CookieError::kUnclear) << header;
  }
}

std::string headerOf(const Cookie& cookie, bool is_plain_loopback, const char* origin) {
  Request request;
  request.is_plain_loopback = is_plain_loopback;
  request.headers["Origin"] = origin;
  return setCookie(request, cookie).second;
}

TEST(SetCookieTest, IsForTheServersOwnPagesAlone) {
  Cookie cookie{.name = "session", .value = "abc", .path = "/demo"};
  EXPECT_EQ(headerOf(cookie, false, ""), "session=abc; Path=/demo; HttpOnly; SameSite=Strict; Secure");
  cookie.max_age = std::chrono::seconds(900);
  EXPECT_EQ(headerOf(cookie, false, ""), "session=abc; Path=/demo; HttpOnly; SameSite=Strict; Max-Age=900; Secure");
}

TEST(SetCookieTest, TravelsWithoutTlsOnADevelopersMachineOnly) {
  const Cookie cookie{.name = "session", .value = "abc", .path = "/"};
  const std::string without_tls = "session=abc; Path=/; HttpOnly; SameSite=Strict";
  EXPECT_EQ(headerOf(cookie, true, ""), without_tls);
  EXPECT_EQ(headerOf(cookie, true, "http://localhost:8080"), without_tls);
  // A proxy on this machine ends TLS.
  EXPECT_EQ(headerOf(cookie, true, "https://bank.example"), without_tls + "; Secure");
  EXPECT_EQ(headerOf(cookie, false, "http://bank.example"), without_tls + "; Secure");
}

}  // namespace
}  // namespace heliograph::http
