#include "store/migration/chunk.h"

#include <gmock/gmock.h>

#include "base/hex.h"

namespace heliograph::store {
namespace {

constexpr Value kFive{.kind = Value::Kind::kInteger, .integer = 5};
constexpr Value kMinusOne{.kind = Value::Kind::kInteger, .integer = -1};
constexpr Value kText{.kind = Value::Kind::kText, .characters = "ab"};
constexpr Value kBytes{.kind = Value::Kind::kBytes, .characters = "ab"};

Chunk chunkOf(std::initializer_list<std::initializer_list<Value>> rows) {
  Chunk chunk(1);
  for (const auto& row : rows) {
    chunk.beginRow();
    for (const Value& value : row) chunk.add(value);
  }
  return chunk;
}

TEST(Chunk, WritesEachKindOfValueAsItsHeaderSays) {
  const Chunk chunk = chunkOf({{kFive, kMinusOne, kText, kBytes, {}}});
  EXPECT_EQ(toHex(bytesOf(chunk.row(0))),
            "010000000000000005"
            "01ffffffffffffffff"
            "02000000026162"
            "03000000026162"
            "00");
}

TEST(Chunk, ARowStartsWithItsKey) {
  const Chunk chunk = chunkOf({{kFive, kText}, {kText, kFive}});
  ASSERT_EQ(chunk.size(), 2U);
  EXPECT_EQ(toHex(bytesOf(chunk.key(0))), "010000000000000005");
  EXPECT_EQ(toHex(bytesOf(chunk.key(1))), "02000000026162");
  EXPECT_TRUE(chunk.row(1).starts_with(chunk.key(1)));
}

TEST(Chunk, GivesBackTheValuesOfARow) {
  const Chunk chunk = chunkOf({{kMinusOne, {}, kText, kBytes}});
  const auto values = valuesIn(chunk.row(0));
  ASSERT_EQ(values.size(), 4U);
  EXPECT_EQ(values[0].integer, -1);
  EXPECT_EQ(values[1].kind, Value::Kind::kNull);
  EXPECT_EQ(values[2].kind, Value::Kind::kText);
  EXPECT_EQ(values[2].characters, "ab");
  EXPECT_EQ(values[3].kind, Value::Kind::kBytes);
}

TEST(Chunk, ItsDigestTellsATextFromTheSameBytesAndARowFromTwo) {
  EXPECT_NE(chunkOf({{kText}}).digest(), chunkOf({{kBytes}}).digest());
  EXPECT_NE(chunkOf({{kFive}}).digest(), chunkOf({{kFive}, {kFive}}).digest());
  EXPECT_EQ(chunkOf({{kFive, kText}}).digest(), chunkOf({{kFive, kText}}).digest());
}

}  // namespace
}  // namespace heliograph::store
