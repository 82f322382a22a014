// Media types (RFC 9110 sections 8.3 and 12.5.1): what came, and what the caller would like.

#ifndef HELIOGRAPH_SERVER_HTTP_MEDIA_TYPE_H_
#define HELIOGRAPH_SERVER_HTTP_MEDIA_TYPE_H_

#include <initializer_list>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "http/problem.h"
#include "http/request.h"

namespace heliograph::http {

// Refuses, as an unsupported media type, a body that is of another type, has a coding, or is in a charset other than
// UTF-8.
[[nodiscard]] Result<void, Problem> requireMediaType(const Request& request, std::string_view type);

// Of `offers`, the best first, the one that the Accept field likes most; the first one where the field is empty.
// Nothing where it accepts none. A range that is malformed counts as not there.
[[nodiscard]] std::optional<std::string_view> negotiate(std::string_view accept,
                                                        std::initializer_list<std::string_view> offers);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_MEDIA_TYPE_H_
