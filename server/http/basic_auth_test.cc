#include "http/basic_auth.h"

#include <gtest/gtest.h>

#include <string>

#include "crypto/base64.h"

namespace heliograph::http {
namespace {

std::string basic(std::string_view credentials) { return "Basic " + crypto::toBase64(bytesOf(credentials)); }

TEST(BasicCredentialsTest, SplitsUserAndPasswordAtTheFirstColon) {
  const auto credentials = BasicCredentials::parse("Basic dGVzdDoxMjM6wqM=");  // RFC 7617 section 2.1, and a colon
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->user(), "test");
  EXPECT_EQ(textOf(credentials->password()), "123:\xC2\xA3");
}

TEST(BasicCredentialsTest, ReadsTheSchemeInAnyCaseAndAnyNumberOfSpaces) {
  for (const char* scheme : {"Basic ", "basic ", "BASIC ", "bAsIc    "}) {
    EXPECT_TRUE(BasicCredentials::parse(scheme + crypto::toBase64(bytesOf("a:b")))) << scheme;
  }
}

TEST(BasicCredentialsTest, TakesEmptyUserAndEmptyPassword) {
  const auto credentials = BasicCredentials::parse(basic(":"));
  ASSERT_TRUE(credentials);
  EXPECT_EQ(credentials->user(), "");
  EXPECT_TRUE(credentials->password().empty());
}

struct Refused {
  const char* name;
  std::string authorization;
};

class RefusedCredentialsTest : public ::testing::TestWithParam<Refused> {};

TEST_P(RefusedCredentialsTest, IsNoCredentials) { EXPECT_FALSE(BasicCredentials::parse(GetParam().authorization)); }

INSTANTIATE_TEST_SUITE_P(
    All, RefusedCredentialsTest,
    ::testing::Values(Refused{"Nothing", ""}, Refused{"SchemeAlone", "Basic"}, Refused{"SchemeAndSpace", "Basic "},
                      Refused{"OtherScheme", "Bearer YTpi"}, Refused{"LongerScheme", "Basics YTpi"},
                      Refused{"NoSpace", "BasicYTpi"}, Refused{"Tab", "Basic\tYTpi"},
                      Refused{"TrailingSpace", "Basic YTpi "}, Refused{"NoPadding", "Basic YTpiYw"},
                      Refused{"TwoFields", "Basic YTpi, Basic YTpi"}, Refused{"UrlAlphabet", "Basic Pz8_Oj8_"},
                      Refused{"BitsBehindTheEnd", "Basic YTpiYx=="}, Refused{"NoColon", basic("user")},
                      Refused{"NoUtf8", basic("user\xFF:password")}, Refused{"LineFeed", basic("user:pass\nword")},
                      Refused{"Zero", basic(std::string("us\0er:p", 7))}, Refused{"Delete", basic("user:\x7F")}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace heliograph::http
