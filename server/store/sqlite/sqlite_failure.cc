#include "store/sqlite/sqlite_failure.h"

#include <stdexcept>
#include <string>

#include "domain/store.h"

namespace heliograph::store {
namespace {

constexpr int kPrimaryCode = 0xFF;  // the rest of an extended code refines it

bool isMistakeOfThisProgram(int result) {
  switch (result & kPrimaryCode) {
    case SQLITE_ERROR:
    case SQLITE_INTERNAL:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
    case SQLITE_MISUSE:
    case SQLITE_RANGE:
      return true;
    default:
      return false;
  }
}

}  // namespace

bool isBusy(int result) { return (result & kPrimaryCode) == SQLITE_BUSY; }

void throwFailure(int result, std::string_view doing) {
  // The only triggers that a file can have (migration/moved_mark.h).
  if (result == SQLITE_CONSTRAINT_TRIGGER) throw domain::StoreUnavailable("this installation has moved to PostgreSQL");
  const std::string message = "SQLite could not " + std::string(doing) + ": " + sqlite3_errstr(result & kPrimaryCode) +
                              " (" + std::to_string(result) + ")";
  if (isMistakeOfThisProgram(result)) throw std::logic_error(message);
  throw domain::StoreUnavailable(message);
}

}  // namespace heliograph::store
