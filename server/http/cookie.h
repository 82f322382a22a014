// Cookies as a browser sends them back (RFC 6265 section 5.4), read strictly, and the header that sets one
// (section 4.1).
//
//   Cookie: name=value; other=value
//   Set-Cookie: name=value; Path=/; HttpOnly; SameSite=Strict; Max-Age=900; Secure

#ifndef HELIOGRAPH_SERVER_HTTP_COOKIE_H_
#define HELIOGRAPH_SERVER_HTTP_COOKIE_H_

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "http/request.h"

namespace heliograph::http {

enum class CookieError {
  kAbsent,
  kUnclear,  // there more than once, so that two readers could take different ones; or with what no value may have
};

// The value of the cookie of this name, which may be empty. Valid as long as `header`, the request's Cookie field. What
// cookies of other names hold does not matter.
[[nodiscard]] Result<std::string_view, CookieError> findCookie(std::string_view header, std::string_view name);

struct Cookie {
  std::string_view name;
  std::string_view value;                         // findCookie() finds what has no other characters
  std::string_view path;                          // where the browser sends it, and below
  std::optional<std::chrono::seconds> max_age{};  // how long it is kept; nothing: until the browser ends; 0: removed
};

// The header that sets it in the browser that sent the request. No script reads it, and neither a link nor a page from
// elsewhere makes the browser send it. Secure, unless the browser is known to speak plain HTTP with its own machine.
[[nodiscard]] std::pair<std::string, std::string> setCookie(const Request& request, const Cookie& cookie);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_COOKIE_H_
