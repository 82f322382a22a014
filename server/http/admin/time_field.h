// Points in time that come as a field of a body or a query.

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_TIME_FIELD_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_TIME_FIELD_H_

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "http/fields.h"
#include "http/problem.h"

namespace heliograph::http {

// RFC 3339 with any offset; what is finer than milliseconds is cut off. Nothing where the text is anything else, a day
// that no calendar has or a leap second included.
[[nodiscard]] std::optional<TimePoint> parseRfc3339(std::string_view text);

// Nothing where the field is missing. Refuses, as malformed, what is no time.
[[nodiscard]] Result<std::optional<TimePoint>, Problem> optionalTime(const Fields& fields, std::string_view name);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_TIME_FIELD_H_
