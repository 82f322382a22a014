#include "domain/request_limits.h"

#include <gtest/gtest.h>

namespace heliograph::domain {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr TimePoint kNow{milliseconds(1'790'000'000'000)};
const ApiKeyId kKey(UuidBytes{1});
const ApiKeyId kAnotherKey(UuidBytes{2});
const DeviceId kDevice(UuidBytes{1});
const DeviceId kAnotherDevice(UuidBytes{2});

class RequestLimitsTest : public testing::Test {
 protected:
  RequestLimits limits{{.per_api_key = {.capacity = 2, .tokens_per_second = 4},
                        .per_device = {.capacity = 1, .tokens_per_second = 0.1}}};
};

TEST_F(RequestLimitsTest, WhatIsAllowedTakesATokenAndWhatIsNotTellsWhenToComeAgain) {
  EXPECT_FALSE(limits.take(kKey, kNow));
  EXPECT_FALSE(limits.take(kKey, kNow));
  const auto refusal = limits.take(kKey, kNow);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, RefusalCode::kTooManyRequests);
  EXPECT_EQ(refusal->retry_after, milliseconds(250));
}

TEST_F(RequestLimitsTest, WhoComesAgainInTimeIsAllowed) {
  EXPECT_FALSE(limits.take(kDevice, kNow));
  const auto refusal = limits.take(kDevice, kNow);
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->retry_after, seconds(10));
  EXPECT_TRUE(limits.take(kDevice, kNow + seconds(10) - milliseconds(1)));
  EXPECT_FALSE(limits.take(kDevice, kNow + seconds(10)));
}

TEST_F(RequestLimitsTest, OneKeyOrDeviceDoesNotLimitAnother) {
  EXPECT_FALSE(limits.take(kDevice, kNow));
  ASSERT_TRUE(limits.take(kDevice, kNow));
  EXPECT_FALSE(limits.take(kAnotherDevice, kNow));
  EXPECT_FALSE(limits.take(kKey, kNow));
  EXPECT_FALSE(limits.take(kAnotherKey, kNow));
}

TEST(RequestLimits, AllowByDefaultWhatABankNeeds) {
  RequestLimits limits;
  for (int i = 0; i < 300; ++i) ASSERT_FALSE(limits.take(kDevice, kNow)) << i;
  EXPECT_TRUE(limits.take(kDevice, kNow));
  for (int i = 0; i < 4000; ++i) ASSERT_FALSE(limits.take(kKey, kNow)) << i;
  EXPECT_TRUE(limits.take(kKey, kNow));
}

}  // namespace
}  // namespace heliograph::domain
