#include "http/media_type.h"

#include <gtest/gtest.h>

namespace heliograph::http {
namespace {

Request typed(const char* content_type, const char* content_encoding = "") {
  Request request;
  request.headers["Content-Type"] = content_type;
  request.headers["Content-Encoding"] = content_encoding;
  return request;
}

TEST(MediaTypeTest, TakesTheTypeInAnyCaseAndUtf8AsItsOnlyCharset) {
  for (const char* type : {"application/json", "Application/JSON", "application/json; charset=utf-8",
                           "application/json;charset=UTF-8", "application/json ; charset=\"utf-8\""}) {
    EXPECT_TRUE(requireMediaType(typed(type), "application/json")) << type;
  }
}

TEST(MediaTypeTest, RefusesEverythingElse) {
  for (const char* type : {"", "text/plain", "application/jsonp", "application/problem+json", "application/*",
                           "application/json; charset=utf-16", "application/json; version=1", "application/json;",
                           "application/json, application/json", "application/x-www-form-urlencoded"}) {
    const auto taken = requireMediaType(typed(type), "application/json");
    ASSERT_FALSE(taken) << type;
    EXPECT_EQ(taken.error().code, ProblemCode::kUnsupportedMediaType) << type;
  }
  EXPECT_FALSE(requireMediaType(typed("application/json", "gzip"), "application/json"));
}

struct Negotiation {
  const char* accept;
  std::optional<std::string_view> chosen;
};

constexpr std::string_view kSvg = "image/svg+xml";
constexpr std::string_view kPng = "image/png";

TEST(MediaTypeTest, ChoosesWhatIsLikedMost) {
  for (const Negotiation& negotiation : {
           Negotiation{"", kSvg},
           {"*/*", kSvg},
           {"image/*", kSvg},
           {"image/png", kPng},
           {"IMAGE/PNG", kPng},
           {"image/svg+xml, image/png", kSvg},
           {"image/png, image/svg+xml", kSvg},
           {"image/png, */*;q=0.8", kPng},
           {"image/svg+xml;q=0.5, image/png;q=0.7", kPng},
           {"image/*;q=0.2, image/png;q=0.1", kSvg},
           {"image/svg+xml;q=0, image/*", kPng},
           {"image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5", kSvg},
           {"image/png;q=1.000", kPng},
           {"image/png ; Q=0.001", kPng},
           {"image/png;profile=\"a,b;q=0\"", kPng},
           {"*/*;q=0", std::nullopt},
           {"image/svg+xml;q=0", std::nullopt},
           {"image/jpeg", std::nullopt},
           {"text/*", std::nullopt},
           {"image", std::nullopt},
           {"*", std::nullopt},
           {"image/png;q=2", std::nullopt},
           {"image/png;q=1.001", std::nullopt},
           {"image/png;q=0.1234", std::nullopt},
           {"image/png;q=", std::nullopt},
           {"image/png;q=-1", std::nullopt},
           {",,;;,", std::nullopt},
           {"\"", std::nullopt},
       }) {
    EXPECT_EQ(negotiate(negotiation.accept, {kSvg, kPng}), negotiation.chosen) << negotiation.accept;
  }
}

}  // namespace
}  // namespace heliograph::http
