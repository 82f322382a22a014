#include "bench/latencies.h"

#include <gtest/gtest.h>

namespace heliograph::bench {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;

TEST(Latencies, NoLatencyMakesAnEmptySummary) {
  Latencies latencies;

  const LatencySummary summary = latencies.summary();

  EXPECT_EQ(summary.count, 0U);
  EXPECT_EQ(summary.p99_ms, 0);
}

TEST(Latencies, OneLatencyIsEveryPercentile) {
  Latencies latencies;
  latencies.add(milliseconds(7));

  const LatencySummary summary = latencies.summary();

  EXPECT_EQ(summary.p50_ms, 7);
  EXPECT_EQ(summary.p999_ms, 7);
  EXPECT_EQ(summary.max_ms, 7);
}

TEST(Latencies, PercentilesAreByNearestRankWhateverTheOrderOfArrival) {
  Latencies latencies;
  for (int i = 1000; i >= 1; --i) latencies.add(milliseconds(i));

  const LatencySummary summary = latencies.summary();

  EXPECT_EQ(summary.count, 1000U);
  EXPECT_EQ(summary.p50_ms, 500);
  EXPECT_EQ(summary.p95_ms, 950);
  EXPECT_EQ(summary.p99_ms, 990);
  EXPECT_EQ(summary.p999_ms, 999);
  EXPECT_EQ(summary.max_ms, 1000);
}

TEST(Latencies, ARankBetweenTwoLatenciesIsTheHigherOne) {
  Latencies latencies;
  for (int i = 1; i <= 10; ++i) latencies.add(milliseconds(i));

  EXPECT_EQ(latencies.summary().p95_ms, 10);
}

TEST(Latencies, MicrosecondsAreKeptAndNegativeLatenciesAreNone) {
  Latencies latencies;
  latencies.add(nanoseconds(1'234'567));
  latencies.add(milliseconds(-3));

  const LatencySummary summary = latencies.summary();

  EXPECT_EQ(summary.p50_ms, 0);
  EXPECT_EQ(summary.max_ms, 1.234);
}

}  // namespace
}  // namespace heliograph::bench
