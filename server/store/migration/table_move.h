// One table on its way: compared by the checksums of its chunks, and copied where they differ.
//
// A chunk is a range of the primary key that holds a fixed number of SQLite's rows. So where both databases hold the
// same rows they have the same chunks, and the same checksum of the whole table: SHA-256 over those of its chunks.

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_TABLE_MOVE_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_TABLE_MOVE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "crypto/hash.h"
#include "store/migration/postgres_table.h"
#include "store/migration/sqlite_table.h"
#include "store/migration/table_shape.h"

namespace heliograph::store {

// Told after each chunk. Where it throws, what was done so far stays done.
using OnProgress = std::function<void(const std::string& table, std::uint64_t rows)>;

class TableMove {
 public:
  // SQLite shows one state for as long as this lives, and nobody else changes the table in PostgreSQL. All of them
  // outlive it.
  TableMove(const TableShape& shape, SqliteConnection& connection, Link& link, std::size_t rows_per_chunk,
            const OnProgress& on_progress);

  // Reads both sides from the first row to the last.
  void compare();
  // Where chunks differ: removes from PostgreSQL what SQLite does not have. Of all tables the last one first, for the
  // sake of foreign keys.
  void removeStrangers();
  // Where chunks differ: copies what differs, and compares the chunk again.
  void copyDifferences();

  [[nodiscard]] const std::string& name() const { return shape_.name; }
  [[nodiscard]] bool isEqual() const;
  [[nodiscard]] std::uint64_t rows() const;  // in SQLite
  [[nodiscard]] std::uint64_t copied() const { return copied_; }
  [[nodiscard]] std::uint64_t removed() const { return removed_; }
  [[nodiscard]] crypto::Sha256Hash checksum() const;  // of SQLite's rows

 private:
  struct Side {
    std::size_t rows = 0;
    crypto::Sha256Hash digest{};
    friend bool operator==(const Side&, const Side&) = default;
  };
  struct Compared {
    KeyRange range;
    Side source;
    Side target;
  };

  [[nodiscard]] static Side sideOf(const Chunk& chunk) { return {.rows = chunk.size(), .digest = chunk.digest()}; }
  void removeStrangersOf(const Compared& compared);
  void copyDifferencesOf(Compared& compared);

  const TableShape& shape_;
  const std::size_t rows_per_chunk_;
  const OnProgress& on_progress_;
  SqliteTable source_;
  PostgresTable target_;
  std::vector<Compared> chunks_;
  std::uint64_t copied_ = 0;
  std::uint64_t removed_ = 0;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_TABLE_MOVE_H_
