#include "store/postgres/rows.h"

#include <string_view>

#include "base/number_text.h"
#include "store/commands/columns.h"
#include "store/postgres/types.h"

namespace heliograph::store {
namespace {

bool isOneOf(Oid type, std::initializer_list<PostgresType> types) {
  for (const PostgresType wanted : types) {
    if (type == static_cast<Oid>(wanted)) return true;
  }
  return false;
}

// Two's complement, the most significant byte first, as long as the type.
std::int64_t signedFrom(ByteView bytes) {
  std::uint64_t value = (bytes.front() & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
  for (const std::uint8_t byte : bytes) value = value << 8U | byte;
  return static_cast<std::int64_t>(value);
}

}  // namespace

int Rows::changedRows() const {
  return parseNumber<int>(PQcmdTuples(result_.get())).value_or(0);  // empty if the statement changes no rows
}

std::int64_t Rows::integer(int column) const {
  using enum PostgresType;
  if (!isOneOf(PQftype(result_.get(), column), {kInt8, kInt4, kInt2, kBool})) throwUnexpectedContent();
  return signedFrom(bytes(column));
}

std::string_view Rows::text(int column) const {
  if (!isOneOf(PQftype(result_.get(), column), {PostgresType::kText})) throwUnexpectedContent();
  const ByteView value = bytes(column);
  return {reinterpret_cast<const char*>(value.data()), value.size()};
}

ByteView Rows::blob(int column) const {
  if (!isOneOf(PQftype(result_.get(), column), {PostgresType::kBytea, PostgresType::kUuid})) throwUnexpectedContent();
  return bytes(column);
}

ByteView Rows::bytes(int column) const {
  if (row_ < 0 || isNull(column)) throwUnexpectedContent();
  return {reinterpret_cast<const std::uint8_t*>(PQgetvalue(result_.get(), row_, column)),
          static_cast<std::size_t>(PQgetlength(result_.get(), row_, column))};
}

}  // namespace heliograph::store
