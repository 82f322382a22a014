#include "demo_bank/money.h"

#include <gtest/gtest.h>

namespace heliograph::bank {
namespace {

TEST(Money, IsReadAndWrittenInWholeCents) {
  for (const char* const text : {"0.00", "0.01", "0.10", "1.00", "12.34", "100.05", "9999999.99"}) {
    ASSERT_TRUE(Money::parse(text)) << text;
    EXPECT_EQ(Money::parse(text)->text(), text);
  }
  EXPECT_EQ(Money::parse("12.34"), Money::ofCents(1234));
}

TEST(Money, OfAnyOtherFormIsRefused) {
  for (const char* const text : {"",
                                 ".",
                                 "1",
                                 "1.",
                                 "1.2",
                                 "1.234",
                                 ".50",
                                 "-1.00",
                                 "+1.00",
                                 "1,00",
                                 "1.000.00",
                                 "01.00",
                                 "00.00",
                                 " 1.00",
                                 "1.00 ",
                                 "1e2.00",
                                 "0x1.00",
                                 "10000000.00",
                                 "99999999999999999999.00",
                                 "nan.00",
                                 "1.-1",
                                 "1.+1",
                                 "\xd9\xa1.00"}) {
    EXPECT_FALSE(Money::parse(text)) << text;
  }
}

TEST(Money, WithAZeroByteIsRefused) { EXPECT_FALSE(Money::parse(std::string_view("1.00\0", 5))); }

}  // namespace
}  // namespace heliograph::bank
