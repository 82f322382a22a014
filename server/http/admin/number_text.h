// Whole numbers that come as text.

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_NUMBER_TEXT_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_NUMBER_TEXT_H_

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace heliograph::http {

// Decimal digits and nothing else, below 2^63: databases count no further.
[[nodiscard]] inline std::optional<std::uint64_t> parseNumber(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number > INT64_MAX) return std::nullopt;
  return number;
}

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_NUMBER_TEXT_H_
