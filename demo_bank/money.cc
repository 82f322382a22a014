#include "demo_bank/money.h"

#include "base/number_text.h"

namespace heliograph::bank {
namespace {

constexpr std::size_t kMaxEuroDigits = 7;  // so that no sum of what a customer can type overflows

}  // namespace

std::optional<Money> Money::parse(std::string_view text) {
  const std::size_t point = text.find('.');
  if (point == std::string_view::npos) return std::nullopt;
  const std::string_view euros = text.substr(0, point);
  const std::string_view cents = text.substr(point + 1);
  if (euros.empty() || euros.size() > kMaxEuroDigits || cents.size() != 2) return std::nullopt;
  if (euros.size() > 1 && euros.front() == '0') return std::nullopt;
  const auto value = parseNumber<std::int64_t>(std::string(euros).append(cents));
  return value ? std::optional(Money(*value)) : std::nullopt;
}

std::string Money::text() const {
  const std::string cents = std::to_string(cents_ % 100);
  return std::to_string(cents_ / 100) + (cents.size() == 1 ? ".0" : ".") + cents;
}

}  // namespace heliograph::bank
