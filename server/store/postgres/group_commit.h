// Calls that wait at the same moment are done together, by one of their callers.
//
// Whoever comes while nothing is being done takes all that wait and does them in one batch. Those who come meanwhile
// wait; when the batch is done its callers go on, and the first of the others takes the next batch. So batches grow
// with the load by themselves, a lone call waits for nobody, and there is no thread to hand anything to.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_GROUP_COMMIT_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_GROUP_COMMIT_H_

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <utility>
#include <vector>

#include "domain/store.h"
#include "store/store_observer.h"

namespace heliograph::store {

// Thread-safe.
template <class Call>
class GroupCommit {
 public:
  // Does the calls, and writes into each what it came to. Where it throws, each of the calls' run() throws the same.
  // One thread is in it at a time, not always the same one.
  using RunBatch = std::function<void(std::span<Call* const>)>;

  struct Limits {
    std::size_t max_waiting;  // past it: StoreOverloaded
    std::size_t max_batch;
    std::chrono::milliseconds max_wait;  // for one's batch to begin; past it: StoreUnavailable
  };

  GroupCommit(RunBatch run_batch, Limits limits, StoreObserver& observer)
      : run_batch_(std::move(run_batch)), limits_(limits), observer_(observer) {}

  // Returns when the call is done.
  void run(Call& call) {
    Place place{.call = &call};
    std::unique_lock lock(mutex_);
    if (waiting_.size() >= limits_.max_waiting) throw domain::StoreOverloaded("too many commands wait for PostgreSQL");
    waiting_.push_back(&place);
    observer_.queueDepth(waiting_.size());
    if (is_busy_) awaitTurn(place, lock);
    if (!place.is_done) leadBatch(lock);
    if (place.failure) std::rethrow_exception(place.failure);
  }

 private:
  // On the stack of the caller.
  struct Place {
    Call* call;
    bool is_taken = false;  // into a batch
    bool is_done = false;
    bool leads = false;
    std::exception_ptr failure = nullptr;
    std::condition_variable changed{};
  };

  // Until the call is done or its caller is to lead.
  void awaitTurn(Place& place, std::unique_lock<std::mutex>& lock) {
    const auto is_over = [&] { return place.is_done || place.leads; };
    if (place.changed.wait_for(lock, limits_.max_wait, [&] { return is_over() || place.is_taken; })) {
      place.changed.wait(lock, is_over);  // what has begun comes to its end: batches have a deadline
      return;
    }
    std::erase(waiting_, &place);
    observer_.queueDepth(waiting_.size());
    throw domain::StoreUnavailable("PostgreSQL took too long");
  }

  void leadBatch(std::unique_lock<std::mutex>& lock) {
    is_busy_ = true;
    const std::vector<Place*> batch = takeWaiting();
    lock.unlock();
    const std::exception_ptr failure = tryRun(batch);
    lock.lock();
    for (Place* place : batch) {
      place->failure = failure;
      place->is_done = true;
      place->changed.notify_one();  // under the lock: after it the place may be gone
    }
    is_busy_ = !waiting_.empty();
    if (waiting_.empty()) return;
    waiting_.front()->leads = true;
    waiting_.front()->changed.notify_one();
  }

  std::vector<Place*> takeWaiting() {
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), limits_.max_batch));
    std::vector<Place*> batch(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    for (Place* place : batch) place->is_taken = true;
    observer_.queueDepth(waiting_.size());
    return batch;
  }

  std::exception_ptr tryRun(const std::vector<Place*>& batch) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<Call*> calls;
    calls.reserve(batch.size());
    for (Place* place : batch) calls.push_back(place->call);
    try {
      run_batch_(calls);
      observer_.batchCommitted(calls.size(), std::chrono::steady_clock::now() - start);
      return nullptr;
    } catch (...) {
      observer_.failed();
      return std::current_exception();
    }
  }

  const RunBatch run_batch_;
  const Limits limits_;
  StoreObserver& observer_;
  std::mutex mutex_;
  bool is_busy_ = false;  // a batch is being done, or somebody was told to lead the next one
  std::vector<Place*> waiting_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_GROUP_COMMIT_H_
