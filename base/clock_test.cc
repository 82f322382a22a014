#include "base/clock.h"

#include <gtest/gtest.h>

namespace heliograph {
namespace {

TEST(TimePoint, IsWholeMillisecondsSinceTheUnixEpoch) {
  EXPECT_EQ(toUnixMilliseconds(fromUnixMilliseconds(1'700'000'000'123)), 1'700'000'000'123);
  EXPECT_EQ(fromUnixMilliseconds(0), TimePoint(std::chrono::sys_days(std::chrono::year(1970) / 1 / 1)));
}

TEST(SystemClock, TellsTheTimeOfToday) {
  EXPECT_GT(SystemClock().now(), TimePoint(std::chrono::sys_days(std::chrono::year(2020) / 1 / 1)));
}

}  // namespace
}  // namespace heliograph
