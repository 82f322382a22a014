// What a lane tells the store's observer: its own queue is one of several, and the observer hears of their sum.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_LANE_OBSERVER_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_LANE_OBSERVER_H_

#include <atomic>

#include "store/store_observer.h"

namespace heliograph::store {

class LaneObserver final : public StoreObserver {
 public:
  // `waiting` counts in all lanes; both outlive this.
  LaneObserver(StoreObserver& observer, std::atomic<std::size_t>& waiting) : observer_(observer), waiting_(waiting) {}

  // Called with the lane's lock held, so one at a time.
  void queueDepth(std::size_t waiting) noexcept override {
    const std::size_t change = waiting - last_;  // modulo 2^64, as the sum is
    last_ = waiting;
    observer_.queueDepth(waiting_.fetch_add(change) + change);
  }
  void batchCommitted(std::size_t commands, std::chrono::nanoseconds took) noexcept override {
    observer_.batchCommitted(commands, took);
  }
  void commandDone(std::chrono::nanoseconds took) noexcept override { observer_.commandDone(took); }
  void failed() noexcept override { observer_.failed(); }

 private:
  StoreObserver& observer_;
  std::atomic<std::size_t>& waiting_;
  std::size_t last_ = 0;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_LANE_OBSERVER_H_
