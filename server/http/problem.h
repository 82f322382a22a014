// Errors as answers: application/problem+json (RFC 9457) with a stable code.
//
//   {"type": "about:blank", "title": "Conflict", "status": 409, "code": "SESSION_NOT_OPEN",
//    "detail": "the session is not open", "session_status": "EXPIRED", "request_id": "..."}
//
// One list of codes, one table that gives each its status. A code says what went wrong to a program and never changes
// its meaning; the detail says it to a developer. A detail is written by this server: nothing of a request is repeated
// in it but the names of fields.

#ifndef HELIOGRAPH_SERVER_HTTP_PROBLEM_H_
#define HELIOGRAPH_SERVER_HTTP_PROBLEM_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "domain/refusal.h"
#include "http/json.h"
#include "http/response.h"

namespace heliograph::http {

enum class ProblemCode {
  kMalformedRequest,
  kInvalidContext,
  kInvalidOtp,
  kUnknownChannelKey,
  kUnauthenticated,
  kForbidden,
  kNotFound,
  kUnknownOrganisation,
  kUnknownApplication,
  kUnknownApiKey,
  kUnknownEnrolment,
  kUnknownDevice,
  kUnknownSession,
  kUnknownAuthMethod,  // no method has this name
  kNoSuchAuthMethod,   // AUTH_METHOD_NOT_ACTIVATED, where the path is the method's own: then it is a 404
  kMethodNotAllowed,   // of HTTP
  kNotAcceptable,
  kSessionNotOpen,
  kAuthMethodNotActivated,
  kNameTaken,
  kPreconditionFailed,
  kBodyTooLarge,
  kUnsupportedMediaType,
  kAuthMethodNotAllowed,
  kIdempotencyKeyReused,
  kInvalidConfiguration,
  kDeviceLocked,
  kMethodLocked,
  kTooManyRequests,
  kHeaderTooLarge,
  kInternalError,
  kUnavailable,
  kOverloaded,
};

// "MALFORMED_REQUEST" and so on, and the HTTP status.
[[nodiscard]] std::string_view nameOf(ProblemCode code);
[[nodiscard]] int statusOf(ProblemCode code);

// RFC 7617 section 2.
inline constexpr std::string_view kBasicChallenge = R"(Basic realm="heliograph", charset="UTF-8")";

struct Problem {
  ProblemCode code;
  std::string detail;  // may be empty
  std::optional<domain::SessionStatus> session_status = std::nullopt;
  std::optional<TimePoint> locked_until = std::nullopt;
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
  std::string allow = {};                        // kMethodNotAllowed: the methods that are
  std::string_view challenge = kBasicChallenge;  // kUnauthenticated: how to authenticate
};

// 400 MALFORMED_REQUEST.
[[nodiscard]] Problem malformed(std::string detail);

// A wait as Retry-After tells it: whole seconds, at least one.
[[nodiscard]] std::chrono::seconds retryAfter(std::chrono::milliseconds wait);

// What a handler comes to.
using Outcome = Result<Response, Problem>;

[[nodiscard]] ProblemCode problemCodeOf(domain::RefusalCode code);
[[nodiscard]] Problem problemOf(const domain::Refusal& refusal);

[[nodiscard]] Response render(const Problem& problem, std::string_view request_id);

// What render() is made of, for who answers beside this interface with codes of its own: the document, to which members
// may be added, and the response with it. A detail may be empty.
[[nodiscard]] Json problemDocument(int status, std::string_view code, std::string_view detail);
[[nodiscard]] Response problemResponse(int status, Json document, std::optional<std::chrono::seconds> retry_after,
                                       std::string_view request_id);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_PROBLEM_H_
