#include "demo_bank/money.h"

#include <algorithm>
#include <charconv>

namespace heliograph::bank {
namespace {

constexpr std::size_t kMaxEuroDigits = 7;  // so that no sum of what a customer can type overflows

bool isNumber(std::string_view text) {
  return std::ranges::all_of(text, [](char character) { return character >= '0' && character <= '9'; });
}

}  // namespace

std::optional<Money> Money::parse(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return std::nullopt;
  const std::string_view euros = text.substr(0, point);
  const std::string_view cents = text.substr(point + 1);
  if (euros.empty() || euros.size() > kMaxEuroDigits || cents.size() != 2) return std::nullopt;
  if (!isNumber(euros) || !isNumber(cents) || (euros.size() > 1 && euros.front() == '0')) return std::nullopt;
  const std::string digits = std::string(euros).append(cents);
  std::int64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return Money(value);
}

std::string Money::text() const {
  const std::string cents = std::to_string(cents_ % 100);
  return std::to_string(cents_ / 100) + (cents.size() == 1 ? ".0" : ".") + cents;
}

}  // namespace heliograph::bank
