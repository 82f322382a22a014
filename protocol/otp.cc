#include "protocol/otp.h"

#include "base/ascii.h"
#include "base/secret.h"
#include "crypto/constant_time.h"

namespace heliograph::protocol {

std::optional<OtpLength> OtpLength::of(int digits) {
  if (digits < kMin || digits > kMax) return std::nullopt;
  return OtpLength(digits);
}

std::optional<Otp> Otp::parse(std::string_view text, OtpLength length) {
  if (text.size() != static_cast<std::size_t>(length.digits()) || !areDigits(text)) return std::nullopt;
  return Otp(text);
}

Otp::~Otp() { wipe({reinterpret_cast<std::uint8_t*>(&digits_), sizeof(digits_)}); }

bool Otp::equals(const Otp& other) const { return crypto::equalInConstantTime(digits_.view(), other.digits_.view()); }

}  // namespace heliograph::protocol
