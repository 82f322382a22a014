#include "domain/token_bucket.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace heliograph::domain {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr TimePoint kNow{milliseconds(1'790'000'000'000)};
constexpr TokenBucketRules kTwoAndOneInTenSeconds{.capacity = 2, .tokens_per_second = 0.1};

class TokenBucketsTest : public testing::Test {
 protected:
  void empty(const std::string& key, TimePoint at) {
    while (buckets.take(key, at)) {
    }
  }
  TokenBuckets buckets{kTwoAndOneInTenSeconds};
};

TEST_F(TokenBucketsTest, ANewKeyHasAFullBucket) {
  EXPECT_TRUE(buckets.take("a", kNow));
  EXPECT_TRUE(buckets.take("a", kNow));
  EXPECT_FALSE(buckets.take("a", kNow));
}

TEST_F(TokenBucketsTest, AskingTakesNothing) {
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(buckets.has("a", kNow));
  EXPECT_TRUE(buckets.take("a", kNow));
}

TEST_F(TokenBucketsTest, OneKeyDoesNotLimitAnother) {
  empty("a", kNow);
  EXPECT_FALSE(buckets.has("a", kNow));
  EXPECT_TRUE(buckets.has("b", kNow));
}

TEST_F(TokenBucketsTest, TokensComeBackWithTimeUpToTheCapacity) {
  empty("a", kNow);
  EXPECT_FALSE(buckets.has("a", kNow + milliseconds(9'999)));
  EXPECT_TRUE(buckets.has("a", kNow + seconds(10)));
  const TimePoint much_later = kNow + seconds(100'000);
  EXPECT_TRUE(buckets.take("a", much_later));
  EXPECT_TRUE(buckets.take("a", much_later));
  EXPECT_FALSE(buckets.take("a", much_later));
}

TEST_F(TokenBucketsTest, AClockThatIsSetBackBringsNoTokensAndTakesNone) {
  ASSERT_TRUE(buckets.take("a", kNow));
  EXPECT_TRUE(buckets.take("a", kNow - seconds(3600)));
  EXPECT_FALSE(buckets.has("a", kNow - seconds(3600)));
}

TEST_F(TokenBucketsTest, SaysHowLongToWait) {
  EXPECT_EQ(buckets.wait("a", kNow), milliseconds(0));
  empty("a", kNow);
  EXPECT_EQ(buckets.wait("a", kNow), seconds(10));
  EXPECT_EQ(buckets.wait("a", kNow + milliseconds(9'999)), milliseconds(1));
}

TEST_F(TokenBucketsTest, ATokenGivenBackCanBeTakenAgainAndFillsNothingUpBeyondTheCapacity) {
  empty("a", kNow);
  buckets.giveBack("a", kNow);
  EXPECT_TRUE(buckets.take("a", kNow));
  EXPECT_FALSE(buckets.take("a", kNow));
  buckets.giveBack("full", kNow);
  empty("full", kNow);
  EXPECT_EQ(buckets.wait("full", kNow), seconds(10));
}

TEST_F(TokenBucketsTest, KeysForWhichThereIsNoRoomShareABucket) {
  for (std::size_t i = 0; i < TokenBuckets::kMaxKeys; ++i) (void)buckets.take(std::to_string(i), kNow);
  EXPECT_TRUE(buckets.take("one too many", kNow));
  EXPECT_TRUE(buckets.take("another one", kNow));
  EXPECT_FALSE(buckets.take("a third", kNow));
  EXPECT_TRUE(buckets.take("0", kNow)) << "a key that is remembered keeps its own bucket";
}

TEST_F(TokenBucketsTest, FullBucketsMakeRoom) {
  for (std::size_t i = 0; i < TokenBuckets::kMaxKeys; ++i) (void)buckets.take(std::to_string(i), kNow);
  empty("shared", kNow);
  const TimePoint later = kNow + seconds(10);
  empty("new", later);
  EXPECT_FALSE(buckets.has("new", later));
  EXPECT_TRUE(buckets.has("newer", later));
}

TEST_F(TokenBucketsTest, ThreadsNeverTakeMoreThanThereIs) {
  std::atomic<int> taken{0};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 20; ++i) {
      threads.emplace_back([&] { taken += buckets.take("a", kNow) ? 1 : 0; });
    }
  }
  EXPECT_EQ(taken, 2);
}

}  // namespace
}  // namespace heliograph::domain
