// The upper bounds of the histograms' buckets. Private to metrics/.

#ifndef HELIOGRAPH_SERVER_METRICS_BUCKETS_H_
#define HELIOGRAPH_SERVER_METRICS_BUCKETS_H_

#include <prometheus/histogram.h>

namespace heliograph::metrics {

// Seconds: from less than a commit takes to longer than anybody waits. Around 10 ms, which the slowest of a hundred
// requests should not exceed, they are close together.
[[nodiscard]] inline prometheus::Histogram::BucketBoundaries durations() {
  return {0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

// Commands of a batch: there are at most as many as threads that wait.
[[nodiscard]] inline prometheus::Histogram::BucketBoundaries batchSizes() { return {1, 2, 4, 8, 16, 32, 64, 128, 256}; }

}  // namespace heliograph::metrics

#endif  // HELIOGRAPH_SERVER_METRICS_BUCKETS_H_
