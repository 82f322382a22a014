// Removes what is past its time, in bounded steps (domain/store.h, Store::cleanUp).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_CLEAN_UP_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_CLEAN_UP_H_

#include "base/clock.h"
#include "store/commands/connection.h"

namespace heliograph::store {

// The oldest of each kind first, at most `limit` rows. How many.
[[nodiscard]] int cleanUp(Connection& connection, TimePoint sessions_before, TimePoint now, int limit);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_CLEAN_UP_H_
