#include "sdk/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/hex.h"
#include "crypto/p256.h"
#include "crypto/system_random.h"

namespace heliograph::sdk {
namespace {

using ::testing::HasSubstr;

constexpr std::string_view kApplication = "0f5b1c5e-7a77-4d7b-9d0e-0a3f6c1d2e3f";

class ConfigTest : public ::testing::Test {
 protected:
  static std::string text(std::string_view url, std::string_view application, std::string_view key) {
    return R"({"service_url": ")" + std::string(url) + R"(", "application_id": ")" + std::string(application) +
           R"(", "channel_public_key": ")" + std::string(key) + R"("})";
  }
  [[nodiscard]] std::string withUrl(std::string_view url) const { return text(url, kApplication, key_hex); }

  crypto::SystemRandom random;
  crypto::P256PublicKey key = crypto::P256PrivateKey::generate(random).publicKey();
  std::string key_hex = toHex(key.point());
};

void expectRefused(std::string_view text, std::string_view member) {
  const auto config = Config::parse(text);
  ASSERT_FALSE(config.has_value()) << text;
  EXPECT_EQ(config.error().code, ErrorCode::kInvalidInputFormat);
  EXPECT_THAT(config.error().detail, HasSubstr(std::string(member)));
}

TEST_F(ConfigTest, HoldsAddressApplicationAndChannelKey) {
  const auto config = Config::parse(withUrl("https://auth.example.org/tenant"));
  ASSERT_TRUE(config.has_value()) << config.error().detail;
  EXPECT_EQ(config->service_url, "https://auth.example.org/tenant");
  EXPECT_EQ(config->application.text(), kApplication);
  EXPECT_EQ(config->channel_key, key);
}

TEST_F(ConfigTest, AddressIsHttpOrHttpsWithoutTrailingSlash) {
  for (const std::string_view url : {"https://a.example", "http://127.0.0.1:8080", "https://[::1]:8443"}) {
    EXPECT_TRUE(Config::parse(withUrl(url)).has_value()) << url;
  }
  for (const std::string_view url :
       {"https://a.example/", "ftp://a.example", "a.example", "https://", "https:///path", "https://a.example?x",
        "https://a.example#x", "https://user@a.example", "https://a.ex ample", ""}) {
    expectRefused(withUrl(url), "service_url");
  }
}

TEST_F(ConfigTest, NamesTheMemberAtFault) {
  expectRefused(text("https://a.example", "0f5b", key_hex), "application_id");
  expectRefused(text("https://a.example", kApplication, "04"), "channel_public_key");
  expectRefused(text("https://a.example", kApplication, key_hex.substr(2)), "channel_public_key");
  expectRefused(text("https://a.example", kApplication, std::string(130, '4')), "channel_public_key");
  expectRefused(R"({"application_id": "x", "channel_public_key": "y"})", "service_url");
  expectRefused(R"({"service_url": 7, "application_id": "x", "channel_public_key": "y"})", "service_url");
}

TEST_F(ConfigTest, UnknownMembersAreRefused) {
  expectRefused(R"({"service_url": "https://a.example", "colour": "red"})", "colour");
}

TEST_F(ConfigTest, AnythingButAnObjectIsRefused) {
  for (const std::string_view text : {"", "{", "[]", "null", "\"text\"", "{\"service_url\": \"\xff\"}"}) {
    expectRefused(text, "the configuration");
  }
}

}  // namespace
}  // namespace heliograph::sdk
