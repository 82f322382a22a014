#include "http/problem.h"

#include <algorithm>

#include "http/json.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

struct Row {
  int status;
  std::string_view name;
};

Row rowOf(ProblemCode code) {
  switch (code) {
    case ProblemCode::kMalformedRequest:
      return {400, "MALFORMED_REQUEST"};
    case ProblemCode::kInvalidContext:
      return {400, "INVALID_CONTEXT"};
    case ProblemCode::kInvalidOtp:
      return {400, "INVALID_OTP"};
    case ProblemCode::kUnknownChannelKey:
      return {400, "UNKNOWN_CHANNEL_KEY"};
    case ProblemCode::kUnauthenticated:
      return {401, "UNAUTHENTICATED"};
    case ProblemCode::kForbidden:
      return {403, "FORBIDDEN"};
    case ProblemCode::kNotFound:
      return {404, "NOT_FOUND"};
    case ProblemCode::kUnknownOrganisation:
      return {404, "UNKNOWN_ORGANISATION"};
    case ProblemCode::kUnknownApplication:
      return {404, "UNKNOWN_APPLICATION"};
    case ProblemCode::kUnknownApiKey:
      return {404, "UNKNOWN_API_KEY"};
    case ProblemCode::kUnknownEnrolment:
      return {404, "UNKNOWN_ENROLMENT"};
    case ProblemCode::kUnknownDevice:
      return {404, "UNKNOWN_DEVICE"};
    case ProblemCode::kUnknownSession:
      return {404, "UNKNOWN_SESSION"};
    case ProblemCode::kUnknownAuthMethod:
      return {404, "UNKNOWN_AUTH_METHOD"};
    case ProblemCode::kNoSuchAuthMethod:
      return {404, "AUTH_METHOD_NOT_ACTIVATED"};
    case ProblemCode::kMethodNotAllowed:
      return {405, "METHOD_NOT_ALLOWED"};
    case ProblemCode::kNotAcceptable:
      return {406, "NOT_ACCEPTABLE"};
    case ProblemCode::kSessionNotOpen:
      return {409, "SESSION_NOT_OPEN"};
    case ProblemCode::kAuthMethodNotActivated:
      return {409, "AUTH_METHOD_NOT_ACTIVATED"};
    case ProblemCode::kNameTaken:
      return {409, "NAME_TAKEN"};
    case ProblemCode::kPreconditionFailed:
      return {412, "PRECONDITION_FAILED"};
    case ProblemCode::kBodyTooLarge:
      return {413, "BODY_TOO_LARGE"};
    case ProblemCode::kUnsupportedMediaType:
      return {415, "UNSUPPORTED_MEDIA_TYPE"};
    case ProblemCode::kAuthMethodNotAllowed:
      return {422, "AUTH_METHOD_NOT_ALLOWED"};
    case ProblemCode::kIdempotencyKeyReused:
      return {422, "IDEMPOTENCY_KEY_REUSED"};
    case ProblemCode::kInvalidConfiguration:
      return {422, "INVALID_CONFIGURATION"};
    case ProblemCode::kDeviceLocked:
      return {423, "DEVICE_LOCKED"};
    case ProblemCode::kMethodLocked:
      return {423, "METHOD_LOCKED"};
    case ProblemCode::kTooManyRequests:
      return {429, "TOO_MANY_REQUESTS"};
    case ProblemCode::kHeaderTooLarge:
      return {431, "HEADER_TOO_LARGE"};
    case ProblemCode::kInternalError:
      return {500, "INTERNAL_ERROR"};
    case ProblemCode::kUnavailable:
      return {503, "UNAVAILABLE"};
    case ProblemCode::kOverloaded:
      return {503, "OVERLOADED"};
  }
  return {500, "INTERNAL_ERROR"};
}

}  // namespace

std::string_view nameOf(ProblemCode code) { return rowOf(code).name; }
int statusOf(ProblemCode code) { return rowOf(code).status; }

std::chrono::seconds retryAfter(std::chrono::milliseconds wait) {
  return std::max(std::chrono::ceil<std::chrono::seconds>(wait), std::chrono::seconds(1));
}

Problem malformed(std::string detail) { return {ProblemCode::kMalformedRequest, std::move(detail)}; }

ProblemCode problemCodeOf(domain::RefusalCode code) {
  switch (code) {
    case domain::RefusalCode::kRevokedKey:
      return ProblemCode::kUnauthenticated;
    case domain::RefusalCode::kMalformedRequest:
      return ProblemCode::kMalformedRequest;
    case domain::RefusalCode::kInvalidContext:
      return ProblemCode::kInvalidContext;
    case domain::RefusalCode::kInvalidOtp:
      return ProblemCode::kInvalidOtp;
    case domain::RefusalCode::kUnknownApplication:
      return ProblemCode::kUnknownApplication;
    case domain::RefusalCode::kUnknownEnrolment:
      return ProblemCode::kUnknownEnrolment;
    case domain::RefusalCode::kUnknownDevice:
      return ProblemCode::kUnknownDevice;
    case domain::RefusalCode::kUnknownSession:
      return ProblemCode::kUnknownSession;
    case domain::RefusalCode::kIdempotencyKeyReused:
      return ProblemCode::kIdempotencyKeyReused;
    case domain::RefusalCode::kTooManyRequests:
      return ProblemCode::kTooManyRequests;
    case domain::RefusalCode::kMethodNotAllowed:
      return ProblemCode::kAuthMethodNotAllowed;
    case domain::RefusalCode::kMethodNotActivated:
      return ProblemCode::kAuthMethodNotActivated;
    case domain::RefusalCode::kSessionNotOpen:
      return ProblemCode::kSessionNotOpen;
    case domain::RefusalCode::kDeviceLocked:
      return ProblemCode::kDeviceLocked;
    case domain::RefusalCode::kMethodLocked:
      return ProblemCode::kMethodLocked;
  }
  return ProblemCode::kInternalError;
}

Problem problemOf(const domain::Refusal& refusal) {
  Problem problem{problemCodeOf(refusal.code), refusal.detail, refusal.status, refusal.locked_until};
  if (refusal.retry_after) problem.retry_after = retryAfter(*refusal.retry_after);
  return problem;
}

Json problemDocument(int status, std::string_view code, std::string_view detail) {
  Json document{{"type", "about:blank"}, {"title", reasonPhrase(status)}, {"status", status}, {"code", code}};
  if (!detail.empty()) document.add("detail", detail);
  return document;
}

Response problemResponse(int status, Json document, std::optional<std::chrono::seconds> retry_after,
                         std::string_view request_id) {
  document.add("request_id", request_id);
  // A refusal must go out whatever its detail holds, so invalid UTF-8 is replaced and not thrown about.
  Response response{status, {}, std::string(kProblemJson), document.text(BadUtf8::kReplace)};
  if (retry_after) response.headers.emplace_back("Retry-After", std::to_string(retry_after->count()));
  return response;
}

Response render(const Problem& problem, std::string_view request_id) {
  const int status = statusOf(problem.code);
  Json document = problemDocument(status, nameOf(problem.code), problem.detail);
  if (problem.session_status) document.add("session_status", nameOf(*problem.session_status));
  if (problem.locked_until) document.add("locked_until", formatRfc3339(*problem.locked_until));
  Response response = problemResponse(status, std::move(document), problem.retry_after, request_id);
  if (!problem.allow.empty()) response.headers.emplace_back("Allow", problem.allow);
  if (problem.code == ProblemCode::kUnauthenticated) {
    response.headers.emplace_back("WWW-Authenticate", problem.challenge);
  }
  return response;
}

}  // namespace heliograph::http
