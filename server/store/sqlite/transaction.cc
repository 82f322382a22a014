#include "store/sqlite/transaction.h"

#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kBeginRead("BEGIN");
constexpr Sql kBeginWrite("BEGIN IMMEDIATE");
constexpr Sql kCommit("COMMIT");
constexpr Sql kRollback("ROLLBACK");

// Some failures (a full disk, say) make SQLite undo the whole transaction by itself; then there is nothing left to do.
void undo(SqliteConnection& connection) noexcept {
  if (!connection.isInTransaction()) return;
  try {
    change(connection, kRollback);
  } catch (...) {  // a destructor cannot say so, and whatever comes next on this connection meets the cause again
  }
}

}  // namespace

ReadTransaction::ReadTransaction(SqliteConnection& connection) : connection_(connection) {
  change(connection, kBeginRead);
}
ReadTransaction::~ReadTransaction() { undo(connection_); }

WriteTransaction::WriteTransaction(SqliteConnection& connection) : connection_(connection) {
  change(connection, kBeginWrite);
}
WriteTransaction::~WriteTransaction() { undo(connection_); }

void WriteTransaction::commit() { change(connection_, kCommit); }

}  // namespace heliograph::store
