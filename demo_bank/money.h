// An amount of euros in whole cents: never a floating-point number, which has no 0.10.

#ifndef HELIOGRAPH_DEMO_BANK_MONEY_H_
#define HELIOGRAPH_DEMO_BANK_MONEY_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace heliograph::bank {

class Money {
 public:
  static constexpr Money ofCents(std::int64_t cents) { return Money(cents); }

  // "0.00" to "9999999.99": digits without leading zeros, a point, two digits. Nothing for any other text: no sign, no
  // space, no comma, no exponent.
  [[nodiscard]] static std::optional<Money> parse(std::string_view text);

  // The same form.
  [[nodiscard]] std::string text() const;

  [[nodiscard]] Money operator+(Money other) const { return Money(cents_ + other.cents_); }
  [[nodiscard]] Money operator-(Money other) const { return Money(cents_ - other.cents_); }
  friend constexpr auto operator<=>(const Money&, const Money&) = default;

 private:
  explicit constexpr Money(std::int64_t cents) : cents_(cents) {}
  std::int64_t cents_;
};

inline constexpr const char* kCurrency = "EUR";

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_MONEY_H_
