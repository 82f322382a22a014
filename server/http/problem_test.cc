#include "http/problem.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

namespace heliograph::http {
namespace {

using domain::RefusalCode;

struct Row {
  ProblemCode code;
  int status;
  const char* name;
};

// The interface's promise: neither a status nor a name of this table ever changes.
TEST(ProblemTest, EveryCodeHasItsStatusAndItsName) {
  for (const Row& row : {Row{ProblemCode::kMalformedRequest, 400, "MALFORMED_REQUEST"},
                         {ProblemCode::kInvalidContext, 400, "INVALID_CONTEXT"},
                         {ProblemCode::kInvalidOtp, 400, "INVALID_OTP"},
                         {ProblemCode::kUnknownChannelKey, 400, "UNKNOWN_CHANNEL_KEY"},
                         {ProblemCode::kUnauthenticated, 401, "UNAUTHENTICATED"},
                         {ProblemCode::kForbidden, 403, "FORBIDDEN"},
                         {ProblemCode::kNotFound, 404, "NOT_FOUND"},
                         {ProblemCode::kUnknownOrganisation, 404, "UNKNOWN_ORGANISATION"},
                         {ProblemCode::kUnknownApplication, 404, "UNKNOWN_APPLICATION"},
                         {ProblemCode::kUnknownApiKey, 404, "UNKNOWN_API_KEY"},
                         {ProblemCode::kUnknownEnrolment, 404, "UNKNOWN_ENROLMENT"},
                         {ProblemCode::kUnknownDevice, 404, "UNKNOWN_DEVICE"},
                         {ProblemCode::kUnknownSession, 404, "UNKNOWN_SESSION"},
                         {ProblemCode::kUnknownAuthMethod, 404, "UNKNOWN_AUTH_METHOD"},
                         {ProblemCode::kNoSuchAuthMethod, 404, "AUTH_METHOD_NOT_ACTIVATED"},
                         {ProblemCode::kMethodNotAllowed, 405, "METHOD_NOT_ALLOWED"},
                         {ProblemCode::kNotAcceptable, 406, "NOT_ACCEPTABLE"},
                         {ProblemCode::kSessionNotOpen, 409, "SESSION_NOT_OPEN"},
                         {ProblemCode::kAuthMethodNotActivated, 409, "AUTH_METHOD_NOT_ACTIVATED"},
                         {ProblemCode::kNameTaken, 409, "NAME_TAKEN"},
                         {ProblemCode::kPreconditionFailed, 412, "PRECONDITION_FAILED"},
                         {ProblemCode::kBodyTooLarge, 413, "BODY_TOO_LARGE"},
                         {ProblemCode::kUnsupportedMediaType, 415, "UNSUPPORTED_MEDIA_TYPE"},
                         {ProblemCode::kAuthMethodNotAllowed, 422, "AUTH_METHOD_NOT_ALLOWED"},
                         {ProblemCode::kIdempotencyKeyReused, 422, "IDEMPOTENCY_KEY_REUSED"},
                         {ProblemCode::kInvalidConfiguration, 422, "INVALID_CONFIGURATION"},
                         {ProblemCode::kDeviceLocked, 423, "DEVICE_LOCKED"},
                         {ProblemCode::kMethodLocked, 423, "METHOD_LOCKED"},
                         {ProblemCode::kTooManyRequests, 429, "TOO_MANY_REQUESTS"},
                         {ProblemCode::kHeaderTooLarge, 431, "HEADER_TOO_LARGE"},
                         {ProblemCode::kInternalError, 500, "INTERNAL_ERROR"},
                         {ProblemCode::kUnavailable, 503, "UNAVAILABLE"},
                         {ProblemCode::kOverloaded, 503, "OVERLOADED"}}) {
    EXPECT_EQ(statusOf(row.code), row.status) << row.name;
    EXPECT_EQ(nameOf(row.code), row.name);
    EXPECT_NE(reasonPhrase(row.status), "") << row.status;
  }
}

struct Refused {
  RefusalCode refusal;
  ProblemCode problem;
};

TEST(ProblemTest, EveryRefusalOfTheDomainHasItsCode) {
  for (const Refused& row : {Refused{RefusalCode::kRevokedKey, ProblemCode::kUnauthenticated},
                             {RefusalCode::kMalformedRequest, ProblemCode::kMalformedRequest},
                             {RefusalCode::kInvalidContext, ProblemCode::kInvalidContext},
                             {RefusalCode::kInvalidOtp, ProblemCode::kInvalidOtp},
                             {RefusalCode::kUnknownApplication, ProblemCode::kUnknownApplication},
                             {RefusalCode::kUnknownEnrolment, ProblemCode::kUnknownEnrolment},
                             {RefusalCode::kUnknownDevice, ProblemCode::kUnknownDevice},
                             {RefusalCode::kUnknownSession, ProblemCode::kUnknownSession},
                             {RefusalCode::kIdempotencyKeyReused, ProblemCode::kIdempotencyKeyReused},
                             {RefusalCode::kTooManyRequests, ProblemCode::kTooManyRequests},
                             {RefusalCode::kMethodNotAllowed, ProblemCode::kAuthMethodNotAllowed},
                             {RefusalCode::kMethodNotActivated, ProblemCode::kAuthMethodNotActivated},
                             {RefusalCode::kSessionNotOpen, ProblemCode::kSessionNotOpen},
                             {RefusalCode::kDeviceLocked, ProblemCode::kDeviceLocked},
                             {RefusalCode::kMethodLocked, ProblemCode::kMethodLocked}}) {
    EXPECT_EQ(problemCodeOf(row.refusal), row.problem);
  }
}

std::string header(const Response& response, std::string_view name) {
  const auto found = std::ranges::find(response.headers, name, [](const auto& pair) { return pair.first; });
  return found == response.headers.end() ? "" : found->second;
}

TEST(ProblemTest, ARefusalIsRenderedWithAllItSays) {
  const auto until = TimePoint(std::chrono::milliseconds(1'767'323'045'678));
  const domain::Refusal refusal{RefusalCode::kSessionNotOpen, "the session is not open", domain::SessionStatus::kFailed,
                                until, std::nullopt};
  const Response response = render(problemOf(refusal), "id-of-the-request");
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body, R"({"type":"about:blank","title":"Conflict","status":409,"code":"SESSION_NOT_OPEN",)"
                           R"("detail":"the session is not open","session_status":"FAILED",)"
                           R"("locked_until":"2026-01-02T03:04:05.678Z","request_id":"id-of-the-request"})");
}

TEST(ProblemTest, WhatIsNotKnownIsNotThere) {
  const Response response = render(Problem{ProblemCode::kInternalError, {}}, "id");
  EXPECT_EQ(response.body, R"({"type":"about:blank","title":"Internal Server Error","status":500,)"
                           R"("code":"INTERNAL_ERROR","request_id":"id"})");
  EXPECT_TRUE(response.headers.empty());
}

TEST(ProblemTest, AChallengeSaysHowToAuthenticate) {
  const Response response = render(Problem{ProblemCode::kUnauthenticated, {}}, "id");
  EXPECT_EQ(header(response, "WWW-Authenticate"), R"(Basic realm="heliograph", charset="UTF-8")");
}

TEST(ProblemTest, TellsWhenToComeBackAndWhichMethodsThereAre) {
  Problem problem{ProblemCode::kOverloaded, {}};
  problem.retry_after = std::chrono::seconds(3);
  EXPECT_EQ(header(render(problem, "id"), "Retry-After"), "3");
  problem = Problem{ProblemCode::kMethodNotAllowed, {}};
  problem.allow = "GET, POST";
  EXPECT_EQ(header(render(problem, "id"), "Allow"), "GET, POST");
}

TEST(ProblemTest, AWaitIsToldInWholeSecondsAndIsNeverNone) {
  for (const auto& [wait, told] : {std::pair{0, "1"}, {1, "1"}, {1'000, "1"}, {1'001, "2"}, {30'000, "30"}}) {
    const domain::Refusal refusal{RefusalCode::kTooManyRequests, "too many", std::nullopt, std::nullopt,
                                  std::chrono::milliseconds(wait)};
    EXPECT_EQ(header(render(problemOf(refusal), "id"), "Retry-After"), told) << wait;
  }
}

TEST(ProblemTest, ADetailThatIsNoUtf8StillGoesOut) {
  const Response response = render(malformed("\xFF"), "id");
  EXPECT_EQ(nlohmann::json::parse(response.body)["detail"], "\xEF\xBF\xBD");
}

}  // namespace
}  // namespace heliograph::http
