// Moving an installation from its SQLite file to PostgreSQL, while servers run on the file.
//
//   copyToPostgres   any number of times   brings PostgreSQL to the state that the file had when it began
//   moveToPostgres   once                  the rest, with the file locked; from then on the file takes no writes, and
//                                          PostgreSQL does
//   undoMove         until somebody has written to PostgreSQL
//
// All of it goes by checksums (table_move.h): what is equal is left alone. So it can be stopped, or killed, at any
// point, and goes on from there when it is called again. Of both databases at most one takes writes, at any moment:
// PostgreSQL is guarded (target_guard.h) from the first copy until the file is marked as moved (moved_mark.h).

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_MIGRATION_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_MIGRATION_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "crypto/hash.h"

namespace heliograph::store {

struct MigrationOptions {
  std::filesystem::path sqlite_file;
  std::string connection_string;  // as PostgresOptions has it
  // Bounds memory, and the length of a transaction.
  std::size_t rows_per_chunk = 5000;
  // For the file's lock, which servers that write without pause leave free for moments only, and for another migration
  // to this database to end.
  std::chrono::milliseconds busy_timeout{60'000};
  // Told after each chunk, with the rows of the table so far. Where it throws the migration ends as if it was killed.
  std::function<void(const std::string& table, std::uint64_t rows)> on_progress = [](const std::string&,
                                                                                     std::uint64_t) {};
};

struct MovedTable {
  std::string name;
  std::uint64_t rows;           // in both
  std::uint64_t copied;         // that PostgreSQL lacked, or had otherwise
  std::uint64_t removed;        // that only PostgreSQL had
  crypto::Sha256Hash checksum;  // of both
};

struct MigrationReport {
  std::vector<MovedTable> tables;  // all of them
  bool has_changed_since;          // the file, since the state that was copied
};

struct MigrationRefusal {
  enum class Kind {
    kNothingToMove,      // no server has run on the file yet
    kHasMoved,           // the file has moved before
    kHasNotMoved,        // undo: the file has not
    kDifferentTables,    // `detail` says how
    kTargetInUse,        // PostgreSQL holds rows that no migration brought there
    kOtherInstallation,  // PostgreSQL holds those of another installation
    kTargetDiffers,      // undo: PostgreSQL has changed; `detail` is the first table
    kAlreadyRunning,     // another migration to this database
  };
  Kind kind;
  std::string detail = {};
};

// All three throw StoreUnavailable where a database cannot be used.

[[nodiscard]] Result<MigrationReport, MigrationRefusal> copyToPostgres(const MigrationOptions& options);
// Where it was stopped after the file was marked, it does what is left.
[[nodiscard]] Result<MigrationReport, MigrationRefusal> moveToPostgres(const MigrationOptions& options);
// The file takes writes again, PostgreSQL takes none.
[[nodiscard]] Result<MigrationReport, MigrationRefusal> undoMove(const MigrationOptions& options);

// For people: a sentence without capital and full stop.
[[nodiscard]] std::string sentenceOf(const MigrationRefusal& refusal);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_MIGRATION_H_
