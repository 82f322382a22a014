#include "http/response.h"

#include <gtest/gtest.h>

#include "http/json.h"

namespace heliograph::http {
namespace {

TEST(ResponseTest, IsSerialisedAsItIsSent) {
  const Response response = createdJson("/devices/1", Json());
  EXPECT_EQ(serialise(response, AfterResponse::kKeepAlive, BodyOnWire::kWithBody),
            "HTTP/1.1 201 Created\r\nLocation: /devices/1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
            "\r\n{}");
}

TEST(ResponseTest, SaysWhenTheConnectionEnds) {
  EXPECT_EQ(serialise(okJson(Json()), AfterResponse::kClose, BodyOnWire::kWithBody),
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
}

TEST(ResponseTest, WithoutContentHasNoLength) {
  EXPECT_EQ(serialise(noContent(), AfterResponse::kKeepAlive, BodyOnWire::kWithBody),
            "HTTP/1.1 204 No Content\r\n\r\n");
}

TEST(ResponseTest, ThatNothingHasChangedHasNoLength) {
  EXPECT_EQ(serialise({304, {{"ETag", "\"1\""}}, {}, {}}, AfterResponse::kKeepAlive, BodyOnWire::kWithBody),
            "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n");
}

TEST(ResponseTest, ToHeadHasTheLengthAndNotTheBody) {
  EXPECT_EQ(serialise(okJson(Json()), AfterResponse::kKeepAlive, BodyOnWire::kWithoutBody),
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n");
}

TEST(ResponseTest, CountsTheBytesThatAreSentBehindIt) {
  const Response response{200, {}, "text/plain", {}, "static"};
  EXPECT_EQ(serialise(response, AfterResponse::kKeepAlive, BodyOnWire::kWithBody),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\n");
}

TEST(ResponseTest, WithNothingInItIsStillWellFormed) {
  EXPECT_EQ(serialise(Response(), AfterResponse::kClose, BodyOnWire::kWithBody),
            "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

}  // namespace
}  // namespace heliograph::http
