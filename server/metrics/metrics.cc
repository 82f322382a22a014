#include "metrics/metrics.h"

#include <prometheus/gauge.h>
#include <prometheus/text_serializer.h>

#include <iterator>
#include <utility>

#include "metrics/implementation.h"

namespace heliograph::metrics {

std::vector<prometheus::MetricFamily> AllMetrics::Collect() const {
  auto families = registry_.Collect();
  auto process = process_.Collect();
  families.insert(families.end(), std::make_move_iterator(process.begin()), std::make_move_iterator(process.end()));
  return families;
}

Metrics::Implementation::Implementation(std::string_view version) {
  prometheus::BuildGauge()
      .Name("heliograph_build_info")
      .Help("1; the label says which version this is")
      .Register(all->registry())
      .Add({{"version", std::string(version)}})
      .Set(1);
}

Metrics::Metrics(std::string_view version) : implementation_(std::make_unique<Implementation>(version)) {}
Metrics::~Metrics() = default;

domain::Observer& Metrics::ofDomain() { return implementation_->domain; }
store::StoreObserver& Metrics::ofStore() { return implementation_->store; }
http::RequestObserver& Metrics::ofRequests() { return implementation_->requests; }

std::string Metrics::text() const { return prometheus::TextSerializer().Serialize(implementation_->all->Collect()); }

}  // namespace heliograph::metrics
