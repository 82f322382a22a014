// Transactions as scopes: what is not committed when one ends is undone.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_TRANSACTION_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_TRANSACTION_H_

#include "store/sqlite/connection.h"

namespace heliograph::store {

// One state of the database for all reads in it.
class ReadTransaction {
 public:
  explicit ReadTransaction(SqliteConnection& connection);
  ~ReadTransaction();
  ReadTransaction(const ReadTransaction&) = delete;
  ReadTransaction& operator=(const ReadTransaction&) = delete;

 private:
  SqliteConnection& connection_;
};

// Holds the database's write lock from the start, so that nothing in it can fail for another writer's sake.
class WriteTransaction {
 public:
  explicit WriteTransaction(SqliteConnection& connection);
  ~WriteTransaction();
  WriteTransaction(const WriteTransaction&) = delete;
  WriteTransaction& operator=(const WriteTransaction&) = delete;

  // Durable when it returns. Where it throws the transaction is undone.
  void commit();

 private:
  SqliteConnection& connection_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_TRANSACTION_H_
