// Which tables there are to move, from what both databases say of themselves.

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_CATALOGUE_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_CATALOGUE_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "store/migration/table_shape.h"
#include "store/postgres/link.h"
#include "store/sqlite/connection.h"

namespace heliograph::store {

// All of them, a table behind those that its foreign keys refer to. Where the databases do not have the same tables,
// columns and primary keys: the first difference, as a clause, such as "PostgreSQL lacks methods.locks".
[[nodiscard]] Result<std::vector<TableShape>, std::string> commonTables(SqliteConnection& connection, Link& link);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_CATALOGUE_H_
