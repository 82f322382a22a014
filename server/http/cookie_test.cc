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

}  // namespace
}  // namespace heliograph::http
