#include "base/byte_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/secret.h"

namespace heliograph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(ByteReader, FieldsComeInTheirOrderAndNumbersBigEndian) {
  const Bytes bytes{0xAB, 0x01, 0x02, 0x80, 0, 0, 0, 0, 0, 0, 0x01, 0x07, 0x08, 0x09};
  ByteReader reader(bytes);
  EXPECT_EQ(reader.number<std::uint8_t>(), 0xAB);
  EXPECT_EQ(reader.number<std::uint16_t>(), 0x0102);
  EXPECT_EQ(reader.number<std::uint64_t>(), 0x8000000000000001);
  EXPECT_THAT(reader.take(1), ElementsAre(0x07));
  EXPECT_THAT(reader.rest(), ElementsAre(0x08, 0x09));
  EXPECT_THAT(reader.array<2>(), ElementsAre(0x08, 0x09));
  EXPECT_THAT(reader.rest(), IsEmpty());
  EXPECT_THAT(reader.take(0), IsEmpty());
}

TEST(ByteReader, IdsAndSecretsAreAsLongAsTheirTypes) {
  using SomeId = Id<struct SomeIdTag>;
  using SomeSecret = Secret<struct SomeSecretTag, 3>;
  Bytes bytes(sizeof(UuidBytes), 0x11);
  bytes.insert(bytes.end(), {1, 2, 3});
  ByteReader reader(bytes);
  EXPECT_EQ(reader.id<SomeId>().text(), "11111111-1111-1111-1111-111111111111");
  EXPECT_THAT(reader.secret<SomeSecret>().expose(), ElementsAre(1, 2, 3));
  EXPECT_THAT(reader.rest(), IsEmpty());
}

}  // namespace
}  // namespace heliograph
