#include "metrics/request_metrics.h"

#include <algorithm>

#include "metrics/buckets.h"
#include "metrics/labels.h"

namespace heliograph::metrics {
namespace {

std::string labelOf(http::Method method) {
  const std::string_view name = http::nameOf(method);
  return name.empty() ? "other" : std::string(name);
}

}  // namespace

RouteMetrics::RouteMetrics(http::Method method, std::string_view pattern, CounterFamily& requests,
                           HistogramFamily& durations)
    : method_(labelOf(method)), pattern_(pattern), requests_(requests), durations_(durations) {}

void RouteMetrics::answered(int status, std::chrono::nanoseconds took) noexcept {
  requestsWith(status).Increment();
  duration().Observe(secondsOf(took));
}

// Whoever comes first makes it; the family gives the same one to whoever comes at the same moment.
prometheus::Counter& RouteMetrics::requestsWith(int status) {
  const auto index = static_cast<std::size_t>(std::clamp(status - kFirstStatus, 0, static_cast<int>(kStatuses) - 1));
  if (auto* known = by_status_[index].load(std::memory_order_acquire)) return *known;
  auto& counter = requests_.Add({{"route", pattern_}, {"method", method_}, {"status", std::to_string(status)}});
  by_status_[index].store(&counter, std::memory_order_release);
  return counter;
}

prometheus::Histogram& RouteMetrics::duration() {
  if (auto* known = duration_.load(std::memory_order_acquire)) return *known;
  auto& histogram = durations_.Add({{"route", pattern_}, {"method", method_}}, metrics::durations());
  duration_.store(&histogram, std::memory_order_release);
  return histogram;
}

RequestMetrics::RequestMetrics(prometheus::Registry& registry)
    : requests_(prometheus::BuildCounter()
                    .Name("heliograph_http_requests_total")
                    .Help("Answered requests")
                    .Register(registry)),
      durations_(prometheus::BuildHistogram()
                     .Name("heliograph_http_request_duration_seconds")
                     .Help("From a request's last byte to its answer, waiting for a thread included")
                     .Register(registry)),
      in_progress_(prometheus::BuildGauge()
                       .Name("heliograph_http_requests_in_progress")
                       .Help("Requests that wait for a thread or are handled")
                       .Register(registry)
                       .Add({})),
      connections_(prometheus::BuildGauge()
                       .Name("heliograph_http_connections")
                       .Help("Open connections")
                       .Register(registry)
                       .Add({})) {}

http::RouteObserver& RequestMetrics::ofRoute(http::Method method, std::string_view pattern) {
  const std::lock_guard lock(mutex_);
  return routes_.emplace_back(method, pattern, requests_, durations_);
}

void RequestMetrics::requestBegun() noexcept { in_progress_.Increment(); }
void RequestMetrics::requestEnded() noexcept { in_progress_.Decrement(); }
void RequestMetrics::connectionsOpen(std::size_t count) noexcept { connections_.Set(static_cast<double>(count)); }

}  // namespace heliograph::metrics
