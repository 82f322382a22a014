// The store at work. Private to metrics/.

#ifndef HELIOGRAPH_SERVER_METRICS_STORE_METRICS_H_
#define HELIOGRAPH_SERVER_METRICS_STORE_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "store/store_observer.h"

namespace heliograph::metrics {

class StoreMetrics final : public store::StoreObserver {
 public:
  explicit StoreMetrics(prometheus::Registry& registry);

  void queueDepth(std::size_t commands) noexcept override;
  void batchCommitted(std::size_t commands, std::chrono::nanoseconds took) noexcept override;
  void commandDone(std::chrono::nanoseconds took) noexcept override;
  void connectionsInUse(std::size_t in_use, std::size_t open) noexcept override;
  void failed() noexcept override;

 private:
  prometheus::Gauge& queue_depth_;
  prometheus::Histogram& batch_commands_;
  prometheus::Histogram& batch_duration_;
  prometheus::Histogram& command_duration_;
  prometheus::Gauge& connections_in_use_;
  prometheus::Gauge& connections_idle_;
  prometheus::Counter& failures_;
};

}  // namespace heliograph::metrics

#endif  // HELIOGRAPH_SERVER_METRICS_STORE_METRICS_H_
