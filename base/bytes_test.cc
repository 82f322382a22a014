#include "base/bytes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace heliograph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(BigEndian, TheMostSignificantByteComesFirst) {
  EXPECT_THAT(bigEndian(std::uint8_t{0xAB}), ElementsAre(0xAB));
  EXPECT_THAT(bigEndian(std::uint16_t{0x0102}), ElementsAre(0x01, 0x02));
  EXPECT_THAT(bigEndian(std::uint64_t{0x0102030405060708}), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
}

TEST(InlineBytes, HoldsUpToItsCapacityAndNoMoreThanWasAppended) {
  InlineBytes<4> bytes;
  EXPECT_THAT(bytes.view(), IsEmpty());
  bytes.append(bytesOf("ab"));
  bytes.append({});
  bytes.append(bytesOf("cd"));
  EXPECT_EQ(textOf(bytes.view()), "abcd");
  EXPECT_EQ(bytes.size(), InlineBytes<4>::kCapacity);
}

TEST(InlineBytes, AreEqualWhereTheirBytesAre) {
  const InlineBytes<4> bytes(bytesOf("ab"));
  EXPECT_EQ(bytes, InlineBytes<4>(bytesOf("ab")));
  EXPECT_FALSE(bytes == InlineBytes<4>(bytesOf("abc")));
  EXPECT_FALSE(bytes == InlineBytes<4>(bytesOf("ac")));
}

}  // namespace
}  // namespace heliograph
