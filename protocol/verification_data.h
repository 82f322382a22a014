// Verification data: what the server hands to the terminal and the phone reads, 14 to 213 bytes.
//
//   +-----------+-----------+-------------------+---------+
//   | header 1  | nonce 8   | ciphertext 1..200 | tag 4   |
//   +-----------+-----------+-------------------+---------+
//   header      bits 7-6 version = 1; bits 5-3 method id (1..6); bits 2-0 OTP length - 4 (0..5)
//   ciphertext  AES-256-CCM of the context under the method's data key, CCM nonce = header || 00000000 || nonce,
//               associated data = "heliograph/verification-data/1" || device id (16)
//
// As text it is one decimal number (decimal.h): 34 to 513 digits, so that every context fits a version 10 QR code at
// level M in numeric mode, and any URL, form or JSON carries it unescaped.

#ifndef HELIOGRAPH_PROTOCOL_VERIFICATION_DATA_H_
#define HELIOGRAPH_PROTOCOL_VERIFICATION_DATA_H_

#include <cstddef>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "protocol/context.h"
#include "protocol/decimal.h"
#include "protocol/ids.h"
#include "protocol/method_keys.h"
#include "protocol/otp.h"

namespace heliograph::protocol {

inline constexpr std::size_t kMinVerificationDataSize = 14;
inline constexpr std::size_t kMaxVerificationDataSize = 213;

// Why a reader refuses, in the order in which it looks.
enum class VerificationDataError {
  kNotADigit,
  kDigitCount,  // no byte count up to 213 has this digit count
  kOverflow,    // the value does not fit its byte count
  kTooShort,    // fewer than 14 bytes
  kTooLong,     // more than 513 digits, which is more than 213 bytes
  kUnknownVersion,
  kUnknownMethod,  // id 0 or 7
  kUnknownOtpLength,
  kWrongTag,        // meant for another device or method, or altered
  kInvalidContext,  // section 3
};

// A stable name such as "WRONG_TAG", for logs and vectors.
[[nodiscard]] std::string_view nameOf(VerificationDataError error);

// Verification data whose header is known to be valid; sealed until open() succeeds. A value without allocation.
class VerificationData {
 public:
  // Requires an offline method. The nonce must be fresh random bytes for every session.
  [[nodiscard]] static VerificationData seal(const DataKey& key, const DeviceId& device,
                                             const SessionParameters& parameters, const Context& context);

  [[nodiscard]] static Result<VerificationData, VerificationDataError> parse(std::string_view digits);

  [[nodiscard]] const SessionParameters& parameters() const { return parameters_; }
  [[nodiscard]] ByteView bytes() const { return bytes_.view(); }
  // The decimal text, for the QR code.
  [[nodiscard]] DecimalText digits() const { return toDecimal(bytes_.view()); }

  // kWrongTag or kInvalidContext where it is not for this key and device, or not as it was sealed.
  [[nodiscard]] Result<Context, VerificationDataError> open(const DataKey& key, const DeviceId& device) const;

 private:
  VerificationData(const SessionParameters& parameters, const InlineBytes<kMaxVerificationDataSize>& bytes)
      : parameters_(parameters), bytes_(bytes) {}
  SessionParameters parameters_;
  InlineBytes<kMaxVerificationDataSize> bytes_;
};

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_VERIFICATION_DATA_H_
