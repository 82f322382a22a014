#include "base/uuid.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <unordered_set>

namespace heliograph {
namespace {

using ThingId = Id<struct ThingIdTag>;

constexpr UuidBytes kBytes{0x8e, 0x36, 0xee, 0xd3, 0x0b, 0x0e, 0xe4, 0xd5,
                           0x15, 0x0d, 0x28, 0x5f, 0xb3, 0x5f, 0x00, 0x36};
constexpr const char* kText = "8e36eed3-0b0e-e4d5-150d-285fb35f0036";

class OnesRandom : public Random {
 public:
  void fill(MutableByteView bytes) override { std::ranges::fill(bytes, std::uint8_t{0xFF}); }
};

TEST(Uuid, IsWrittenInLowerCaseWithFourHyphens) { EXPECT_EQ(formatUuid(kBytes), kText); }

TEST(Uuid, IsReadInEitherCase) {
  EXPECT_EQ(parseUuid(kText), kBytes);
  EXPECT_EQ(parseUuid("8E36EED3-0B0E-E4D5-150D-285FB35F0036"), kBytes);
}

TEST(Uuid, IsRefusedInAnyOtherForm) {
  for (const char* text : {"", "8e36eed30b0ee4d5150d285fb35f0036", "8e36eed3-0b0e-e4d5-150d-285fb35f003",
                           "8e36eed3-0b0e-e4d5-150d-285fb35f00360", "8e36eed3-0b0e-e4d5-150d-285fb35f003g",
                           "8e36eed30-b0e-e4d5-150d-285fb35f0036", "8e36eed3_0b0e_e4d5_150d_285fb35f0036",
                           "{8e36eed3-0b0e-e4d5-150d-285fb35f00}", "-e36eed3-0b0e-e4d5-150d-285fb35f0036"}) {
    EXPECT_EQ(parseUuid(text), std::nullopt) << text;
  }
}

TEST(Uuid, DrawnAtRandomHasVersion4AndTheVariantOfTheRfc) {
  OnesRandom random;
  EXPECT_EQ(formatUuid(randomUuid(random)), "ffffffff-ffff-4fff-bfff-ffffffffffff");
}

TEST(Id, ComesFromTextOrFrom16Bytes) {
  const auto id = ThingId::parse(kText);
  ASSERT_TRUE(id);
  EXPECT_EQ(id->bytes(), kBytes);
  EXPECT_EQ(id->text(), kText);
  EXPECT_EQ(ThingId::fromBytes(kBytes), id);
  EXPECT_EQ(ThingId::fromBytes(ByteView(kBytes).first(15)), std::nullopt);
  EXPECT_EQ(ThingId::parse("thing"), std::nullopt);
}

TEST(Id, IsOrderedByItsBytesAndHashed) {
  const ThingId low(UuidBytes{1});
  const ThingId high(UuidBytes{2});
  EXPECT_LT(low, high);
  EXPECT_EQ((std::unordered_set<ThingId>{low, high, low}.size()), 2U);
}

}  // namespace
}  // namespace heliograph
