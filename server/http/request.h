// A request as handlers see it: read completely, within its limits, and nothing of it interpreted but its framing.

#ifndef HELIOGRAPH_SERVER_HTTP_REQUEST_H_
#define HELIOGRAPH_SERVER_HTTP_REQUEST_H_

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace heliograph::http {

enum class Method { kGet, kPost, kPut, kPatch, kDelete, kOther };

inline constexpr std::size_t kMethodCount = 6;

// "GET" and so on; empty for kOther.
[[nodiscard]] std::string_view nameOf(Method method);

// The order of names that are the same in any case (RFC 9110 section 5.1).
struct FieldNameLess {
  using is_transparent = void;
  [[nodiscard]] bool operator()(std::string_view a, std::string_view b) const;
};

// Header fields by name; the values of a repeated one are joined by ", " (RFC 9110 section 5.3).
using Headers = std::map<std::string, std::string, FieldNameLess>;

struct Request {
  Method method = Method::kOther;
  std::string path = {};   // starts with '/'; percent-escapes as they came
  std::string query = {};  // without its '?'
  Headers headers = {};
  std::string body = {};
  std::string source = {};                              // who sent it: source_address.h
  bool is_plain_loopback = false;                       // without TLS, from this machine: a proxy or a developer
  std::string request_id = {};                          // the X-Request-Id of its answer
  std::chrono::steady_clock::time_point received_at{};  // when it was complete

  // A field's value. Nothing, or an empty text, where it was not sent. Valid as long as the request.
  [[nodiscard]] std::optional<std::string_view> findHeader(std::string_view name) const;
  [[nodiscard]] std::string_view header(std::string_view name) const { return findHeader(name).value_or(""); }
};

// Whether the browser says that a page of another origin asks, or no page (Sec-Fetch-Site, W3C Fetch Metadata). Older
// browsers say nothing.
[[nodiscard]] bool isFromElsewhere(const Request& request);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_REQUEST_H_
