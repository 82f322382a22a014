#include "protocol/otp.h"

#include <gtest/gtest.h>

#include <new>
#include <string>

namespace heliograph::protocol {
namespace {

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

}  // namespace
}  // namespace heliograph::protocol
