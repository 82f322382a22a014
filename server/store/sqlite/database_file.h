// The database file: made where it does not exist, readable by its owner alone, in WAL mode, with the newest schema.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_DATABASE_FILE_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_DATABASE_FILE_H_

#include "store/sqlite/connection.h"
#include "store/sqlite/sqlite_store.h"

namespace heliograph::store {

// Opens the file for writing. Throws StoreUnavailable.
[[nodiscard]] SqliteConnection openDatabaseFile(const SqliteOptions& options);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_DATABASE_FILE_H_
