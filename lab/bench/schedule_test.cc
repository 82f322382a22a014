#include "bench/schedule.h"

#include <gtest/gtest.h>

namespace heliograph::bench {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;

const Steady::time_point kStart{seconds(1000)};

TEST(Schedule, PairsAreMeantToBeginAtEvenDistances) {
  const Schedule schedule(kStart, 500);

  EXPECT_EQ(schedule.intendedStart(0), kStart);
  EXPECT_EQ(schedule.intendedStart(1), kStart + milliseconds(2));
  EXPECT_EQ(schedule.intendedStart(500), kStart + seconds(1));
}

TEST(Schedule, TheLastOfManyPairsIsStillInItsPlace) {
  const Schedule schedule(kStart, 4000);

  EXPECT_EQ(schedule.intendedStart(7'200'000), kStart + seconds(1800));
}

TEST(Schedule, ARateBelowOnePairASecondIsARate) {
  const Schedule schedule(kStart, 0.5);

  EXPECT_EQ(schedule.intendedStart(3), kStart + seconds(6));
}

TEST(Schedule, CountsWhatIsMeantToBeginBeforeATime) {
  const Schedule schedule(kStart, 500);

  EXPECT_EQ(schedule.countBefore(kStart - seconds(1)), 0U);
  EXPECT_EQ(schedule.countBefore(kStart), 0U);
  EXPECT_EQ(schedule.countBefore(kStart + microseconds(1)), 1U);
  EXPECT_EQ(schedule.countBefore(kStart + milliseconds(2)), 1U);
  EXPECT_EQ(schedule.countBefore(kStart + milliseconds(2) + microseconds(1)), 2U);
  EXPECT_EQ(schedule.countBefore(kStart + seconds(10)), 5000U);
}

}  // namespace
}  // namespace heliograph::bench
