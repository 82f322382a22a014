#include "http/query.h"

#include <gtest/gtest.h>

#include <string>

namespace heliograph::http {
namespace {

Result<Fields, Problem> read(std::string query) {
  Request request;
  request.query = std::move(query);
  return readQuery(request, {"user_reference", "cursor"});
}

TEST(QueryTest, UndoesEscapesInNamesAndValues) {
  const auto fields = read("user%5Freference=a%2Bb+c%20d%C3%BC&cursor=x=y");
  ASSERT_TRUE(fields);
  EXPECT_EQ(*fields->text("user_reference"), "a+b c d\xC3\xBC");
  EXPECT_EQ(*fields->text("cursor"), "x=y");
}

TEST(QueryTest, MayBeEmpty) { EXPECT_TRUE(read("")); }

struct Malformed {
  const char* name;
  const char* query;
  const char* detail;
};

class MalformedQueryTest : public ::testing::TestWithParam<Malformed> {};

TEST_P(MalformedQueryTest, IsRefused) {
  const auto fields = read(GetParam().query);
  ASSERT_FALSE(fields);
  EXPECT_EQ(fields.error().code, ProblemCode::kMalformedRequest);
  EXPECT_EQ(fields.error().detail, GetParam().detail);
}

INSTANTIATE_TEST_SUITE_P(
    All, MalformedQueryTest,
    ::testing::Values(Malformed{"Unknown", "limit=5", "limit is unknown"},
                      Malformed{"Twice", "cursor=a&cursor=a", "cursor is there more than once"},
                      Malformed{"NoValue", "cursor", "cursor is empty"},
                      Malformed{"EmptyValue", "user_reference=&cursor=a", "user_reference is empty"},
                      Malformed{"EmptyPair", "cursor=a&&", "a field whose name cannot be repeated here is empty"},
                      Malformed{"Markup", "<script>=1", "a field whose name cannot be repeated here is unknown"},
                      Malformed{"TruncatedEscape", "cursor=%4", "the query is not well-formed"},
                      Malformed{"LonePercent", "cursor=%", "the query is not well-formed"},
                      Malformed{"NoHexadecimal", "cursor=%4g", "the query is not well-formed"},
                      Malformed{"OverlongUtf8", "cursor=%C0%AF", "the query is not well-formed"}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace heliograph::http
