#include "domain/api_key_uses.h"

#include <gtest/gtest.h>

#include "crypto/system_random.h"

namespace heliograph::domain {
namespace {

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};
constexpr TimePoint kLater = kNow + std::chrono::seconds(1);

TEST(ApiKeyUses, TheNewestUseOfEachKeyIsTakenOnce) {
  crypto::SystemRandom random;
  const auto one = ApiKeyId::random(random);
  const auto other = ApiKeyId::random(random);
  ApiKeyUses uses;
  EXPECT_TRUE(uses.take().empty());
  uses.add(one, kNow);
  uses.add(one, kLater);
  uses.add(other, kLater);
  uses.add(other, kNow);  // a request that came first and was answered last
  EXPECT_EQ(uses.take(), (std::map<ApiKeyId, TimePoint>{{one, kLater}, {other, kLater}}));
  EXPECT_TRUE(uses.take().empty());
}

}  // namespace
}  // namespace heliograph::domain
