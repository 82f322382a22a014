#include "http/source_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <array>
#include <stdexcept>
#include <string>

namespace heliograph::http {
namespace {

std::string sourceOfText(const char* text) {
  std::array<std::uint8_t, 16> bytes{};
  if (inet_pton(AF_INET, text, bytes.data()) == 1) return sourceOf(ByteView(bytes).first(4));
  EXPECT_EQ(inet_pton(AF_INET6, text, bytes.data()), 1) << text;
  return sourceOf(bytes);
}

TEST(SourceAddressTest, OfIpv4IsTheAddress) {
  EXPECT_EQ(sourceOfText("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(sourceOfText("::ffff:192.0.2.1"), "192.0.2.1");
}

TEST(SourceAddressTest, OfIpv6IsTheNetworkThatOneSubscriberHas) {
  EXPECT_EQ(sourceOfText("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(sourceOfText("2001:db8:1:2:ffff::1"), "2001:db8:1:2::/64");
  EXPECT_NE(sourceOfText("2001:db8:1:3::1"), sourceOfText("2001:db8:1:2::1"));
  EXPECT_EQ(sourceOfText("::1"), "::/64");
}

TEST(SourceAddressTest, RequiresTheSizeOfAnAddress) { EXPECT_THROW((void)sourceOf(Bytes(5)), std::invalid_argument); }

}  // namespace
}  // namespace heliograph::http
