#include "http/cookie.h"

#include <algorithm>
#include <optional>

namespace heliograph::http {
namespace {

constexpr std::string_view kSeparator = "; ";

// RFC 6265 section 4.1.1.
bool isCookieOctet(char character) {
  return character > ' ' && character < '\x7F' && std::string_view("\",;\\").find(character) == std::string_view::npos;
}

// Takes the first cookie off a header: "a=1; b=2" gives "a=1" and leaves "b=2".
std::string_view takeCookie(std::string_view& header) {
  const std::size_t end = header.find(kSeparator);
  const std::string_view cookie = header.substr(0, end);
  header.remove_prefix(end == std::string_view::npos ? header.size() : end + kSeparator.size());
  return cookie;
}

// The value where the cookie has this name.
std::optional<std::string_view> valueOf(std::string_view cookie, std::string_view name) {
  const std::size_t equals = cookie.find('=');
  if (equals == std::string_view::npos || cookie.substr(0, equals) != name) return std::nullopt;
  return cookie.substr(equals + 1);
}

// A browser behind a proxy on this machine, which ends TLS, says by Origin that its page came by TLS. On a developer's
// machine the page comes without, and not every browser keeps a Secure cookie of it.
bool mayTravelWithoutTls(const Request& request) {
  return request.is_plain_loopback && !request.header("Origin").starts_with("https:");
}

}  // namespace

Result<std::string_view, CookieError> findCookie(std::string_view header, std::string_view name) {
  std::optional<std::string_view> found;
  while (!header.empty()) {
    const auto value = valueOf(takeCookie(header), name);
    if (!value) continue;
    if (found || !std::ranges::all_of(*value, isCookieOctet)) return fail(CookieError::kUnclear);
    found = value;
  }
  if (!found) return fail(CookieError::kAbsent);
  return *found;
}

std::pair<std::string, std::string> setCookie(const Request& request, const Cookie& cookie) {
  std::string text(cookie.name);
  text.append("=").append(cookie.value).append("; Path=").append(cookie.path).append("; HttpOnly; SameSite=Strict");
  if (cookie.max_age) text.append("; Max-Age=").append(std::to_string(cookie.max_age->count()));
  if (!mayTravelWithoutTls(request)) text.append("; Secure");
  return {"Set-Cookie", std::move(text)};
}

}  // namespace heliograph::http
