#include "http/request_log.h"

#include <gmock/gmock.h>
#include <spdlog/spdlog.h>

#include <nlohmann/json.hpp>
#include <string>

#include "http/testing/captured_log.h"

namespace heliograph::http::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr AnsweredRequest kRefused{"0c1f", Method::kPost,   "/devices/{device_id}/lock",
                                   423,    "DEVICE_LOCKED", std::chrono::microseconds(1234)};
constexpr AnsweredRequest kFine{"0c1f", Method::kGet, "/devices", 200, "OK", std::chrono::microseconds(7)};

class RequestLogTest : public ::testing::Test {
 protected:
  // What is logged of the request at level info.
  std::string logged(const AnsweredRequest& request, const RequestLogRules& rules) {
    spdlog::default_logger()->set_level(spdlog::level::info);
    RequestLog(rules).answered(request);
    return log_.text();
  }
  CapturedLog log_;
};

TEST_F(RequestLogTest, SaysIdStatusCodeAndRouteOfWhatWasRefused) {
  EXPECT_THAT(logged(kRefused, {}), EndsWith("request 0c1f: 423 DEVICE_LOCKED /devices/{device_id}/lock\n"));
}

TEST_F(RequestLogTest, IsSilentAboutWhatWentWell) { EXPECT_THAT(logged(kFine, {}), IsEmpty()); }

TEST_F(RequestLogTest, SpeaksOfWhatWentWellWhereItIsAskedTo) {
  EXPECT_THAT(logged(kFine, {.every_request = true}), HasSubstr("request 0c1f: 200 OK /devices"));
}

TEST_F(RequestLogTest, GivesTheSameAsMembersWhereLinesAreJson) {
  const std::string line = logged(kRefused, {.format = LogFormat::kJsonLines});
  const auto members = nlohmann::json::parse(line.substr(line.find('{')));
  EXPECT_EQ(members, (nlohmann::json{{"message", "request answered"},
                                     {"request_id", "0c1f"},
                                     {"method", "POST"},
                                     {"route", "/devices/{device_id}/lock"},
                                     {"status", 423},
                                     {"code", "DEVICE_LOCKED"},
                                     {"duration_ms", 1.234}}));
}

TEST_F(RequestLogTest, NamesTheTypeOfAnExceptionAndTheRequestThatMetIt) {
  RequestLog({.format = LogFormat::kJsonLines}).failed("0c1f", "St9bad_alloc", "/devices");
  const std::string line = log_.text();
  EXPECT_EQ(nlohmann::json::parse(line.substr(line.find('{'))),
            (nlohmann::json{{"message", "St9bad_alloc"}, {"request_id", "0c1f"}, {"route", "/devices"}}));
}

}  // namespace
}  // namespace heliograph::http::testing
