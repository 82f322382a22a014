// A request as handlers see it: read completely, within its limits, and nothing of it interpreted but its framing.

#ifndef HELIOGRAPH_SERVER_HTTP_REQUEST_H_
#define HELIOGRAPH_SERVER_HTTP_REQUEST_H_

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace heliograph::http {

enum class Method { kGet, kPost, kPut, kPatch, kDelete, kOther };

inline constexpr std::size_t kMethodCount = 6;

// "GET" and so on; empty for kOther.
[[nodiscard]] std::string_view nameOf(Method method);

// Header fields that were not sent are empty or nothing; repeated ones are joined by ", " (RFC 9110 section 5.3).
struct Request {
  Method method = Method::kOther;
  std::string path;   // starts with '/'; percent-escapes as they came
  std::string query;  // without its '?'
  std::string authorization;
  std::string content_type;
  std::string content_encoding;
  std::string accept;
  std::optional<std::string> idempotency_key;  // idempotency.h
  std::optional<std::string> if_match;
  std::string body;
  std::string source;                                   // who sent it: source_address.h
  std::string request_id;                               // the X-Request-Id of its answer
  std::chrono::steady_clock::time_point received_at{};  // when it was complete
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_REQUEST_H_
