// Calls that wait at the same moment are done together, by one of their callers.
//
// Whoever comes while nothing is being done takes all that wait and does them in one batch. Those who come meanwhile
// wait; when the batch is done its callers go on, and the first of the others takes the next batch. So batches grow
// with the load by themselves, a lone call waits for nobody, and there is no thread to hand anything to.

#ifndef HELIOGRAPH_SERVER_STORE_GROUP_COMMIT_H_
#define HELIOGRAPH_SERVER_STORE_GROUP_COMMIT_H_

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "domain/store.h"
#include "store/sleeper.h"
#include "store/store_observer.h"

namespace heliograph::store {

// Thread-safe.
template <class Call>
class GroupCommit {
 public:
  // Does the calls, and writes into each what it came to. Where it throws, each of the calls' run() throws
  // StoreUnavailable with the same words. One thread is in it at a time, not always the same one.
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
    const auto start = std::chrono::steady_clock::now();
    Place place{.call = &call, .sleeper = Sleeper::ofThisThread()};
    if (enter(place) || waitForTurn(place)) leadBatch();
    observer_.commandDone(std::chrono::steady_clock::now() - start);
    if (place.failure) std::rethrow_exception(place.failure);
  }

 private:
  // On the stack of the caller. The caller is woken once: when its call is done, or when it is to lead.
  struct Place {
    Call* call;
    std::shared_ptr<Sleeper> sleeper;
    bool is_done = false;
    std::exception_ptr failure = nullptr;
  };

  // True where nobody else is at work, and so the place's caller leads.
  bool enter(Place& place) {
    const std::scoped_lock lock(mutex_);
    if (waiting_.size() >= limits_.max_waiting) throw domain::StoreOverloaded("too many commands wait to be written");
    waiting_.push_back(&place);
    observer_.queueDepth(waiting_.size());
    return !std::exchange(is_busy_, true);
  }

  // Until the call is done (false), or its caller is to lead (true).
  bool waitForTurn(Place& place) {
    Sleeper& sleeper = *Sleeper::ofThisThread();
    if (!sleeper.sleepFor(limits_.max_wait)) {
      if (leave(place)) throw domain::StoreUnavailable("the database took too long");
      sleeper.sleep();  // what has begun comes to its end: batches have a deadline
    }
    // Without the lock, for which all of a batch would wait at once: nobody writes to the place after the wake.
    return !place.is_done;
  }

  // False where it is too late: a batch has it, or its caller was told to lead.
  bool leave(Place& place) {
    const std::scoped_lock lock(mutex_);
    if (leader_ == &place || std::erase(waiting_, &place) == 0) return false;
    observer_.queueDepth(waiting_.size());
    return true;
  }

  void leadBatch() {
    const std::vector<Place*> batch = takeWaiting();
    const std::optional<std::string> failure = tryRun(batch);
    std::vector<std::shared_ptr<Sleeper>> sleepers;
    sleepers.reserve(batch.size() + 1);
    {
      const std::scoped_lock lock(mutex_);
      is_busy_ = !waiting_.empty();
      leader_ = is_busy_ ? waiting_.front() : nullptr;
      // First, so that the next batch begins while the callers of this one go on.
      if (is_busy_) sleepers.push_back(leader_->sleeper);
      for (Place* place : batch) {
        // One for each: threads do not share the object.
        if (failure) place->failure = std::make_exception_ptr(domain::StoreUnavailable(*failure));
        place->is_done = true;
        if (place->sleeper != Sleeper::ofThisThread()) sleepers.push_back(place->sleeper);
      }
    }
    for (const auto& sleeper : sleepers) sleeper->wake();
  }

  std::vector<Place*> takeWaiting() {
    const std::scoped_lock lock(mutex_);
    leader_ = nullptr;
    const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), limits_.max_batch));
    std::vector<Place*> batch(waiting_.begin(), end);
    waiting_.erase(waiting_.begin(), end);
    observer_.queueDepth(waiting_.size());
    return batch;
  }

  // The words of what went wrong.
  std::optional<std::string> tryRun(const std::vector<Place*>& batch) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<Call*> calls;
    calls.reserve(batch.size());
    for (Place* place : batch) calls.push_back(place->call);
    try {
      run_batch_(calls);
      observer_.batchCommitted(calls.size(), std::chrono::steady_clock::now() - start);
      return std::nullopt;
    } catch (const std::exception& failure) {
      observer_.failed();
      return failure.what();
    }
  }

  const RunBatch run_batch_;
  const Limits limits_;
  StoreObserver& observer_;
  std::mutex mutex_;
  bool is_busy_ = false;  // a batch is being done, or somebody was told to lead the next one
  std::vector<Place*> waiting_;
  const Place* leader_ = nullptr;  // who was told to lead and has not begun
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_GROUP_COMMIT_H_
