// Rows through array parameters into PostgreSQL, taken apart there, and back.

#include "store/postgres/column_arrays.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/testing/postgres_database.h"

namespace heliograph::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using enum PostgresType;

using Row5 = std::tuple<std::optional<std::int64_t>, std::optional<std::int32_t>, std::optional<std::string>,
                        std::optional<Bytes>, std::optional<UuidBytes>>;

constexpr Sql kFiveBack(R"sql(
  SELECT a, b, c, d, e
  FROM unnest($1::bigint[], $2::integer[], $3::text[], $4::bytea[], $5::uuid[])
    WITH ORDINALITY AS t (a, b, c, d, e, place) ORDER BY place
)sql");
constexpr Sql kSmallOnesBack(R"sql(
  SELECT a, b FROM unnest($1::smallint[], $2::boolean[]) WITH ORDINALITY AS t (a, b, place) ORDER BY place
)sql");
constexpr Sql kTypes(R"sql(
  SELECT 1::bigint, 1::smallint, true, 'text'::text, '\x00ff'::bytea, '00112233-4455-6677-8899-aabbccddeeff'::uuid,
    1.5::double precision, NULL::bigint
)sql");

class ColumnArraysTest : public testing::Test {
 protected:
  ColumnArraysTest() { link_.open(deadline()); }

  static Deadline deadline() { return std::chrono::steady_clock::now() + 30s; }

  Rows resultOf(Sql sql, std::span<const Parameter> parameters = {}) {
    const std::vector<Call> calls{{.sql = sql.text(), .parameters = parameters}};
    return std::move(link_.run(calls, deadline()).front());
  }

  std::vector<Row5> sentAndReadBack(const std::vector<Row5>& rows) {
    ColumnArrays arrays{kInt8, kInt4, kText, kBytea, kUuid};
    for (const Row5& row : rows) std::apply([&](const auto&... values) { arrays.add(values...); }, row);
    const Rows result = resultOf(kFiveBack, arrays.parametersOfStatement());
    std::vector<Row5> back;
    for (int row = 0; row < result.size(); ++row) {
      result.moveTo(row);
      back.push_back(valuesOf<std::optional<std::int64_t>, std::optional<std::int32_t>, std::optional<std::string>,
                              std::optional<Bytes>, std::optional<UuidBytes>>(result));
    }
    return back;
  }

  PostgresDatabase database_;
  Link link_{database_.connectionString(), "SET client_min_messages = warning"};
};

TEST_F(ColumnArraysTest, BringEveryValueThereAndBack) {
  const UuidBytes uuid{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255};
  const std::vector<Row5> rows{
      {0, 0, "", Bytes{}, UuidBytes{}},
      {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int32_t>::max(), "\u00c9mile \u5c71\u7530",
       Bytes{0, 255, 0}, uuid},
      {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int32_t>::min(), "{\"a\", NULL, \\'}",
       Bytes(70'000, 7), uuid},
      {std::nullopt, std::nullopt, std::nullopt, std::nullopt, std::nullopt},
      {-1, std::nullopt, "NULL", std::nullopt, uuid},
  };
  EXPECT_EQ(sentAndReadBack(rows), rows);
}

TEST_F(ColumnArraysTest, BringSmallTypesThereAndBack) {
  ColumnArrays arrays{kInt2, kBool};
  arrays.add(std::int16_t{-32768}, true);
  arrays.add(std::int16_t{32767}, false);
  const Rows result = resultOf(kSmallOnesBack, arrays.parametersOfStatement());
  ASSERT_EQ(result.size(), 2);
  result.moveTo(0);
  EXPECT_EQ((valuesOf<std::int16_t, bool>(result)), (std::tuple{std::int16_t{-32768}, true}));
  result.moveTo(1);
  EXPECT_EQ((valuesOf<std::int16_t, bool>(result)), (std::tuple{std::int16_t{32767}, false}));
}

TEST_F(ColumnArraysTest, WithoutRowsAreEmpty) { EXPECT_THAT(sentAndReadBack({}), IsEmpty()); }

TEST_F(ColumnArraysTest, BringAnyRowsThereAndBack) {
  const bool holds = rc::check("any rows", [&] {
    const auto numbers = *rc::gen::arbitrary<std::vector<std::pair<std::int64_t, std::int32_t>>>();
    std::vector<Row5> rows;
    for (const auto& [large, small] : numbers) {
      // PostgreSQL's text has no zero byte.
      const auto text = *rc::gen::container<std::string>(rc::gen::inRange<char>(1, 127));
      const auto bytes = *rc::gen::arbitrary<Bytes>();
      const auto is_there = *rc::gen::arbitrary<std::array<bool, 4>>();
      rows.emplace_back(is_there[0] ? std::optional(large) : std::nullopt,
                        is_there[1] ? std::optional(small) : std::nullopt,
                        is_there[2] ? std::optional(text) : std::nullopt,
                        is_there[3] ? std::optional(bytes) : std::nullopt, std::nullopt);
    }
    RC_ASSERT(sentAndReadBack(rows) == rows);
  });
  EXPECT_TRUE(holds);
}

TEST_F(ColumnArraysTest, TakeNoValueThatTheirColumnCannotHold) {
  ColumnArrays integers{kInt4};
  EXPECT_THROW(integers.add(std::int64_t{1} << 31), std::logic_error);
  ColumnArrays small{kInt2};
  EXPECT_THROW(small.add(32'768), std::logic_error);
  ColumnArrays texts{kText};
  EXPECT_THROW(texts.add(1), std::logic_error);
  ColumnArrays two{kInt4, kInt4};
  EXPECT_THROW(two.add(1), std::logic_error);
  EXPECT_THROW(two.add(1, 2, 3), std::logic_error);
}

TEST_F(ColumnArraysTest, AColumnThatHoldsSomethingElseIsNotRead) {
  const Rows rows = resultOf(kTypes);
  EXPECT_THROW((void)rows.integer(0), domain::StoreUnavailable) << "no row is the current one yet";
  rows.moveTo(0);
  EXPECT_EQ(rows.integer(0), 1);
  EXPECT_EQ(rows.integer(1), 1);
  EXPECT_EQ(rows.integer(2), 1);
  EXPECT_EQ(rows.text(3), "text");
  EXPECT_THAT(rows.blob(4), ElementsAre(0x00, 0xFF));
  EXPECT_EQ(rows.blob(5).size(), 16U);
  EXPECT_TRUE(rows.isNull(7));
  for (const int not_integer : {3, 4, 5, 6, 7}) EXPECT_THROW((void)rows.integer(not_integer), domain::StoreUnavailable);
  for (const int not_text : {0, 1, 2, 4, 5, 6, 7}) EXPECT_THROW((void)rows.text(not_text), domain::StoreUnavailable);
  for (const int not_blob : {0, 1, 2, 3, 6, 7}) EXPECT_THROW((void)rows.blob(not_blob), domain::StoreUnavailable);
}

}  // namespace
}  // namespace heliograph::store
