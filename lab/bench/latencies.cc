#include "bench/latencies.h"

#include <algorithm>
#include <limits>

namespace heliograph::bench {
namespace {

using Microseconds = std::chrono::duration<std::int64_t, std::micro>;

constexpr double kMicrosecondsPerMillisecond = 1000;

// The latency at `per_mille` of `sorted`, which is not empty.
double rank(const std::vector<std::uint32_t>& sorted, std::size_t per_mille) {
  constexpr std::size_t kAll = 1000;
  const std::size_t position = (sorted.size() * per_mille + kAll - 1) / kAll;
  return sorted[std::max<std::size_t>(position, 1) - 1] / kMicrosecondsPerMillisecond;
}

}  // namespace

void Latencies::add(std::chrono::steady_clock::duration latency) {
  const std::int64_t count = std::chrono::duration_cast<Microseconds>(latency).count();
  constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
  microseconds_.push_back(static_cast<std::uint32_t>(std::clamp<std::int64_t>(count, 0, kMost)));
}

LatencySummary Latencies::summary() {
  if (microseconds_.empty()) return {};
  std::ranges::sort(microseconds_);
  return {.count = microseconds_.size(),
          .p50_ms = rank(microseconds_, 500),
          .p95_ms = rank(microseconds_, 950),
          .p99_ms = rank(microseconds_, 990),
          .p999_ms = rank(microseconds_, 999),
          .max_ms = microseconds_.back() / kMicrosecondsPerMillisecond};
}

}  // namespace heliograph::bench
