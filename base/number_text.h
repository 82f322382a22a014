// Whole numbers that come as decimal text: in a file, a header, a query.

#ifndef HELIOGRAPH_BASE_NUMBER_TEXT_H_
#define HELIOGRAPH_BASE_NUMBER_TEXT_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <type_traits>

#include "base/ascii.h"

namespace heliograph {

// The number from 0 to `max` that the whole text is, in digits alone: no sign, no space, no separator. Leading zeros do
// not count. Nothing if it is anything else, or larger. Requires that `max` is not negative.
template <class Integer>
[[nodiscard]] constexpr std::optional<Integer> parseNumber(std::string_view text,
                                                           Integer max = std::numeric_limits<Integer>::max()) {
  static_assert(std::is_integral_v<Integer>);
  const auto limit = static_cast<std::uint64_t>(max);
  if (text.empty()) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text) {
    if (!isDigit(c)) return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    if (number > limit / 10 || (number == limit / 10 && digit > limit % 10)) return std::nullopt;
    number = number * 10 + digit;
  }
  return static_cast<Integer>(number);
}

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_NUMBER_TEXT_H_
