// Latencies of one kind of request. Every one is kept (four bytes each), so a percentile is exact and needs no buckets.

#ifndef HELIOGRAPH_BENCH_LATENCIES_H_
#define HELIOGRAPH_BENCH_LATENCIES_H_

#include <chrono>
#include <cstdint>
#include <vector>

namespace heliograph::bench {

// All 0 where there was no latency.
struct LatencySummary {
  std::uint64_t count = 0;
  double p50_ms = 0;
  double p95_ms = 0;
  double p99_ms = 0;
  double p999_ms = 0;
  double max_ms = 0;
};

class Latencies {
 public:
  void add(std::chrono::steady_clock::duration latency);
  // Percentiles by nearest rank: p99 is the least latency that at least 99 % of all do not exceed. Sorts what it has.
  [[nodiscard]] LatencySummary summary();

 private:
  std::vector<std::uint32_t> microseconds_;
};

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_LATENCIES_H_
