// Bytes as one decimal number, and back.
//
// The bytes are read as one unsigned big-endian integer and left-padded with zeros to ceil(8 n log10 2) digits, so that
// every byte count has its own digit count: 14 bytes are 34 digits, 213 bytes are 513.

#ifndef HELIOGRAPH_PROTOCOL_DECIMAL_H_
#define HELIOGRAPH_PROTOCOL_DECIMAL_H_

#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace heliograph::protocol {

inline constexpr std::size_t kMaxDecimalBytes = 213;
inline constexpr std::size_t kMaxDecimalDigits = 513;

enum class DecimalError { kNotADigit, kDigitCount, kOverflow };

// ASCII digits, stored in place.
using DecimalText = InlineBytes<kMaxDecimalDigits>;

// Requires byte_count <= kMaxDecimalBytes.
[[nodiscard]] std::size_t digitCountOf(std::size_t byte_count);

// Nothing where no byte count up to kMaxDecimalBytes has this digit count.
[[nodiscard]] std::optional<std::size_t> byteCountOf(std::size_t digit_count);

// Requires bytes.size() <= kMaxDecimalBytes.
[[nodiscard]] DecimalText toDecimal(ByteView bytes);

[[nodiscard]] Result<InlineBytes<kMaxDecimalBytes>, DecimalError> fromDecimal(std::string_view digits);

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_DECIMAL_H_
