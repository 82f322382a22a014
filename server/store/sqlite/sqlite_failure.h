// What a result code of SQLite means to the store's caller.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_SQLITE_FAILURE_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_SQLITE_FAILURE_H_

#include <sqlite3.h>

#include <string_view>

namespace heliograph::store {

// Throws StoreUnavailable for what time or an operator can cure (a lock, the disk, the file, memory), std::logic_error
// for what only a change of this program can (a broken constraint, a wrong statement). `doing` is "begin a transaction"
// and the like. The message has SQLite's name for the code and the code alone, nothing of the statement or its values.
[[noreturn]] void throwFailure(int result, std::string_view doing);

// Another connection has a lock.
[[nodiscard]] bool isBusy(int result);

inline void check(int result, std::string_view doing) {
  if (result != SQLITE_OK) throwFailure(result, doing);
}

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_SQLITE_FAILURE_H_
