// What every connection to PostgreSQL starts with.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_SESSION_SETTINGS_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_SESSION_SETTINGS_H_

#include <chrono>
#include <string>

namespace heliograph::store {

// Plans are made once, and by key, whatever the planner believes about the sizes of tables that are new or fill up.
inline constexpr const char* kPlanByKey =
    "SET client_min_messages = warning; SET plan_cache_mode = force_generic_plan; SET jit = off; "
    "SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; ";

// SQL that sets them. What is waited for in the database has an end before the caller's own patience (`timeout`) has
// one, and another transaction's lock is waited for no longer than `lock_timeout`. Plans join in the
// order of the text.
[[nodiscard]] std::string sessionSettings(std::chrono::milliseconds timeout, std::chrono::milliseconds lock_timeout);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_SESSION_SETTINGS_H_
