#include "store/sqlite/statement.h"

#include <stdexcept>

#include "store/sqlite/sqlite_failure.h"

namespace heliograph::store {

bool Statement::step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  throwFailure(result, "run a statement");
}

void Statement::Release::operator()(sqlite3_stmt* statement) const {
  sqlite3_reset(statement);  // says again what step() said
  sqlite3_clear_bindings(statement);
}

sqlite3_stmt* Statement::claim(Connection& connection, Sql sql) {
  sqlite3_stmt* statement = connection.prepared(sql);
  if (sqlite3_stmt_busy(statement) != 0) throw std::logic_error("a statement is in use already");
  return statement;
}

}  // namespace heliograph::store
