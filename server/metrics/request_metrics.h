// Requests and connections. Private to metrics/.

#ifndef HELIOGRAPH_SERVER_METRICS_REQUEST_METRICS_H_
#define HELIOGRAPH_SERVER_METRICS_REQUEST_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <atomic>
#include <deque>
#include <mutex>
#include <string>

#include "http/request_observer.h"

namespace heliograph::metrics {

using CounterFamily = prometheus::Family<prometheus::Counter>;
using HistogramFamily = prometheus::Family<prometheus::Histogram>;

// What there is to say of a route begins to be said with its first request: most servers never see most routes.
class RouteMetrics final : public http::RouteObserver {
 public:
  RouteMetrics(http::Method method, std::string_view pattern, CounterFamily& requests, HistogramFamily& durations);

  void answered(int status, std::chrono::nanoseconds took) noexcept override;

 private:
  [[nodiscard]] prometheus::Counter& requestsWith(int status);
  [[nodiscard]] prometheus::Histogram& duration();

  static constexpr int kFirstStatus = 200;
  static constexpr std::size_t kStatuses = 400;

  const std::string method_;
  const std::string pattern_;
  CounterFamily& requests_;
  HistogramFamily& durations_;
  std::array<std::atomic<prometheus::Counter*>, kStatuses> by_status_{};  // from kFirstStatus on
  std::atomic<prometheus::Histogram*> duration_ = nullptr;
};

class RequestMetrics final : public http::RequestObserver {
 public:
  explicit RequestMetrics(prometheus::Registry& registry);

  [[nodiscard]] http::RouteObserver& ofRoute(http::Method method, std::string_view pattern) override;
  void requestBegun() noexcept override;
  void requestEnded() noexcept override;
  void connectionsOpen(std::size_t count) noexcept override;

 private:
  CounterFamily& requests_;
  HistogramFamily& durations_;
  prometheus::Gauge& in_progress_;
  prometheus::Gauge& connections_;
  std::mutex mutex_;
  std::deque<RouteMetrics> routes_;  // guarded by mutex_; where they are made they stay
};

}  // namespace heliograph::metrics

#endif  // HELIOGRAPH_SERVER_METRICS_REQUEST_METRICS_H_
