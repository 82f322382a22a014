#include "store/postgres/column_arrays.h"

#include <stdexcept>
#include <type_traits>

#include "base/bytes.h"

namespace heliograph::store {
namespace {

// Big-endian, as everything in the binary formats (PostgreSQL: src/backend/utils/adt/arrayfuncs.c, array_recv).
template <class Integer>
void appendInteger(std::string& bytes, Integer value) {
  const auto big_endian = bigEndian(static_cast<std::make_unsigned_t<Integer>>(value));
  bytes += textOf(big_endian);
}

constexpr std::int32_t kNull = -1;

template <class Integer>
Integer narrowed(std::int64_t value) {
  if (!std::in_range<Integer>(value)) throw std::logic_error("a value is too large for its column");
  return static_cast<Integer>(value);
}

}  // namespace

ColumnArrays::ColumnArrays(std::initializer_list<PostgresType> columns) {
  for (const PostgresType type : columns) addColumn(type);
}

std::vector<Parameter> ColumnArrays::parametersOfStatement() const {
  std::vector<Parameter> parameters;
  parameters.reserve(columns_.size());
  for (const Column& column : columns_) {
    Parameter parameter{.bytes = {}, .is_binary = true, .is_null = false};
    const bool is_empty = rows_ == 0;
    appendInteger(parameter.bytes, std::int32_t{is_empty ? 0 : 1});  // dimensions
    appendInteger(parameter.bytes, std::int32_t{column.has_nulls ? 1 : 0});
    appendInteger(parameter.bytes, static_cast<std::uint32_t>(column.type));
    if (!is_empty) {
      appendInteger(parameter.bytes, static_cast<std::int32_t>(rows_));
      appendInteger(parameter.bytes, std::int32_t{1});  // the first index
    }
    parameter.bytes += column.elements;
    parameters.push_back(std::move(parameter));
  }
  return parameters;
}

void ColumnArrays::bindInteger(int column, std::int64_t value) {
  std::string bytes;
  switch (columns_.at(static_cast<std::size_t>(column)).type) {
    case PostgresType::kBool:
      appendInteger(bytes, narrowed<std::int8_t>(value));
      break;
    case PostgresType::kInt2:
      appendInteger(bytes, narrowed<std::int16_t>(value));
      break;
    case PostgresType::kInt4:
      appendInteger(bytes, narrowed<std::int32_t>(value));
      break;
    case PostgresType::kInt8:
      appendInteger(bytes, value);
      break;
    case PostgresType::kBytea:
    case PostgresType::kText:
    case PostgresType::kUuid:
      throw std::logic_error("an integer in a column of another type");
  }
  append(column, bytes);
}

void ColumnArrays::bindText(int column, std::string_view value) { append(column, value); }

void ColumnArrays::bindBlob(int column, ByteView value) {
  append(column, {reinterpret_cast<const char*>(value.data()), value.size()});
}

void ColumnArrays::bindNull(int column) {
  Column& of = columns_.at(static_cast<std::size_t>(column));
  of.has_nulls = true;
  appendInteger(of.elements, kNull);
}

void ColumnArrays::append(int column, std::string_view bytes) {
  std::string& elements = columns_.at(static_cast<std::size_t>(column)).elements;
  appendInteger(elements, static_cast<std::int32_t>(bytes.size()));
  elements += bytes;
}

}  // namespace heliograph::store
