// What Metrics consists of. Private to metrics/.

#ifndef HELIOGRAPH_SERVER_METRICS_IMPLEMENTATION_H_
#define HELIOGRAPH_SERVER_METRICS_IMPLEMENTATION_H_

#include <prometheus/collectable.h>
#include <prometheus/registry.h>

#include <memory>
#include <string_view>
#include <vector>

#include "metrics/domain_metrics.h"
#include "metrics/metrics.h"
#include "metrics/process_metrics.h"
#include "metrics/request_metrics.h"
#include "metrics/store_metrics.h"

namespace heliograph::metrics {

// What is counted, and what is read when somebody asks.
class AllMetrics final : public prometheus::Collectable {
 public:
  [[nodiscard]] std::vector<prometheus::MetricFamily> Collect() const override;
  [[nodiscard]] prometheus::Registry& registry() { return registry_; }

 private:
  prometheus::Registry registry_;
  ProcessMetrics process_;
};

struct Metrics::Implementation {
  explicit Implementation(std::string_view version);

  std::shared_ptr<AllMetrics> all = std::make_shared<AllMetrics>();
  DomainMetrics domain{all->registry()};
  StoreMetrics store{all->registry()};
  RequestMetrics requests{all->registry()};
};

}  // namespace heliograph::metrics

#endif  // HELIOGRAPH_SERVER_METRICS_IMPLEMENTATION_H_
