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
  std::string accept_encoding;
  std::optional<std::string> idempotency_key;  // idempotency.h
  std::optional<std::string> if_match;
  std::optional<std::string> if_none_match;
  // What a browser says of itself and of the page that asks.
  std::string origin;
  std::string sec_fetch_site;
  std::string cookie;
  std::string console_header;  // X-Heliograph-Console
  std::string body;
  std::string source;                                   // who sent it: source_address.h
  bool is_plain_loopback = false;                       // without TLS, from this machine: a proxy or a developer
  std::string request_id;                               // the X-Request-Id of its answer
  std::chrono::steady_clock::time_point received_at{};  // when it was complete
};

// Whether the browser says that a page of another origin asks, or no page (Sec-Fetch-Site, W3C Fetch Metadata). Older
// browsers say nothing.
[[nodiscard]] bool isFromElsewhere(const Request& request);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_REQUEST_H_
