#include "http/json.h"

#include <gtest/gtest.h>

#include <exception>
#include <limits>
#include <map>
#include <string>
#include <vector>

namespace heliograph::http {
namespace {

TEST(JsonTest, AnObjectKeepsItsMembersInTheirOrder) {
  Json json{{"zebra", "a text"}, {"ant", 3}};
  json.add("bee", true);
  EXPECT_EQ(json.text(), R"({"zebra":"a text","ant":3,"bee":true})");
}

TEST(JsonTest, NothingIsAnEmptyObject) { EXPECT_EQ(Json().text(), "{}"); }

TEST(JsonTest, AMemberThatIsAddedAgainIsReplacedInItsPlace) {
  Json json{{"first", 1}, {"second", 2}};
  json.add("first", 3);
  EXPECT_EQ(json.text(), R"({"first":3,"second":2})");
}

TEST(JsonTest, ObjectsAndListsNest) {
  Json list = Json::emptyList();
  list.append({{"inner", {{"innermost", false}}}});
  list.append(Json::emptyList());
  const Json json{{"list", std::move(list)}, {"object", Json()}};
  EXPECT_EQ(json.text(), R"({"list":[{"inner":{"innermost":false}},[]],"object":{}})");
}

// Two pairs of texts could be taken for two iterators of one.
TEST(JsonTest, AnObjectOfTwoTextsIsAnObject) {
  const Json json{{"a", "b"}, {"c", "d"}};
  EXPECT_EQ(json.text(), R"({"a":"b","c":"d"})");
}

TEST(JsonTest, NumbersAreExactAtTheirLimits) {
  const Json json{{"lowest", std::numeric_limits<std::int64_t>::min()},
                  {"highest", std::numeric_limits<std::uint64_t>::max()},
                  {"broken", 1.234}};
  EXPECT_EQ(json.text(), R"({"lowest":-9223372036854775808,"highest":18446744073709551615,"broken":1.234})");
}

TEST(JsonTest, TextsAreEscaped) {
  const Json json{{"a \"name\"", "a \"quote\"\\, a line\nand \x01, \xC3\xA9"}};
  EXPECT_EQ(json.text(), "{\"a \\\"name\\\"\":\"a \\\"quote\\\"\\\\, a line\\nand \\u0001, \xC3\xA9\"}");
}

TEST(JsonTest, WhatIsNoUtf8IsThrownAboutOrReplaced) {
  const Json json{{"text", "a\xFF b"}};
  EXPECT_THROW((void)json.text(), std::exception);
  EXPECT_EQ(json.text(BadUtf8::kReplace), "{\"text\":\"a\xEF\xBF\xBD b\"}");
}

Json toJson(const int& number) { return {{"number", number}}; }

TEST(JsonTest, ContainersOfTextsAndOfWhatHasAJsonBecomeListsAndObjects) {
  const Json json{{"texts", std::vector<std::string>{"b", "a"}},
                  {"members", std::map<std::string, std::string, std::less<>>{{"b", "1"}, {"a", "2"}}},
                  {"numbers", Json::listOf(std::vector{1, 2}, toJson)}};
  EXPECT_EQ(json.text(), R"({"texts":["b","a"],"members":{"a":"2","b":"1"},"numbers":[{"number":1},{"number":2}]})");
}

TEST(JsonTest, TakesTheMembersOfAWrittenObject) {
  Json json{{"first", 1}, {"second", 2}};
  EXPECT_TRUE(json.addMembersOf(R"({"second":{"third":[4,null]},"fifth":"6"})"));
  EXPECT_EQ(json.text(), R"({"first":1,"second":{"third":[4,null]},"fifth":"6"})");
}

TEST(JsonTest, TakesNothingOfWhatIsNoObject) {
  Json json{{"first", 1}};
  for (const char* text : {"", "[1]", "\"text\"", "{\"second\":2", "{\"second\":2}}"}) {
    EXPECT_FALSE(json.addMembersOf(text)) << text;
  }
  EXPECT_EQ(json.text(), R"({"first":1})");
}

}  // namespace
}  // namespace heliograph::http
