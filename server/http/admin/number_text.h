// Numbers of rows, versions and heads that come back as text.

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_NUMBER_TEXT_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_NUMBER_TEXT_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/number_text.h"

namespace heliograph::http {

// Decimal digits and nothing else, below 2^63: databases count no further.
[[nodiscard]] inline std::optional<std::uint64_t> parseCount(std::string_view text) {
  return parseNumber<std::uint64_t>(text, INT64_MAX);
}

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_NUMBER_TEXT_H_
