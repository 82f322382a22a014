#include "base/secret_writer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

namespace heliograph {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SecretWriter, FieldsStandInTheirOrderAndNumbersAreBigEndian) {
  SecretWriter writer(64);
  writer.number(std::uint8_t{0xAB}).bytes(bytesOf("xy")).number(std::uint32_t{0x01020304}).bytes({});
  EXPECT_THAT(writer.finish().expose(), ElementsAre(0xAB, 'x', 'y', 1, 2, 3, 4));
}

TEST(SecretWriter, TakesAsMuchAsItsCapacity) {
  EXPECT_THAT(SecretWriter(2).number(std::uint16_t{0x0102}).finish().expose(), ElementsAre(1, 2));
  EXPECT_THAT(SecretWriter(0).finish().expose(), IsEmpty());
}

}  // namespace
}  // namespace heliograph
