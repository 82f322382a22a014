// The mark that a SQLite file has moved to PostgreSQL.
//
// Triggers refuse every change, so a server that has the file open writes no more from the next command on; a negative
// version keeps everybody from opening it (sqlite/schema.h).

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_MOVED_MARK_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_MOVED_MARK_H_

#include <span>

#include "store/migration/table_shape.h"
#include "store/sqlite/connection.h"

namespace heliograph::store {

// In a write transaction, both.
void markAsMoved(SqliteConnection& connection, std::span<const TableShape> tables);
void takeMarkAway(SqliteConnection& connection, std::span<const TableShape> tables);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_MOVED_MARK_H_
