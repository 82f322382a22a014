// What the system knows of this process, under the names that Prometheus's own libraries give it. Private to metrics/.

#ifndef HELIOGRAPH_SERVER_METRICS_PROCESS_METRICS_H_
#define HELIOGRAPH_SERVER_METRICS_PROCESS_METRICS_H_

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <vector>

namespace heliograph::metrics {

// Read from the system whenever somebody asks. What it does not tell is left out.
class ProcessMetrics final : public prometheus::Collectable {
 public:
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;
};

}  // namespace heliograph::metrics

#endif  // HELIOGRAPH_SERVER_METRICS_PROCESS_METRICS_H_
