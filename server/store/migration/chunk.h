// Some rows of a table, in the order of its primary key, as bytes that are the same whichever engine they came from:
//
//   row    = value*                      those of the primary key first
//   value  = 00                          nothing
//          | 01 integer (8)              two's complement
//          | 02 length (4) UTF-8         a text
//          | 03 length (4) bytes         bytes, a UUID
//
// Numbers are big-endian. Two rows with the same key start with the same bytes.

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_CHUNK_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_CHUNK_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.h"
#include "store/migration/value.h"

namespace heliograph::store {

// The rows of a table behind a key, up to and with another one, both as a chunk has them. Empty: no bound.
struct KeyRange {
  std::string after = {};
  std::string until = {};
};

class Chunk {
 public:
  explicit Chunk(std::size_t key_columns) : key_columns_(key_columns) {}

  void beginRow() { rows_.push_back({.begin = bytes_.size(), .key_end = bytes_.size(), .columns = 0}); }
  // The next value of the row that was begun last.
  void add(const Value& value);

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  // Both are valid until the next row.
  [[nodiscard]] std::string_view row(std::size_t index) const;
  [[nodiscard]] std::string_view key(std::size_t index) const;
  // SHA-256 of all rows.
  [[nodiscard]] crypto::Sha256Hash digest() const { return crypto::sha256({bytesOf(bytes_)}); }

 private:
  struct Place {
    std::size_t begin;
    std::size_t key_end;
    std::size_t columns;  // that it has
  };

  std::size_t key_columns_;
  std::string bytes_;
  std::vector<Place> rows_;
};

// The values of a row or a key; what they point at is `encoded`.
[[nodiscard]] std::vector<Value> valuesIn(std::string_view encoded);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_CHUNK_H_
