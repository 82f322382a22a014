#include "base/number_text.h"

#include <gtest/gtest.h>

namespace heliograph {
namespace {

TEST(NumberText, DigitsAreANumberWhateverZerosLead) {
  EXPECT_EQ(parseNumber<int>("0"), 0);
  EXPECT_EQ(parseNumber<int>("65"), 65);
  EXPECT_EQ(parseNumber<int>("0000000000000000000000007"), 7);
}

TEST(NumberText, NothingButDigitsIsANumber) {
  for (const char* text : {"", "+1", "-1", " 1", "1 ", "1.0", "1e3", "0x10", "1,000", "1_000", "one", "\xD9\xA1"}) {
    EXPECT_EQ(parseNumber<int>(text), std::nullopt) << text;
  }
}

TEST(NumberText, TheLargestOfEachTypeIsReadAndTheNextIsNot) {
  EXPECT_EQ(parseNumber<std::uint8_t>("255"), 255);
  EXPECT_EQ(parseNumber<std::uint8_t>("256"), std::nullopt);
  EXPECT_EQ(parseNumber<std::uint16_t>("65535"), 65535);
  EXPECT_EQ(parseNumber<std::uint16_t>("65536"), std::nullopt);
  EXPECT_EQ(parseNumber<std::int64_t>("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(parseNumber<std::int64_t>("9223372036854775808"), std::nullopt);
  EXPECT_EQ(parseNumber<std::uint64_t>("18446744073709551615"), UINT64_MAX);
  EXPECT_EQ(parseNumber<std::uint64_t>("18446744073709551616"), std::nullopt);
  EXPECT_EQ(parseNumber<std::uint64_t>("99999999999999999999"), std::nullopt);
}

TEST(NumberText, ABoundIsKept) {
  EXPECT_EQ(parseNumber<int>("59", 59), 59);
  EXPECT_EQ(parseNumber<int>("60", 59), std::nullopt);
  EXPECT_EQ(parseNumber<int>("590", 59), std::nullopt);
  EXPECT_EQ(parseNumber<int>("0", 0), 0);
  EXPECT_EQ(parseNumber<int>("1", 0), std::nullopt);
}

}  // namespace
}  // namespace heliograph
