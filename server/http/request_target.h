// The target of a request (RFC 9112 section 3.2): its path and query.

#ifndef HELIOGRAPH_SERVER_HTTP_REQUEST_TARGET_H_
#define HELIOGRAPH_SERVER_HTTP_REQUEST_TARGET_H_

#include <optional>
#include <string_view>

namespace heliograph::http {

struct RequestTarget {
  std::string_view path;   // starts with '/'
  std::string_view query;  // without its '?'
};

// Nothing where the target is neither a path nor an http(s) address with one. The views point into `target`.
[[nodiscard]] std::optional<RequestTarget> parseTarget(std::string_view target);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_REQUEST_TARGET_H_
