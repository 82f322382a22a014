#include "metrics/listener_address.h"

#include <gtest/gtest.h>

namespace heliograph::metrics {
namespace {

TEST(ListenerAddressTest, IsAnIpv4AddressAndAPort) {
  const auto address = ListenerAddress::parse("127.0.0.1:9464");
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host(), "127.0.0.1");
  EXPECT_EQ(address->port(), 9464);
  EXPECT_EQ(address->text(), "127.0.0.1:9464");
  EXPECT_EQ(ListenerAddress::parse("0.0.0.0:0")->text(), "0.0.0.0:0");
}

TEST(ListenerAddressTest, IsNothingElse) {
  for (const char* text : {"", ":", "9464", ":9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1",
                           "127.0.0.1:+1", "127.0.0.1: 1", "127.0.0.1:9464s", "127.0.0.1:1,127.0.0.1:2", "127.1:9464",
                           "localhost:9464", "[::1]:9464", "::1:9464", "http://127.0.0.1:9464"}) {
    EXPECT_FALSE(ListenerAddress::parse(text)) << text;
  }
}

}  // namespace
}  // namespace heliograph::metrics
