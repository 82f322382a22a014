// The schema of the database file, and the steps that bring an older file up to date.
//
// The steps are the files schema/*.sql, built into the program in the order of their numbers. The file's user_version
// is the number of the last step it went through; step n ends by setting it to n. Each is one transaction. A file whose
// installation has moved to PostgreSQL has the negative of it (migration/moved_mark.h).

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_SCHEMA_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_SCHEMA_H_

#include <span>

#include "store/sqlite/connection.h"

namespace heliograph::store {

// Step 1 first.
[[nodiscard]] std::span<const char* const> migrations();

// True where the installation in the file has moved to PostgreSQL: then nobody opens the file but a migration.
[[nodiscard]] bool hasMoved(SqliteConnection& connection);

// Runs the steps that the file lacks; other processes may be doing the same. Throws StoreUnavailable where the file
// went through steps that this program does not know, is another program's database, or has moved.
void bringUpToDate(SqliteConnection& connection);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_SCHEMA_H_
