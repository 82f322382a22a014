#include "protocol/decimal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "base/ascii.h"

namespace heliograph::protocol {
namespace {

std::string digitsOf(const Bytes& bytes) { return std::string(textOf(toDecimal(bytes).view())); }

Bytes bytesOfDigits(std::string_view digits) {
  const auto bytes = fromDecimal(digits);
  if (!bytes) return {};
  return {bytes->view().begin(), bytes->view().end()};
}

TEST(Decimal, PadsWithZerosOnTheLeft) {
  EXPECT_EQ(digitsOf({}), "");
  EXPECT_EQ(digitsOf({0x00}), "000");
  EXPECT_EQ(digitsOf({0x01}), "001");
  EXPECT_EQ(digitsOf({0xFF}), "255");
  EXPECT_EQ(digitsOf({0x00, 0x00}), "00000");
  EXPECT_EQ(digitsOf({0xFF, 0xFF}), "65535");
  EXPECT_EQ(digitsOf({0x01, 0x00, 0x00, 0x00, 0x00}), "0004294967296");
  EXPECT_EQ(digitsOf(Bytes(14, 0)), std::string(34, '0'));
}

// Schoolbook doubling of a decimal number, apart from the code under test.
void multiplyBy256(std::vector<int>& digits) {
  int carry = 0;
  for (int& digit : digits) {
    carry += digit * 256;
    digit = carry % 10;
    carry /= 10;
  }
  for (; carry != 0; carry /= 10) digits.push_back(carry % 10);
}

TEST(Decimal, HasTheFewestDigitsThatHoldEveryValue) {
  std::vector<int> power{1};  // 256^n, which has as many digits as 256^n - 1
  for (std::size_t n = 1; n <= kMaxDecimalBytes; ++n) {
    multiplyBy256(power);
    EXPECT_EQ(digitCountOf(n), power.size()) << n << " bytes";
  }
  EXPECT_EQ(digitCountOf(0), 0U);
  EXPECT_EQ(digitCountOf(14), 34U);
  EXPECT_EQ(digitCountOf(213), kMaxDecimalDigits);
}

TEST(Decimal, EveryByteCountHasItsOwnDigitCount) {
  std::set<std::size_t> digit_counts;
  for (std::size_t n = 0; n <= kMaxDecimalBytes; ++n) {
    digit_counts.insert(digitCountOf(n));
    EXPECT_EQ(byteCountOf(digitCountOf(n)), n);
  }
  EXPECT_EQ(digit_counts.size(), kMaxDecimalBytes + 1);
  for (std::size_t digits = 0; digits <= kMaxDecimalDigits + 10; ++digits) {
    EXPECT_EQ(byteCountOf(digits).has_value(), digit_counts.contains(digits)) << digits << " digits";
  }
}

TEST(Decimal, TheLargestValueFitsAndTheNextOverflows) {
  for (std::size_t n = 1; n <= kMaxDecimalBytes; ++n) {
    std::string digits = digitsOf(Bytes(n, 0xFF));
    EXPECT_EQ(bytesOfDigits(digits), Bytes(n, 0xFF));
    // 256^n - 1 ends with 5, so that adding one carries nowhere.
    ++digits.back();
    ASSERT_FALSE(fromDecimal(digits)) << n << " bytes";
    EXPECT_EQ(fromDecimal(digits).error(), DecimalError::kOverflow);
    EXPECT_EQ(fromDecimal(std::string(digits.size(), '9')).error(), DecimalError::kOverflow);
  }
}

TEST(Decimal, RefusesEveryCharacterThatIsNoDigit) {
  for (int c = 0; c < 256; ++c) {
    if (isDigit(static_cast<char>(c))) continue;
    for (const std::size_t position : {0U, 1U, 2U}) {
      std::string digits = "000";
      digits[position] = static_cast<char>(c);
      ASSERT_FALSE(fromDecimal(digits)) << "character " << c;
      EXPECT_EQ(fromDecimal(digits).error(), DecimalError::kNotADigit);
    }
  }
}

TEST(Decimal, RefusesADigitCountThatNoByteCountHas) {
  for (const std::size_t count : {1U, 2U, 4U, 35U, 36U, 512U, 514U, 10000U}) {
    ASSERT_FALSE(fromDecimal(std::string(count, '0'))) << count;
    EXPECT_EQ(fromDecimal(std::string(count, '0')).error(), DecimalError::kDigitCount);
  }
}

TEST(Decimal, ReadsNothingFromNothing) {
  ASSERT_TRUE(fromDecimal(""));
  EXPECT_EQ(fromDecimal("")->size(), 0U);
}

TEST(Decimal, RoundTripsTheEdgesOfEverySize) {
  for (std::size_t n = 1; n <= kMaxDecimalBytes; ++n) {
    Bytes one(n, 0x00);
    one.back() = 0x01;
    Bytes half(n, 0x00);
    half.front() = 0x80;
    for (const Bytes& bytes : {Bytes(n, 0x00), Bytes(n, 0xFF), one, half}) {
      EXPECT_EQ(digitsOf(bytes).size(), digitCountOf(n));
      EXPECT_EQ(bytesOfDigits(digitsOf(bytes)), bytes);
    }
  }
}

RC_GTEST_PROP(DecimalProperty, EveryByteStringOf14To213BytesRoundTrips, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(14, 214);
  const auto bytes = *rc::gen::container<Bytes>(size, rc::gen::arbitrary<std::uint8_t>());
  const std::string digits = digitsOf(bytes);
  RC_ASSERT(digits.size() == digitCountOf(size));
  RC_ASSERT(bytesOfDigits(digits) == bytes);
}

RC_GTEST_PROP(DecimalProperty, EveryTextThatIsReadIsTheOneThatIsWritten, ()) {
  const auto size = *rc::gen::inRange<std::size_t>(1, 214);
  const auto digits = *rc::gen::container<std::string>(digitCountOf(size), rc::gen::inRange('0', ':'));
  const auto bytes = fromDecimal(digits);
  if (bytes) {
    RC_ASSERT(textOf(toDecimal(bytes->view()).view()) == digits);
  } else {
    RC_ASSERT(bytes.error() == DecimalError::kOverflow);
  }
}

}  // namespace
}  // namespace heliograph::protocol
