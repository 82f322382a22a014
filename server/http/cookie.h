// Cookies as a browser sends them back (RFC 6265 section 5.4), read strictly.
//
//   Cookie: name=value; other=value

#ifndef HELIOGRAPH_SERVER_HTTP_COOKIE_H_
#define HELIOGRAPH_SERVER_HTTP_COOKIE_H_

#include <string_view>

#include "base/result.h"

namespace heliograph::http {

enum class CookieError {
  kAbsent,
  kUnclear,  // there more than once, so that two readers could take different ones; or with what no value may have
};

// The value of the cookie of this name, which may be empty. Valid as long as `header`, the request's Cookie field. What
// cookies of other names hold does not matter.
[[nodiscard]] Result<std::string_view, CookieError> findCookie(std::string_view header, std::string_view name);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_COOKIE_H_
