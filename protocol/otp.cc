#include "protocol/otp.h"

#include <algorithm>

#include "base/secret.h"
#include "crypto/constant_time.h"

namespace heliograph::protocol {

std::optional<OtpLength> OtpLength::of(int digits) {
  if (digits < kMin || digits > kMax) return std::nullopt;
  return OtpLength(digits);
}

std::optional<Otp> Otp::parse(std::string_view text, OtpLength length) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  if (text.size() != static_cast<std::size_t>(length.digits()) || !std::ranges::all_of(text, is_digit)) {
    return std::nullopt;
  }
  return Otp(text);
}

Otp::~Otp() { wipe({reinterpret_cast<std::uint8_t*>(&digits_), sizeof(digits_)}); }

bool Otp::equals(const Otp& other) const { return crypto::equalInConstantTime(digits_.view(), other.digits_.view()); }

}  // namespace heliograph::protocol
