// The one-time password: 4 to 9 digits bound to device, method, session and every byte of the context.
//
//   challenge = SHA-256("heliograph/otp/1" || device id (16) || header (1) || nonce (8)
//                       || context length (1) || context)
//   OTP       = OCRA-1:HOTP-SHA256-<length>:QH64 (RFC 6287) over the challenge, under the method's OTP key
//
// Header and nonce are those of the verification data (verification_data.h).

#ifndef HELIOGRAPH_PROTOCOL_OTP_H_
#define HELIOGRAPH_PROTOCOL_OTP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "protocol/auth_method.h"
#include "protocol/context.h"
#include "protocol/ids.h"
#include "protocol/method_keys.h"

namespace heliograph::protocol {

// 4 to 9.
class OtpLength {
 public:
  static constexpr int kMin = 4;
  static constexpr int kMax = 9;
  [[nodiscard]] static std::optional<OtpLength> of(int digits);
  [[nodiscard]] int digits() const { return digits_; }
  friend bool operator==(OtpLength, OtpLength) = default;

 private:
  explicit OtpLength(int digits) : digits_(digits) {}
  int digits_;
};

// Digits of the right form. No operator==, no stream operator: it is a secret until it is spent. Wiped on destruction.
class Otp {
 public:
  // Nothing where `text` is not exactly `length` ASCII digits.
  [[nodiscard]] static std::optional<Otp> parse(std::string_view text, OtpLength length);

  Otp(const Otp&) = default;
  Otp& operator=(const Otp&) = default;
  ~Otp();

  // In constant time.
  [[nodiscard]] bool equals(const Otp& other) const;
  // The digits; valid as long as this object.
  [[nodiscard]] std::string_view expose() const { return textOf(digits_.view()); }

 private:
  explicit Otp(std::string_view digits) : digits_(bytesOf(digits)) {}
  InlineBytes<OtpLength::kMax> digits_;
};

inline constexpr std::size_t kNonceSize = 8;
using Nonce = std::array<std::uint8_t, kNonceSize>;

// What an OTP is bound to besides device and context.
struct SessionParameters {
  static constexpr std::uint8_t kVersion = 1;

  AuthMethod method;  // an offline one
  OtpLength otp_length;
  Nonce nonce;

  // Version, method and OTP length as verification data has them in its first byte.
  [[nodiscard]] std::uint8_t header() const;
};

using Challenge = std::array<std::uint8_t, 32>;

[[nodiscard]] Challenge otpChallenge(const DeviceId& device, const SessionParameters& parameters,
                                     const Context& context);

[[nodiscard]] Otp computeOtp(const OtpKey& key, const DeviceId& device, const SessionParameters& parameters,
                             const Context& context);

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_OTP_H_
