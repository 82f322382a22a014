#include "bench/process_usage.h"

#include <gtest/gtest.h>
#include <unistd.h>

namespace heliograph::bench {
namespace {

TEST(ProcessUsage, ReadsParentAndTicksFromALineOfProc) {
  const auto stat = parseProcessStat(
      "4711 (postgres) S 42 4711 4711 0 -1 4194560 100 200 3 4 70 30 500 600 20 0 1 0 12345 1000000 2000");

  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->parent, 42);
  EXPECT_EQ(stat->own_ticks, 100U);
  EXPECT_EQ(stat->reaped_ticks, 1100U);
}

TEST(ProcessUsage, ANameMayHoldSpacesAndParentheses) {
  const auto stat = parseProcessStat("1 (a) b (c) R 7 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0 1 0 0 0 0");

  ASSERT_TRUE(stat);
  EXPECT_EQ(stat->parent, 7);
  EXPECT_EQ(stat->own_ticks, 3U);
}

TEST(ProcessUsage, WhatIsNotSuchALineIsNothing) {
  EXPECT_FALSE(parseProcessStat(""));
  EXPECT_FALSE(parseProcessStat("1 (short) R 7"));
  EXPECT_FALSE(parseProcessStat("1 (name) R x 1 1 0 -1 0 0 0 0 0 1 2 3 4 20 0"));
}

TEST(ProcessUsage, ThisProcessHasMemoryAndBelongsToItsTree) {
  EXPECT_GT(residentMebibytesOf(getpid()), 0);
  EXPECT_GE(cpuSecondsOfTree(getpid()), cpuSecondsOf(getpid()));
}

TEST(ProcessUsage, AProcessThatIsNotThereUsesNothing) {
  constexpr pid_t kNobody = 0x7FFFFFFF;

  EXPECT_EQ(cpuSecondsOf(kNobody), 0);
  EXPECT_EQ(cpuSecondsOfTree(kNobody), 0);
  EXPECT_EQ(residentMebibytesOf(kNobody), 0);
}

}  // namespace
}  // namespace heliograph::bench
