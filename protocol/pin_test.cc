#include "protocol/pin.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/test_vectors.h"

namespace heliograph::protocol {
namespace {

constexpr PinRules kNumeric{PinType::kNumeric, 4, 6};
constexpr PinRules kAlphanumeric{PinType::kAlphanumeric, 4, 6};

Pin pinOf(std::string_view text) { return Pin::parse(text, {PinType::kAlphanumeric, 1, 255}).value(); }

TEST(Pin, HasALengthWithinItsRules) {
  EXPECT_FALSE(Pin::parse("", kNumeric));
  EXPECT_FALSE(Pin::parse("123", kNumeric));
  EXPECT_TRUE(Pin::parse("1234", kNumeric));
  EXPECT_TRUE(Pin::parse("123456", kNumeric));
  EXPECT_FALSE(Pin::parse("1234567", kNumeric));
}

TEST(Pin, HasDigitsOnlyWhereItsRulesSayNumeric) {
  for (const char* text : {"123a", "12 4", "12-4", "１２３４", "123\n", "/234", ":234"}) {
    EXPECT_FALSE(Pin::parse(text, kNumeric)) << text;
  }
}

TEST(Pin, HasDigitsAndLettersWhereItsRulesSayAlphanumeric) {
  EXPECT_TRUE(Pin::parse("aZ09", kAlphanumeric));
  for (const char* text : {"12 4", "12_4", "abcé", "@abc", "[abc", "`abc", "{abc"}) {
    EXPECT_FALSE(Pin::parse(text, kAlphanumeric)) << text;
  }
}

TEST(Pin, IsKeptAsItWasTyped) { EXPECT_EQ(textOf(pinOf("0A0b").expose()), "0A0b"); }

TEST(PinMask, IsThePublishedOneInBothDirections) {
  for (const auto& vector : readVectors("protocol/testdata/pin.json")) {
    PinSalt salt{};
    ASSERT_TRUE(fromHex(textAt(vector, "salt"), salt));
    const Pin pin = pinOf(textAt(vector, "pin"));
    const auto key =
        OtpKey::filledBy([&](MutableByteView out) { ASSERT_TRUE(fromHex(textAt(vector, "otp_key"), out)); });
    const MaskedOtpKey masked = maskOtpKey(key, pin, salt);
    EXPECT_EQ(toHex(masked.expose()), textAt(vector, "masked_otp_key"));
    EXPECT_EQ(toHex(unmaskOtpKey(masked, pin, salt).expose()), textAt(vector, "otp_key"));
  }
}

TEST(PinMask, GivesAnotherWellFormedKeyForAWrongPinOrSalt) {
  const auto key = OtpKey::filledBy([](auto out) { std::ranges::fill(out, std::uint8_t{0x5A}); });
  const PinSalt salt{1};
  const MaskedOtpKey masked = maskOtpKey(key, pinOf("1234"), salt);
  EXPECT_EQ(toHex(unmaskOtpKey(masked, pinOf("1234"), salt).expose()), toHex(key.expose()));
  // Nothing tells these apart from the right one: they are 32 bytes, and every 32 bytes are a key.
  EXPECT_NE(toHex(unmaskOtpKey(masked, pinOf("1235"), salt).expose()), toHex(key.expose()));
  EXPECT_NE(toHex(unmaskOtpKey(masked, pinOf("01234"), salt).expose()), toHex(key.expose()));
  EXPECT_NE(toHex(unmaskOtpKey(masked, pinOf("1234"), PinSalt{2}).expose()), toHex(key.expose()));
}

}  // namespace
}  // namespace heliograph::protocol
