#include "base/hex.h"

#include <gtest/gtest.h>

#include <array>

namespace heliograph {
namespace {

TEST(Hex, IsWrittenInLowerCase) {
  EXPECT_EQ(toHex(Bytes{0x00, 0x0F, 0xA5, 0xFF}), "000fa5ff");
  EXPECT_EQ(toHex({}), "");
}

TEST(Hex, IsReadInEitherCase) {
  EXPECT_EQ(fromHex("000fA5fF"), (Bytes{0x00, 0x0F, 0xA5, 0xFF}));
  EXPECT_EQ(fromHex(""), Bytes{});
}

TEST(Hex, ADigitIsWorthZeroToFifteen) {
  for (std::uint8_t value = 0; value < 16; ++value) {
    EXPECT_EQ(hexValueOf("0123456789abcdef"[value]), value);
    EXPECT_EQ(hexValueOf("0123456789ABCDEF"[value]), value);
  }
  EXPECT_EQ(hexValueOf('g'), std::nullopt);
}

TEST(Hex, IsRefusedWithAnOddLengthOrAnotherCharacter) {
  for (const char* text : {"0", "000", "0g", "g0", " 0", "0x", "-1", "0/", "0:", "@0", "`0"}) {
    EXPECT_EQ(fromHex(text), std::nullopt) << text;
  }
}

TEST(Hex, FillsExactlyTheMemoryItIsGiven) {
  std::array<std::uint8_t, 2> out{};
  EXPECT_TRUE(fromHex("abCD", out));
  EXPECT_EQ(out, (std::array<std::uint8_t, 2>{0xAB, 0xCD}));
  EXPECT_FALSE(fromHex("ab", out));
  EXPECT_FALSE(fromHex("abcdef", out));
  EXPECT_FALSE(fromHex("abcde", out));
}

}  // namespace
}  // namespace heliograph
