// A store that holds a crowd's first looks at an offline session until all of them have looked: then everybody decides
// by the same state, and nobody has been answered before.

#ifndef HELIOGRAPH_SERVER_DOMAIN_TESTING_STORE_OF_A_CROWD_H_
#define HELIOGRAPH_SERVER_DOMAIN_TESTING_STORE_OF_A_CROWD_H_

#include <atomic>
#include <latch>

#include "domain/testing/memory_store.h"

namespace heliograph::domain {

class StoreOfACrowd final : public MemoryStore {
 public:
  // Of so many threads.
  explicit StoreOfACrowd(int size) : size_(size), crowd_(size) {}

  Result<OfflineSessionView, LoadOfflineRefusal> loadOfflineSession(const OfflineSessionId& id,
                                                                    DirectoryVersion version,
                                                                    const std::optional<IdempotencyKey>& key) override {
    auto view = MemoryStore::loadOfflineSession(id, version, key);
    if (looks_++ < size_) crowd_.arrive_and_wait();
    return view;
  }

 private:
  const int size_;
  std::atomic<int> looks_{0};
  std::latch crowd_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_TESTING_STORE_OF_A_CROWD_H_
