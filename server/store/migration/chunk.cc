#include "store/migration/chunk.h"

#include "base/byte_reader.h"

namespace heliograph::store {
namespace {

template <class Unsigned>
void append(std::string& bytes, Unsigned number) {
  const auto big_endian = bigEndian(number);
  bytes += textOf(big_endian);
}

Value valueFrom(ByteReader& reader) {
  Value value{.kind = static_cast<Value::Kind>(reader.number<std::uint8_t>())};
  if (value.kind == Value::Kind::kNull) return value;
  if (value.kind == Value::Kind::kInteger) {
    value.integer = static_cast<std::int64_t>(reader.number<std::uint64_t>());
    return value;
  }
  value.characters = textOf(reader.take(reader.number<std::uint32_t>()));
  return value;
}

}  // namespace

void Chunk::add(const Value& value) {
  bytes_ += static_cast<char>(value.kind);
  if (value.kind == Value::Kind::kInteger) {
    append(bytes_, static_cast<std::uint64_t>(value.integer));
  } else if (value.kind != Value::Kind::kNull) {
    append(bytes_, static_cast<std::uint32_t>(value.characters.size()));
    bytes_ += value.characters;
  }
  if (++rows_.back().columns == key_columns_) rows_.back().key_end = bytes_.size();
}

std::string_view Chunk::row(std::size_t index) const {
  const std::size_t begin = rows_[index].begin;
  const std::size_t end = index + 1 == rows_.size() ? bytes_.size() : rows_[index + 1].begin;
  return std::string_view(bytes_).substr(begin, end - begin);
}

std::string_view Chunk::key(std::size_t index) const {
  const Place& place = rows_[index];
  return std::string_view(bytes_).substr(place.begin, place.key_end - place.begin);
}

std::vector<Value> valuesIn(std::string_view encoded) {
  std::vector<Value> values;
  for (ByteReader reader(bytesOf(encoded)); !reader.rest().empty();) values.push_back(valueFrom(reader));
  return values;
}

}  // namespace heliograph::store
