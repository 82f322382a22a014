#include "http/request_parser.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace heliograph::http {
namespace {

using Wants = RequestParser::Wants;

constexpr std::string_view kRequest =
    "PATCH /devices?after=1 HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\nContent-Length: 4\r\naccept: */*\r\n\r\nbody";
constexpr std::string_view kWaiting = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n";

// What the parser wants after all of it.
Wants takeAll(RequestParser& parser, std::string_view bytes) { return parser.take(bytes); }

TEST(RequestParserTest, GivesTheRequestByName) {
  RequestParser parser;
  ASSERT_EQ(takeAll(parser, kRequest), Wants::kNothing);
  const auto request = parser.result();
  ASSERT_TRUE(request);
  EXPECT_EQ(request->method, Method::kPatch);
  EXPECT_EQ(request->path, "/devices");
  EXPECT_EQ(request->query, "after=1");
  EXPECT_EQ(request->body, "body");
  EXPECT_TRUE(parser.mayBeFollowed());
  EXPECT_FALSE(parser.isHead());
}

TEST(RequestParserTest, JoinsFieldsOfOneNameWhateverItsCase) {
  RequestParser parser;
  ASSERT_EQ(takeAll(parser, kRequest), Wants::kNothing);
  const auto request = parser.result();
  EXPECT_EQ(request->header("ACCEPT"), "text/html, */*");
}

TEST(RequestParserTest, TellsAFieldWithoutAValueFromNone) {
  RequestParser parser;
  ASSERT_EQ(takeAll(parser, "GET / HTTP/1.1\r\nHost: a\r\nIf-Match:\r\n\r\n"), Wants::kNothing);
  const auto request = parser.result();
  EXPECT_EQ(request->findHeader("If-Match"), "");
  EXPECT_FALSE(request->findHeader("If-None-Match"));
}

TEST(RequestParserTest, TakesARequestThatComesInTwoPartsWhereverItIsCut) {
  for (std::size_t cut = 0; cut < kRequest.size(); ++cut) {
    RequestParser parser;
    std::string_view first = kRequest.substr(0, cut);
    ASSERT_EQ(parser.take(first), Wants::kMoreBytes) << cut;
    std::string_view rest = kRequest.substr(cut - first.size());
    ASSERT_EQ(parser.take(rest), Wants::kNothing) << cut;
    EXPECT_EQ(parser.result()->body, "body") << cut;
  }
}

TEST(RequestParserTest, LeavesWhatBelongsToTheNextRequest) {
  const std::string both = std::string(kRequest) + "GET /next";
  std::string_view bytes = both;
  RequestParser parser;
  EXPECT_EQ(parser.take(bytes), Wants::kNothing);
  EXPECT_EQ(bytes, "GET /next");
}

TEST(RequestParserTest, WantsItsClientToldToGoOnOnceAndBeforeTheBody) {
  RequestParser parser;
  std::string_view header = kWaiting;
  EXPECT_EQ(parser.take(header), Wants::kToldToGoOn);
  EXPECT_EQ(takeAll(parser, header), Wants::kMoreBytes);
  EXPECT_EQ(takeAll(parser, "body"), Wants::kNothing);
  EXPECT_EQ(parser.result()->body, "body");
}

TEST(RequestParserTest, NothingFollowsWhatCouldNotBeRead) {
  RequestParser parser;
  ASSERT_EQ(takeAll(parser, "GARBAGE\r\n\r\n"), Wants::kNothing);
  EXPECT_EQ(parser.result().error().code, ProblemCode::kMalformedRequest);
  EXPECT_FALSE(parser.mayBeFollowed());
}

TEST(RequestParserTest, ATargetThatIsNoPathDoesNotEndTheConnection) {
  RequestParser parser;
  ASSERT_EQ(takeAll(parser, "GET example.org:443 HTTP/1.1\r\nHost: a\r\n\r\n"), Wants::kNothing);
  EXPECT_EQ(parser.result().error().code, ProblemCode::kMalformedRequest);
  EXPECT_TRUE(parser.mayBeFollowed());
}

// The extension of a chunk has no limit of its own.
TEST(RequestParserTest, RefusesFramingThatNeverEnds) {
  RequestParser parser;
  std::string unread = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;";
  Wants wants = Wants::kMoreBytes;
  while (wants == Wants::kMoreBytes && unread.size() <= kMaxUnread) {
    unread += std::string(1024, 'a');
    std::string_view bytes = unread;
    wants = parser.take(bytes);
    unread.erase(0, unread.size() - bytes.size());
  }
  ASSERT_EQ(wants, Wants::kNothing);
  EXPECT_EQ(parser.result().error().code, ProblemCode::kHeaderTooLarge);
}

}  // namespace
}  // namespace heliograph::http
