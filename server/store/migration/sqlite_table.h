// One table of the SQLite file, read in pieces.

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_SQLITE_TABLE_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_SQLITE_TABLE_H_

#include <sqlite3.h>

#include <array>
#include <memory>

#include "store/migration/chunk.h"
#include "store/migration/table_shape.h"
#include "store/sqlite/connection.h"

namespace heliograph::store {

// Used by one thread at a time, like its connection.
class SqliteTable {
 public:
  // Both outlive it.
  SqliteTable(SqliteConnection& connection, const TableShape& shape) : connection_(connection), shape_(shape) {}

  // The first `limit` rows of the range.
  [[nodiscard]] Chunk read(const KeyRange& range, std::size_t limit);
  // The highest number that was ever drawn for the table, by AUTOINCREMENT.
  [[nodiscard]] std::int64_t lastDrawnNumber() const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

  [[nodiscard]] Prepared prepare(const std::string& sql) const;
  [[nodiscard]] sqlite3_stmt* selectOf(const KeyRange& range);

  SqliteConnection& connection_;
  const TableShape& shape_;
  std::array<Prepared, 4> selects_;  // without bounds, with the lower, with the upper, with both
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_SQLITE_TABLE_H_
