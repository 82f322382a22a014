#include "protocol/otp.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <new>
#include <string>

namespace heliograph::protocol {
namespace {

const DeviceId kDevice(UuidBytes{0xD0});
const DeviceId kOtherDevice(UuidBytes{0xD1});

OtpKey otpKey(std::uint8_t fill = 0x22) {
  return OtpKey::filledBy([fill](auto out) { std::ranges::fill(out, fill); });
}
Context context(std::string_view text) { return Context::parse(text).value(); }

SessionParameters parameters(AuthMethod method, int digits) {
  return {method, OtpLength::of(digits).value(), {1, 2, 3, 4, 5, 6, 7, 8}};
}

TEST(OtpLength, IsFourToNine) {
  EXPECT_EQ(OtpLength::of(3), std::nullopt);
  for (int digits = 4; digits <= 9; ++digits) EXPECT_EQ(OtpLength::of(digits).value().digits(), digits);
  EXPECT_EQ(OtpLength::of(10), std::nullopt);
  EXPECT_EQ(OtpLength::of(-4), std::nullopt);
}

TEST(Otp, HasExactlyAsManyDigitsAsTheSessionAsksFor) {
  const auto length = OtpLength::of(6).value();
  EXPECT_EQ(Otp::parse("001234", length).value().expose(), "001234");
  for (const char* text :
       {"", "01234", "0123456", "01234a", " 01234", "01234 ", "0123 4", "-12345", "０１２３４５", "12.345"}) {
    EXPECT_FALSE(Otp::parse(text, length)) << text;
  }
}

TEST(Otp, EqualsTheSameDigitsOnly) {
  const auto otp = [](std::string_view digits) {
    return Otp::parse(digits, OtpLength::of(static_cast<int>(digits.size())).value()).value();
  };
  EXPECT_TRUE(otp("012345").equals(otp("012345")));
  EXPECT_FALSE(otp("012345").equals(otp("112345")));
  EXPECT_FALSE(otp("012345").equals(otp("012346")));
  EXPECT_FALSE(otp("12345").equals(otp("012345")));
}

TEST(Otp, IsWipedWhenDestroyed) {
  alignas(Otp) unsigned char storage[sizeof(Otp)];
  Otp* otp = new (storage) Otp(Otp::parse("123456789", OtpLength::of(9).value()).value());
  otp->~Otp();
  // The object is gone, and with it the compiler's duty to keep its bytes: read what memory really holds.
  const volatile unsigned char* memory = storage;
  for (std::size_t i = 0; i < sizeof(storage); ++i) EXPECT_EQ(memory[i], 0) << "byte " << i;
}

TEST(OneTimePassword, HasTheLengthOfTheSession) {
  for (int digits = OtpLength::kMin; digits <= OtpLength::kMax; ++digits) {
    const Otp otp = computeOtp(otpKey(), kDevice, parameters(AuthMethod::kOfflinePin, digits), context("Pay"));
    EXPECT_EQ(otp.expose().size(), static_cast<std::size_t>(digits));
  }
}

TEST(OneTimePassword, IsBoundToKeyDeviceMethodSessionAndContext) {
  const auto nine_digits = parameters(AuthMethod::kOfflinePin, 9);
  const Otp otp = computeOtp(otpKey(), kDevice, nine_digits, context("Pay 1"));
  const auto other_method = parameters(AuthMethod::kOfflineDevice, 9);
  auto other_session = nine_digits;
  other_session.nonce[7] ^= 1;

  EXPECT_TRUE(otp.equals(computeOtp(otpKey(), kDevice, nine_digits, context("Pay 1"))));
  EXPECT_FALSE(otp.equals(computeOtp(otpKey(0x23), kDevice, nine_digits, context("Pay 1"))));
  EXPECT_FALSE(otp.equals(computeOtp(otpKey(), kOtherDevice, nine_digits, context("Pay 1"))));
  EXPECT_FALSE(otp.equals(computeOtp(otpKey(), kDevice, other_method, context("Pay 1"))));
  EXPECT_FALSE(otp.equals(computeOtp(otpKey(), kDevice, other_session, context("Pay 1"))));
  EXPECT_FALSE(otp.equals(computeOtp(otpKey(), kDevice, nine_digits, context("Pay 2"))));
}

TEST(Challenge, DependsOnTheOtpLengthToo) {
  EXPECT_NE(otpChallenge(kDevice, parameters(AuthMethod::kOfflinePin, 6), context("Pay")),
            otpChallenge(kDevice, parameters(AuthMethod::kOfflinePin, 7), context("Pay")));
}

}  // namespace
}  // namespace heliograph::protocol
