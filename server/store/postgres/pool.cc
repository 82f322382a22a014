#include "store/postgres/pool.h"

#include <algorithm>

#include "domain/store.h"

namespace heliograph::store {
namespace {

constexpr std::chrono::milliseconds kFirstPause{50};
constexpr std::chrono::milliseconds kLongestPause{1000};

}  // namespace

void Reconnection::open(Link& link, Deadline deadline) {
  if (link.isOpen()) return;
  {
    const std::scoped_lock lock(mutex_);
    if (std::chrono::steady_clock::now() < not_before_) {
      throw domain::StoreUnavailable("PostgreSQL could not be reached a moment ago");
    }
  }
  try {
    link.open(deadline);
    const std::scoped_lock lock(mutex_);
    pause_ = std::chrono::milliseconds(0);
    not_before_ = {};
  } catch (const domain::StoreUnavailable&) {
    const std::scoped_lock lock(mutex_);
    pause_ = std::clamp(pause_ * 2, kFirstPause, kLongestPause);
    not_before_ = std::chrono::steady_clock::now() + pause_;
    throw;
  }
}

Pool::Pool(const std::string& connection_string, const std::string& settings, std::size_t size, std::size_t max_waiting,
           Reconnection& reconnection, StoreObserver& observer)
    : max_waiting_(max_waiting), reconnection_(reconnection), observer_(observer) {
  for (std::size_t i = 0; i < size; ++i) {
    slots_.push_back(std::make_unique<Slot>(connection_string, settings));
    free_.push_back(slots_.back().get());
  }
}

Slot& Pool::take(Deadline deadline) {
  std::unique_lock lock(mutex_);
  if (free_.empty() && waiting_ >= max_waiting_) {
    throw domain::StoreOverloaded("too many commands wait for a connection to PostgreSQL");
  }
  ++waiting_;
  const bool is_free = returned_.wait_until(lock, deadline, [&] { return !free_.empty(); });
  --waiting_;
  if (!is_free) throw domain::StoreUnavailable("no connection to PostgreSQL was free in time");
  Slot& slot = *free_.back();
  free_.pop_back();
  observer_.connectionsInUse(slots_.size() - free_.size(), slots_.size());
  return slot;
}

void Pool::giveBack(Slot& slot) {
  {
    const std::scoped_lock lock(mutex_);
    free_.push_back(&slot);
    observer_.connectionsInUse(slots_.size() - free_.size(), slots_.size());
  }
  returned_.notify_one();
}

Pool::Lease::Lease(Pool& pool, Deadline deadline) : pool_(pool), slot_(pool.take(deadline)) {
  try {
    pool.reconnection_.open(slot_.link, deadline);
  } catch (...) {
    pool.giveBack(slot_);
    throw;
  }
}

Pool::Lease::~Lease() { pool_.giveBack(slot_); }

}  // namespace heliograph::store
