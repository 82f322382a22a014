// A few connections that only read, beside the writer. Each query sees one state of the database: the newest that is
// committed when it starts.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_READERS_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_READERS_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <type_traits>
#include <vector>

#include "store/sqlite/connection.h"
#include "store/sqlite/transaction.h"

namespace heliograph::store {

// Thread-safe.
class Readers {
 public:
  explicit Readers(std::vector<SqliteConnection> connections);

  // Runs `query(connection)` in a read transaction, once a connection is free.
  template <class Query>
  std::invoke_result_t<Query&, SqliteConnection&> run(Query query) {
    const Lease lease(*this);
    const ReadTransaction transaction(lease.connection());
    return query(lease.connection());
  }

 private:
  // A connection taken out, until the lease ends.
  class Lease {
   public:
    explicit Lease(Readers& readers);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] SqliteConnection& connection() const { return *connection_; }

   private:
    Readers& readers_;
    SqliteConnection* connection_;
  };

  std::vector<SqliteConnection> connections_;

  std::mutex mutex_;
  std::condition_variable returned_;
  std::vector<SqliteConnection*> free_;  // the last one used first: its cache is warm
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_READERS_H_
