#include "http/request_target.h"

#include <gtest/gtest.h>

namespace heliograph::http {
namespace {

struct Target {
  const char* text;
  const char* path;
  const char* query;
};

TEST(RequestTargetTest, SplitsPathAndQuery) {
  for (const Target& target : {Target{"/", "/", ""},
                               {"/a/b", "/a/b", ""},
                               {"/a?b=c", "/a", "b=c"},
                               {"/a?b?c", "/a", "b?c"},
                               {"/a?", "/a", ""},
                               {"//a", "//a", ""},
                               {"/%2e%2e", "/%2e%2e", ""},
                               {"http://example.org/a?b", "/a", "b"},
                               {"https://example.org/", "/", ""}}) {
    const auto parsed = parseTarget(target.text);
    ASSERT_TRUE(parsed) << target.text;
    EXPECT_EQ(parsed->path, target.path);
    EXPECT_EQ(parsed->query, target.query);
  }
}

TEST(RequestTargetTest, RefusesWhatIsNoPath) {
  for (const char* text :
       {"", "*", "a", "?a", "example.org:443", "http://example.org", "http://example.org?a", "ftp://a/b"}) {
    EXPECT_FALSE(parseTarget(text)) << text;
  }
}

}  // namespace
}  // namespace heliograph::http
