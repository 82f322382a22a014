// A fixed number of links that callers lease, and how a lost database is met: an attempt to connect that failed makes
// all fail at once for a while, a little longer each time, so that neither callers nor the database drown in attempts.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_POOL_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_POOL_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "store/postgres/link.h"
#include "store/postgres/postgres_connection.h"
#include "store/store_observer.h"

namespace heliograph::store {

// Shared by all links of a store. Thread-safe.
class Reconnection {
 public:
  // Opens the link where it is not. Throws StoreUnavailable: it failed, or one failed a moment ago.
  void open(Link& link, Deadline deadline);

 private:
  std::mutex mutex_;
  Deadline not_before_{};
  std::chrono::milliseconds pause_{0};
};

// A link, and the transactions of commands on it.
struct Slot {
  Slot(const std::string& connection_string, const std::string& settings) : link(connection_string, settings) {}
  Link link;
  PostgresConnection connection{link};
};

// Thread-safe.
class Pool {
 public:
  // `max_waiting` callers wait for a link at most; past it: StoreOverloaded.
  Pool(const std::string& connection_string, const std::string& settings, std::size_t size, std::size_t max_waiting,
       Reconnection& reconnection, StoreObserver& observer);

  // A link for the time that the lease lives, open when it was made.
  class Lease {
   public:
    // Throws StoreUnavailable, also where none is free before the deadline.
    Lease(Pool& pool, Deadline deadline);
    ~Lease();
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    [[nodiscard]] Link& link() const { return slot_.link; }
    [[nodiscard]] PostgresConnection& connection() const { return slot_.connection; }

   private:
    Pool& pool_;
    Slot& slot_;
  };

 private:
  Slot& take(Deadline deadline);
  void giveBack(Slot& slot);

  const std::size_t max_waiting_;
  Reconnection& reconnection_;
  StoreObserver& observer_;
  std::mutex mutex_;
  std::condition_variable returned_;
  std::size_t waiting_ = 0;
  std::vector<std::unique_ptr<Slot>> slots_;
  std::vector<Slot*> free_;  // the last one used first
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_POOL_H_
