// What an engine tells about its work, for an operator's metrics: how much waits, how large the batches are, how long a
// commit takes, how many connections are in use.

#ifndef HELIOGRAPH_SERVER_STORE_STORE_OBSERVER_H_
#define HELIOGRAPH_SERVER_STORE_STORE_OBSERVER_H_

#include <chrono>
#include <cstddef>

namespace heliograph::store {

// Called from any of the engine's threads, from several at once, and with its locks held: implementations are
// thread-safe, return at once, never throw and never call the store. Each function does nothing unless overridden.
class StoreObserver {
 public:
  StoreObserver() = default;
  StoreObserver(const StoreObserver&) = delete;
  StoreObserver& operator=(const StoreObserver&) = delete;
  virtual ~StoreObserver() = default;

  // So many commands wait at the moment for a batch or a connection, in all queues of the store together; called
  // whenever the number has changed.
  virtual void queueDepth(std::size_t) noexcept {}
  // A batch of so many commands (at least one) was committed; `took` is from its begin to its commit.
  virtual void batchCommitted(std::size_t /*commands*/, std::chrono::nanoseconds /*took*/) noexcept {}
  // A command that was accepted came to its end, whatever the end; `took` is from its acceptance on, waiting included.
  virtual void commandDone(std::chrono::nanoseconds /*took*/) noexcept {}
  // Of the `open` connections to the database, so many are at work; called whenever one of the numbers has changed.
  virtual void connectionsInUse(std::size_t /*in_use*/, std::size_t /*open*/) noexcept {}
  // The database could not do a batch or was lost: once for the batch, not for each of its commands.
  virtual void failed() noexcept {}
};

// Observes nothing; for a store without metrics. Lives as long as the program.
[[nodiscard]] inline StoreObserver& nobody() noexcept {
  static StoreObserver observer;
  return observer;
}

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_STORE_OBSERVER_H_
