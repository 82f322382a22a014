// What keeps servers from writing to a PostgreSQL database while an installation is on its way there: triggers that
// refuse every statement but those of the migration. So of two databases at most one takes writes, at any moment.

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_TARGET_GUARD_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_TARGET_GUARD_H_

#include <span>

#include "store/migration/table_shape.h"
#include "store/postgres/link.h"

namespace heliograph::store {

// A connection whose statements pass the guard says this first.
inline constexpr const char* kPassGuard = "SET heliograph.moving = 'on'";

[[nodiscard]] bool isGuarded(Link& link);
// Each is one transaction. Once putGuard() returns no other write is under way. Servers find the database unavailable
// until it is lifted.
void putGuard(Link& link, std::span<const TableShape> tables);
void liftGuard(Link& link);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_TARGET_GUARD_H_
