// How long one statement of a migration may take. No request waits for it, and some are long: a constraint that looks
// through a table, a lock that servers hold.

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_PATIENCE_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_PATIENCE_H_

#include <chrono>

#include "store/postgres/link.h"

namespace heliograph::store {

[[nodiscard]] inline Deadline patience() { return std::chrono::steady_clock::now() + std::chrono::minutes(10); }

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_PATIENCE_H_
