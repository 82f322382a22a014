// The embedded store: one SQLite file.
//
// WAL with synchronous=FULL: a commit that was reported survives the loss of power. One connection writes; commands
// that wait while it commits form the next batch and share one transaction and one fsync (group commit), each in a
// savepoint of its own, so that a refused one never disturbs its neighbours. Reads run beside it on connections of
// their own. Other processes (the command line) may open the same file; they take turns by SQLite's locks.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_SQLITE_STORE_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_SQLITE_STORE_H_

#include <chrono>
#include <filesystem>
#include <memory>

#include "domain/store.h"
#include "store/store_observer.h"

namespace heliograph::store {

struct SqliteOptions {
  std::filesystem::path file;                    // created 0600 with its schema where it does not exist
  std::size_t max_waiting_commands = 4096;       // past it: StoreOverloaded
  std::chrono::milliseconds busy_timeout{5000};  // for another process's transaction; past it: StoreUnavailable
  StoreObserver* observer = &nobody();           // of what changes; outlives the store
};

// Opens the file and brings its schema up to date. Throws StoreUnavailable where that fails, or where the schema is
// newer than this program.
[[nodiscard]] std::unique_ptr<domain::Store> openSqliteStore(const SqliteOptions& options);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_SQLITE_STORE_H_
