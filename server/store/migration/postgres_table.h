// One table of the PostgreSQL database, read and changed in pieces.

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_POSTGRES_TABLE_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_POSTGRES_TABLE_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/migration/chunk.h"
#include "store/migration/table_shape.h"
#include "store/postgres/link.h"

namespace heliograph::store {

// Each call is a transaction of its own, where none is open on the link.
class PostgresTable {
 public:
  // Both outlive it. It reads up to `limit` rows at a time. It lives as long as the link does: its statements stay
  // prepared there.
  PostgresTable(Link& link, const TableShape& shape, std::size_t limit);
  PostgresTable(const PostgresTable&) = delete;
  PostgresTable& operator=(const PostgresTable&) = delete;

  // The first rows of the range, in the order in which SQLite has them.
  [[nodiscard]] Chunk read(const KeyRange& range);
  // Rows as a chunk has them, each with a key of its own; those that are there are changed.
  void put(const std::vector<std::string_view>& rows);
  // By their keys.
  void remove(const std::vector<std::string_view>& keys);
  // The next number that the table draws is higher. Does nothing where it was already, or draws none.
  void raiseNumber(std::int64_t last_drawn);

 private:
  Link& link_;
  const TableShape& shape_;
  std::array<std::string, 4> selects_;  // without bounds, with the lower, with the upper, with both
  std::string put_;
  std::string remove_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_POSTGRES_TABLE_H_
