#include "protocol/decimal.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

#include "base/ascii.h"

namespace heliograph::protocol {
namespace {

// A number is worked on as limbs, least significant first: 32 bits wide on the side of the bytes, nine digits wide on
// the side of the text. A product of the two widths and a carry fit 64 bits.
constexpr std::size_t kDigitsPerLimb = 9;
constexpr std::uint32_t kLimbOfDigits = 1'000'000'000;
constexpr std::size_t kBytesPerLimb = 4;
constexpr std::size_t kMaxLimbs = (kMaxDecimalBytes + kBytesPerLimb - 1) / kBytesPerLimb + 1;  // one for overflow
constexpr std::size_t kMaxDigitLimbs = (kMaxDecimalDigits + kDigitsPerLimb - 1) / kDigitsPerLimb;

constexpr std::size_t decimalLength(std::uint32_t value) {
  std::size_t length = 0;
  for (; value != 0; value /= 10) ++length;
  return length;
}

// The digit count of every byte count n: the digits of 256^n, by exact multiplication. 256^n - 1 has as many, because
// no power of 256 but 1 is a power of 10.
constexpr std::array<std::size_t, kMaxDecimalBytes + 1> makeDigitCounts() {
  std::array<std::size_t, kMaxDecimalBytes + 1> counts{};
  std::array<std::uint32_t, kMaxDigitLimbs> power{1};
  std::size_t limbs = 1;
  for (std::size_t n = 1; n < counts.size(); ++n) {
    std::uint64_t carry = 0;
    for (std::size_t i = 0; i < limbs; ++i) {
      carry += std::uint64_t{power[i]} << 8;
      power[i] = static_cast<std::uint32_t>(carry % kLimbOfDigits);
      carry /= kLimbOfDigits;
    }
    if (carry != 0) power[limbs++] = static_cast<std::uint32_t>(carry);
    counts[n] = (limbs - 1) * kDigitsPerLimb + decimalLength(power[limbs - 1]);
  }
  return counts;
}

constexpr auto kDigitCounts = makeDigitCounts();
static_assert(kDigitCounts[1] == 3 && kDigitCounts[14] == 34 && kDigitCounts[kMaxDecimalBytes] == kMaxDecimalDigits);

// number = number * factor + summand; returns the new count of limbs.
std::size_t multiplyAdd(std::array<std::uint32_t, kMaxLimbs>& number, std::size_t limbs, std::uint32_t factor,
                        std::uint32_t summand) {
  std::uint64_t carry = summand;
  for (std::size_t i = 0; i < limbs; ++i) {
    carry += std::uint64_t{number[i]} * factor;
    number[i] = static_cast<std::uint32_t>(carry);
    carry >>= 32;
  }
  if (carry != 0) number[limbs++] = static_cast<std::uint32_t>(carry);
  return limbs;
}

// number = number / 10^9; returns the remainder.
std::uint32_t divideByLimbOfDigits(std::array<std::uint32_t, kMaxLimbs>& number, std::size_t limbs) {
  std::uint64_t remainder = 0;
  for (std::size_t i = limbs; i-- > 0;) {
    remainder = remainder << 32 | number[i];
    number[i] = static_cast<std::uint32_t>(remainder / kLimbOfDigits);
    remainder %= kLimbOfDigits;
  }
  return static_cast<std::uint32_t>(remainder);
}

std::uint8_t byteOf(const std::array<std::uint32_t, kMaxLimbs>& number, std::size_t position) {
  return static_cast<std::uint8_t>(number[position / kBytesPerLimb] >> (8 * (position % kBytesPerLimb)));
}

}  // namespace

std::size_t digitCountOf(std::size_t byte_count) {
  assert(byte_count <= kMaxDecimalBytes);
  return kDigitCounts[byte_count];
}

std::optional<std::size_t> byteCountOf(std::size_t digit_count) {
  const auto found = std::ranges::lower_bound(kDigitCounts, digit_count);
  if (found == kDigitCounts.end() || *found != digit_count) return std::nullopt;
  return static_cast<std::size_t>(found - kDigitCounts.begin());
}

DecimalText toDecimal(ByteView bytes) {
  assert(bytes.size() <= kMaxDecimalBytes);
  std::array<std::uint32_t, kMaxLimbs> number{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const std::size_t position = bytes.size() - 1 - i;
    number[position / kBytesPerLimb] |= std::uint32_t{bytes[i]} << (8 * (position % kBytesPerLimb));
  }

  std::array<std::uint8_t, kMaxDecimalDigits> text{};
  const std::size_t digits = digitCountOf(bytes.size());
  std::size_t limbs = (bytes.size() + kBytesPerLimb - 1) / kBytesPerLimb;
  for (std::size_t end = digits; end > 0;) {
    std::uint32_t group = divideByLimbOfDigits(number, limbs);
    while (limbs > 0 && number[limbs - 1] == 0) --limbs;
    const std::size_t begin = end - std::min(end, kDigitsPerLimb);
    for (; end > begin; group /= 10) text[--end] = static_cast<std::uint8_t>('0' + group % 10);
  }
  return DecimalText(ByteView(text).first(digits));
}

Result<InlineBytes<kMaxDecimalBytes>, DecimalError> fromDecimal(std::string_view digits) {
  if (!areDigits(digits)) return fail(DecimalError::kNotADigit);
  const auto byte_count = byteCountOf(digits.size());
  if (!byte_count) return fail(DecimalError::kDigitCount);

  std::array<std::uint32_t, kMaxLimbs> number{};
  std::size_t limbs = 0;
  while (!digits.empty()) {
    // The first group takes what does not divide by nine, so that all others are whole.
    const std::size_t size = (digits.size() - 1) % kDigitsPerLimb + 1;
    std::uint32_t group = 0;
    for (const char digit : digits.substr(0, size)) group = group * 10 + static_cast<std::uint32_t>(digit - '0');
    limbs = multiplyAdd(number, limbs, kLimbOfDigits, group);
    digits.remove_prefix(size);
  }
  for (std::size_t position = *byte_count; position < limbs * kBytesPerLimb; ++position) {
    if (byteOf(number, position) != 0) return fail(DecimalError::kOverflow);
  }

  std::array<std::uint8_t, kMaxDecimalBytes> bytes{};
  for (std::size_t i = 0; i < *byte_count; ++i) bytes[i] = byteOf(number, *byte_count - 1 - i);
  return InlineBytes<kMaxDecimalBytes>(ByteView(bytes).first(*byte_count));
}

}  // namespace heliograph::protocol
