#include "metrics/store_metrics.h"

#include <prometheus/family.h>

#include <string>

#include "metrics/buckets.h"
#include "metrics/labels.h"

namespace heliograph::metrics {
namespace {

prometheus::Gauge& gauge(prometheus::Registry& registry, const std::string& name, const std::string& help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

prometheus::Histogram& histogram(prometheus::Registry& registry, const std::string& name, const std::string& help,
                                 const prometheus::Histogram::BucketBoundaries& buckets) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, buckets);
}

}  // namespace

StoreMetrics::StoreMetrics(prometheus::Registry& registry)
    : queue_depth_(gauge(registry, "heliograph_store_queue_depth", "Commands that wait for the database")),
      batch_commands_(
          histogram(registry, "heliograph_store_batch_commands", "Commands that shared one commit", batchSizes())),
      batch_duration_(histogram(registry, "heliograph_store_batch_duration_seconds",
                                "From the begin of a batch to its commit", durations())),
      command_duration_(histogram(registry, "heliograph_store_command_duration_seconds",
                                  "From a command's acceptance to its end, waiting included", durations())),
      connections_in_use_(gauge(registry, "heliograph_store_connections_in_use", "Database connections at work")),
      connections_idle_(gauge(registry, "heliograph_store_connections_idle", "Open database connections without work")),
      failures_(prometheus::BuildCounter()
                    .Name("heliograph_store_failures_total")
                    .Help("Batches that the database could not do, and connections that were lost")
                    .Register(registry)
                    .Add({})) {}

void StoreMetrics::queueDepth(std::size_t commands) noexcept { queue_depth_.Set(static_cast<double>(commands)); }

void StoreMetrics::batchCommitted(std::size_t commands, std::chrono::nanoseconds took) noexcept {
  batch_commands_.Observe(static_cast<double>(commands));
  batch_duration_.Observe(secondsOf(took));
}

void StoreMetrics::commandDone(std::chrono::nanoseconds took) noexcept { command_duration_.Observe(secondsOf(took)); }

void StoreMetrics::connectionsInUse(std::size_t in_use, std::size_t open) noexcept {
  connections_in_use_.Set(static_cast<double>(in_use));
  connections_idle_.Set(static_cast<double>(open - in_use));
}

void StoreMetrics::failed() noexcept { failures_.Increment(); }

}  // namespace heliograph::metrics
