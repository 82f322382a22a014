#include "http/body_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace heliograph::http {
namespace {

Request requestOf(std::string body) {
  Request request;
  request.headers["Content-Type"] = "application/json";
  request.body = std::move(body);
  return request;
}

Result<Fields, Problem> read(std::string body) {
  return readBody(requestOf(std::move(body)), {"otp", "user_reference"});
}

TEST(BodyReaderTest, ReadsTheMembersOfOneObject) {
  const auto fields = read(R"( { "otp" : "123456", "user_reference": "J\u00fcrgen \ud83d\ude00" } )");
  ASSERT_TRUE(fields);
  EXPECT_EQ(*fields->text("otp"), "123456");
  EXPECT_EQ(*fields->optionalText("user_reference"), "J\xC3\xBCrgen \xF0\x9F\x98\x80");
}

TEST(BodyReaderTest, TellsWhichFieldIsMissing) {
  const auto fields = read("{}");
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->text("otp").error().code, ProblemCode::kMalformedRequest);
  EXPECT_EQ(fields->text("otp").error().detail, "otp is missing");
  EXPECT_FALSE(fields->optionalText("user_reference"));
}

TEST(BodyReaderTest, TellsWhichFieldIsNoUuid) {
  const auto fields = read(R"({"otp": "123456"})");
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->id<DeviceId>("otp").error().detail, "otp is no UUID");
  EXPECT_EQ(fields->id<DeviceId>("user_reference").error().detail, "user_reference is missing");
  EXPECT_FALSE(fields->optionalId<DeviceId>("user_reference")->has_value());
}

struct Malformed {
  const char* name;
  std::string body;
  const char* detail;
};

class MalformedBodyTest : public ::testing::TestWithParam<Malformed> {};

TEST_P(MalformedBodyTest, IsRefusedWithTheFieldAtFault) {
  const auto fields = read(GetParam().body);
  ASSERT_FALSE(fields);
  EXPECT_EQ(fields.error().code, ProblemCode::kMalformedRequest);
  EXPECT_EQ(fields.error().detail, GetParam().detail);
}

constexpr const char* kUnrepeatable = "a field whose name cannot be repeated here is unknown";

INSTANTIATE_TEST_SUITE_P(
    All, MalformedBodyTest,
    ::testing::Values(Malformed{"Nothing", "", "the body is no valid JSON, byte 1"},
                      Malformed{"Truncated", R"({"otp":)", "the body is no valid JSON, byte 8"},
                      Malformed{"SomethingBehind", R"({"otp":"1"} {})", "the body is no valid JSON, byte 13"},
                      Malformed{"TrailingComma", R"({"otp":"1",})", "the body is no valid JSON, byte 12"},
                      Malformed{"Comment", R"({/* */"otp":"1"})", "the body is no valid JSON, byte 2"},
                      Malformed{"SingleQuotes", "{'otp':'1'}", "the body is no valid JSON, byte 2"},
                      Malformed{"OverlongUtf8", "{\"otp\":\"\xC0\xAF\"}", "the body is no valid JSON, byte 9"},
                      Malformed{"SurrogateInUtf8", "{\"otp\":\"\xED\xA0\x80\"}", "the body is no valid JSON, byte 10"},
                      Malformed{"LoneSurrogateEscape", R"({"otp":"\ud800"})", "the body is no valid JSON, byte 15"},
                      Malformed{"RawLineFeed", "{\"otp\":\"\n\"}", "the body is no valid JSON, byte 9"},
                      Malformed{"Twice", R"({"otp":"1","otp":"1"})", "otp is there more than once"},
                      Malformed{"TwiceByAnEscape", R"({"otp":"1","\u006ftp":"1"})", "otp is there more than once"},
                      Malformed{"Unknown", R"({"otp":"1","pin":"1"})", "pin is unknown"},
                      Malformed{"OtherCase", R"({"OTP":"1"})", "OTP is unknown"},
                      Malformed{"UnknownMarkup", R"({"<script>":"1"})", kUnrepeatable},
                      Malformed{"UnknownEmpty", R"({"":"1"})", kUnrepeatable},
                      Malformed{"UnknownLong", "{\"" + std::string(65, 'a') + "\":\"1\"}", kUnrepeatable},
                      Malformed{"Number", R"({"otp":123456})", "otp must be a string"},
                      Malformed{"Negative", R"({"otp":-1})", "otp must be a string"},
                      Malformed{"Fraction", R"({"otp":1.5})", "otp must be a string"},
                      Malformed{"Null", R"({"user_reference":null})", "user_reference must be a string"},
                      Malformed{"Boolean", R"({"otp":true})", "otp must be a string"},
                      Malformed{"List", R"({"otp":["1"]})", "otp must be a string"},
                      Malformed{"Object", R"({"otp":{"otp":"1"}})", "otp must be a string"},
                      Malformed{"RootList", R"([{"otp":"1"}])", "the body must be a JSON object"},
                      Malformed{"RootString", R"("otp")", "the body must be a JSON object"},
                      Malformed{"RootNumber", "1", "the body must be a JSON object"},
                      Malformed{"DeepLists", std::string(16'000, '['), "the body must be a JSON object"},
                      Malformed{"DeepObjects", R"({"otp":{"otp":{"otp":{"otp":)", "otp must be a string"}),
    [](const auto& test) { return test.param.name; });

Result<Fields, Problem> readNested(std::string body) {
  return readBody(requestOf(std::move(body)), {.texts = {"otp"}, .lists = {"methods"}, .objects = {"properties"}});
}

TEST(BodyReaderTest, ReadsListsAndObjectsOfTexts) {
  const auto fields = readNested(R"({"methods": ["a", "b", "a"], "properties": {"A": "1", "B": ""}, "otp": "1"})");
  ASSERT_TRUE(fields);
  const auto methods = fields->optionalList("methods").value();
  EXPECT_EQ(std::vector<std::string>(methods.begin(), methods.end()), (std::vector<std::string>{"a", "b", "a"}));
  EXPECT_EQ(fields->optionalObject("properties"), (NamedTexts{{"A", "1"}, {"B", ""}}));
  EXPECT_EQ(*fields->text("otp"), "1");
}

TEST(BodyReaderTest, TellsAnEmptyListOrObjectFromNone) {
  const auto fields = readNested(R"({"methods": [], "properties": {}})");
  ASSERT_TRUE(fields);
  EXPECT_TRUE(fields->optionalList("methods").value().empty());
  EXPECT_TRUE(fields->optionalObject("properties").value().empty());
  EXPECT_FALSE(readNested("{}")->optionalList("methods"));
  EXPECT_FALSE(readNested("{}")->optionalObject("properties"));
}

class MalformedNestedBodyTest : public ::testing::TestWithParam<Malformed> {};

TEST_P(MalformedNestedBodyTest, IsRefusedWithTheFieldAtFault) {
  const auto fields = readNested(GetParam().body);
  ASSERT_FALSE(fields);
  EXPECT_EQ(fields.error().code, ProblemCode::kMalformedRequest);
  EXPECT_EQ(fields.error().detail, GetParam().detail);
}

INSTANTIATE_TEST_SUITE_P(
    All, MalformedNestedBodyTest,
    ::testing::Values(
        Malformed{"TextForList", R"({"methods":"a"})", "methods must be a list of strings"},
        Malformed{"ObjectForList", R"({"methods":{}})", "methods must be a list of strings"},
        Malformed{"NumberInList", R"({"methods":["a",1]})", "methods must be a list of strings"},
        Malformed{"NullInList", R"({"methods":[null]})", "methods must be a list of strings"},
        Malformed{"ListInList", R"({"methods":[["a"]]})", "methods must be a list of strings"},
        Malformed{"ObjectInList", R"({"methods":[{}]})", "methods must be a list of strings"},
        Malformed{"ListTwice", R"({"methods":["a"],"methods":[]})", "methods is there more than once"},
        Malformed{"TextForObject", R"({"properties":"a"})", "properties must be an object of strings"},
        Malformed{"ListForObject", R"({"properties":[]})", "properties must be an object of strings"},
        Malformed{"NumberInObject", R"({"properties":{"A":1}})", "properties must be an object of strings"},
        Malformed{"ListInObject", R"({"properties":{"A":[]}})", "properties must be an object of strings"},
        Malformed{"ObjectInObject", R"({"properties":{"A":{}}})", "properties must be an object of strings"},
        Malformed{"ObjectTwice", R"({"properties":{},"properties":{}})", "properties is there more than once"},
        Malformed{"TwiceInObject", R"({"properties":{"A":"1","A":"2"}})", "A is there more than once"},
        Malformed{"ListForText", R"({"otp":["1"]})", "otp must be a string"},
        Malformed{"UnknownList", R"({"pins":["1"]})", "pins is unknown"},
        Malformed{"MemberBehindObject", R"({"properties":{"A":"1"},"pin":"1"})", "pin is unknown"},
        Malformed{"SomethingBehind", R"({"methods":[]} [])", "the body is no valid JSON, byte 16"},
        Malformed{"Unclosed", R"({"methods":["a")", "the body is no valid JSON, byte 16"}),
    [](const auto& test) { return test.param.name; });

TEST(BodyReaderTest, RefusesOtherMediaTypes) {
  Request request = requestOf("{}");
  request.headers["Content-Type"] = "text/plain";
  EXPECT_EQ(readBody(request, {}).error().code, ProblemCode::kUnsupportedMediaType);
}

TEST(BodyReaderTest, ReadsTextsUnderAnyNames) {
  EXPECT_EQ(readTexts(requestOf(R"({"LOCK_DURATION":"300","x y":""})")).value(),
            (NamedTexts{{"LOCK_DURATION", "300"}, {"x y", ""}}));
  EXPECT_TRUE(readTexts(requestOf("{}")).value().empty());
  EXPECT_EQ(readTexts(requestOf(R"({"A":"1","\u0041":"2"})")).error().detail, "A is there more than once");
  EXPECT_EQ(readTexts(requestOf(R"({"A":1})")).error().detail, "A must be a string");
  EXPECT_EQ(readTexts(requestOf(R"({"A":{"A":"1"}})")).error().detail, "A must be a string");
  EXPECT_EQ(readTexts(requestOf(R"({"A":["1"]})")).error().detail, "A must be a string");
  EXPECT_EQ(readTexts(requestOf("[]")).error().detail, "the body must be a JSON object");
  EXPECT_EQ(readTexts(requestOf("{}{}")).error().code, ProblemCode::kMalformedRequest);
  EXPECT_EQ(readTexts(Request()).error().code, ProblemCode::kUnsupportedMediaType);
}

TEST(BodyReaderTest, TakesNoBodyOrAnEmptyObjectWhereNothingIsAsked) {
  EXPECT_TRUE(requireEmptyBody(Request()));
  EXPECT_TRUE(requireEmptyBody(requestOf("{}")));
  EXPECT_EQ(requireEmptyBody(requestOf(R"({"otp":"1"})")).error().detail, "otp is unknown");
  EXPECT_EQ(requireEmptyBody(requestOf("[]")).error().detail, "the body must be a JSON object");
}

}  // namespace
}  // namespace heliograph::http
