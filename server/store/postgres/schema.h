// The schema of a PostgreSQL database, and the steps that bring an older one up to date while servers run.
//
// The steps are the files schema/*.sql, in the order of their numbers, each one transaction. The table schema_steps has
// a row for each step that was taken. A step only expands (new tables, new columns with a default, new indexes), so
// that servers of the version before run on; what nobody uses any more is removed a version later.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_SCHEMA_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_SCHEMA_H_

#include <span>

#include "store/postgres/link.h"

namespace heliograph::store {

// Step 1 first.
[[nodiscard]] std::span<const char* const> postgresSteps();

// Takes the steps that the database lacks, one process at a time (an advisory lock). A database that has gone further
// than this program is left as it is: steps only expand. Throws StoreUnavailable where the schema belongs to another
// program or may not be changed.
void bringUpToDate(Link& link, Deadline deadline);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_SCHEMA_H_
