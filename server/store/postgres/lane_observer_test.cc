// Of several queues the observer hears the sum.

#include "store/postgres/lane_observer.h"

#include <gmock/gmock.h>

#include <vector>

namespace heliograph::store {
namespace {

class Recorder final : public StoreObserver {
 public:
  void queueDepth(std::size_t waiting) noexcept override { depths.push_back(waiting); }
  std::vector<std::size_t> depths;
};

TEST(LaneObserver, TellsHowManyWaitInAllLanes) {
  Recorder recorder;
  std::atomic<std::size_t> waiting = 0;
  LaneObserver one(recorder, waiting);
  LaneObserver other(recorder, waiting);
  one.queueDepth(2);
  other.queueDepth(3);
  one.queueDepth(0);
  other.queueDepth(1);
  EXPECT_THAT(recorder.depths, testing::ElementsAre(2U, 5U, 3U, 1U));
}

}  // namespace
}  // namespace heliograph::store
