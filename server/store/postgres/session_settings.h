// What every connection to PostgreSQL starts with.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_SESSION_SETTINGS_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_SESSION_SETTINGS_H_

#include <chrono>
#include <string>

namespace heliograph::store {

// SQL that sets them. What is waited for in the database has an end before the caller's own patience (`timeout`) has
// one, and another transaction's lock is waited for no longer than `lock_timeout`. Plans are made once; by key,
// joined in the order of the text, whatever the planner believes about the sizes of new tables.
[[nodiscard]] std::string sessionSettings(std::chrono::milliseconds timeout, std::chrono::milliseconds lock_timeout);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_SESSION_SETTINGS_H_
