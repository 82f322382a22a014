// The one connection that writes, and group commit (store/group_commit.h).
//
//   waiting:   c4 c5 c6 ...                                   at most max_waiting
//   batch:     BEGIN IMMEDIATE
//              SAVEPOINT  c1  RELEASE                         c1 done, but its caller still waits
//              SAVEPOINT  c2  ROLLBACK TO, RELEASE            c2 threw: undone alone, its neighbours never notice
//              SAVEPOINT  c3  RELEASE
//              COMMIT                                         one fsync for all
//   only now the callers of c1, c2 and c3 go on
//
// Where the commit fails every command of the batch fails with StoreUnavailable, and the next batch tries again.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_WRITER_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_WRITER_H_

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>

#include "store/group_commit.h"
#include "store/sqlite/connection.h"
#include "store/store_observer.h"

namespace heliograph::store {

// Thread-safe.
class Writer {
 public:
  Writer(SqliteConnection connection, std::size_t max_waiting, StoreObserver& observer = nobody());
  // Finishes what was accepted, and lets its callers go. Nobody may call run() any more.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Runs `command(connection)` in a transaction; returns what it returned once that is durable. Throws what it threw,
  // with what it did undone; StoreUnavailable, StoreOverloaded.
  template <class Command>
  std::invoke_result_t<Command&, SqliteConnection&> run(Command command) {
    using Value = std::invoke_result_t<Command&, SqliteConnection&>;
    if constexpr (std::is_void_v<Value>) {
      commit([&](SqliteConnection& connection) { command(connection); });
    } else {
      std::optional<Value> value;
      commit([&](SqliteConnection& connection) { value.emplace(command(connection)); });
      return *std::move(value);
    }
  }

 private:
  // On the stack of the caller, who waits until it is done.
  struct Job {
    const std::function<void(SqliteConnection&)>& command;
    std::exception_ptr failure = nullptr;
  };

  void commit(const std::function<void(SqliteConnection&)>& command);
  void commitBatch(std::span<Job* const> batch);
  void runAlone(Job& job);

  SqliteConnection connection_;
  std::atomic<std::size_t> callers_ = 0;  // still in run()
  GroupCommit<Job> jobs_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_WRITER_H_
