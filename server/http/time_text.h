// Points in time as text.

#ifndef HELIOGRAPH_SERVER_HTTP_TIME_TEXT_H_
#define HELIOGRAPH_SERVER_HTTP_TIME_TEXT_H_

#include <string>

#include "base/clock.h"

namespace heliograph::http {

// RFC 3339 in UTC with milliseconds: 2026-01-02T03:04:05.678Z. For the years 0 to 9999.
[[nodiscard]] std::string formatRfc3339(TimePoint time);

// The Date header's form (RFC 9110 section 5.6.7): Fri, 02 Jan 2026 03:04:05 GMT.
[[nodiscard]] std::string formatHttpDate(TimePoint time);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_TIME_TEXT_H_
