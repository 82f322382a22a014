#include "demo_bank/customer_sessions.h"

#include <gtest/gtest.h>

#include "crypto/system_random.h"
#include "http/testing/server_fixture.h"

namespace heliograph::bank {
namespace {

TEST(CustomerSessions, AreLimitedAndTheLongestIdleOneEndsFirst) {
  http::testing::SettableClock clock;
  crypto::SystemRandom random;
  CustomerSessions sessions(clock, random);
  const auto sign_in = [&] {
    clock.advance(std::chrono::milliseconds(1));
    auto cookie = sessions.signIn("1001", "demo", "127.0.0.1");
    return std::string(textOf(cookie.value().expose()));
  };
  const std::string first = sign_in();
  const std::string second = sign_in();
  for (std::size_t i = 2; i < kMaxCustomerSessions; ++i) (void)sign_in();
  EXPECT_TRUE(sessions.customerOf(first));
  const std::string one_more = sign_in();
  EXPECT_TRUE(sessions.customerOf(first));
  EXPECT_FALSE(sessions.customerOf(second));
  EXPECT_EQ(sessions.customerOf(one_more), Customer::k1001);
}

}  // namespace
}  // namespace heliograph::bank
