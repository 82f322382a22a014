#include "demo_bank/iban.h"

#include <gtest/gtest.h>

namespace heliograph::bank {
namespace {

TEST(Iban, IsReadAsPeopleWriteItAndShownInGroups) {
  for (const char* const text :
       {"DE89370400440532013000", "DE89 3704 0044 0532 0130 00", " de89 3704 0044 0532 0130 00 "}) {
    ASSERT_TRUE(Iban::parse(text)) << text;
    EXPECT_EQ(Iban::parse(text)->text(), "DE89 3704 0044 0532 0130 00");
  }
}

TEST(Iban, OfEveryLengthIsTaken) {
  for (const char* const text : {"NO9386011117947", "GB82WEST12345698765432", "MT84MALT011000012345MTLCAST001S"}) {
    EXPECT_TRUE(Iban::parse(text)) << text;
  }
}

TEST(Iban, WithAMistakeIsRefused) {
  for (const char* const text :
       {"", "DE", "DE89370400440532013001", "DE98370400440532013000", "DE8937040044053201300", "ED89370400440532013000",
        "8989370400440532013000", "DEAA370400440532013000", "DE89-3704-0044-0532-0130-00", "DE89370400440532013000\n",
        "DE893704004405320130\xc3\xa9", "DE89370400440532013000DE89370400440532013000"}) {
    EXPECT_FALSE(Iban::parse(text)) << text;
  }
}

}  // namespace
}  // namespace heliograph::bank
