// Device tickets and activation codes: what the server proves and hides with keys of its channel key.

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <vector>

#include "base/hex.h"
#include "crypto/system_random.h"
#include "domain/activation_code.h"
#include "domain/device_ticket.h"

namespace heliograph::domain {
namespace {

crypto::SystemRandom random_source;

crypto::P256PrivateKey keyWithScalar(std::uint8_t last_byte) {
  return *crypto::P256PrivateKey::fromScalar(
      crypto::P256Scalar::filledBy([&](MutableByteView out) { out.back() = last_byte; }));
}

const DeviceId kDevice = *DeviceId::parse("00112233-4455-6677-8899-aabbccddeeff");
const ApplicationId kApplication = *ApplicationId::parse("00112233-4455-6677-8899-aabbccddeeff");

ApplicationConfiguration withCodes(ActivationCodeType type, int length) {
  ApplicationConfiguration configuration;
  configuration.activation_code_type = type;
  configuration.activation_code_length = length;
  return configuration;
}

TEST(DeviceTicket, IsTheMacOfTheDeviceIdUnderTheDerivedKey) {
  // HMAC-SHA256(HKDF(00..01, "heliograph/device-ticket/1"), 00112233445566778899aabbccddeeff), first 16 bytes, by
  // Python's hmac and hashlib.
  EXPECT_EQ(toHex(DeviceTickets(keyWithScalar(1)).issue(kDevice)), "1ea4e80af643123ced08d60bbacb7503");
}

TEST(DeviceTicket, IsGoodForItsDeviceAndServerAlone) {
  const DeviceTickets tickets(keyWithScalar(1));
  const auto ticket = tickets.issue(kDevice);
  EXPECT_TRUE(tickets.isIssued(ticket, kDevice));
  EXPECT_FALSE(tickets.isIssued(ticket, DeviceId::random(random_source)));
  EXPECT_FALSE(DeviceTickets(keyWithScalar(2)).isIssued(ticket, kDevice));
}

TEST(DeviceTicket, EveryBitOfItCounts) {
  const DeviceTickets tickets(keyWithScalar(1));
  for (std::size_t bit = 0; bit < 128; ++bit) {
    auto forged = tickets.issue(kDevice);
    forged[bit / 8] = static_cast<std::uint8_t>(forged[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(tickets.isIssued(forged, kDevice)) << bit;
  }
}

TEST(ActivationCode, IsKeptAsTheMacOfApplicationAndCodeUnderTheDerivedKey) {
  // As above, with "heliograph/activation-code/1", over the application's id and "12345678".
  EXPECT_EQ(toHex(ActivationCodes(keyWithScalar(1)).hash(kApplication, bytesOf("12345678"))),
            "e73c28a5961bc5120901018f9f5e5dfdc6aa237f950265ae76f705dbc36ce992");
}

TEST(ActivationCode, HasTheConfiguredLengthAndAlphabet) {
  const ActivationCodes codes(keyWithScalar(1));
  const struct {
    ActivationCodeType type;
    int length;
    std::string_view alphabet;
  } rows[] = {
      {ActivationCodeType::kNumeric, 8, "0123456789"},
      {ActivationCodeType::kNumeric, 64, "0123456789"},
      {ActivationCodeType::kAlphanumeric, 6, "23456789ABCDEFGHJKMNPQRSTUVWXYZ"},
  };
  for (const auto& row : rows) {
    const SecretBytes code = codes.draw(withCodes(row.type, row.length), random_source);
    EXPECT_EQ(code.size(), static_cast<std::size_t>(row.length));
    EXPECT_EQ(textOf(code.expose()).find_first_not_of(row.alphabet), std::string_view::npos);
  }
}

TEST(ActivationCode, IsDrawnEvenly) {
  const ActivationCodes codes(keyWithScalar(1));
  const auto configuration = withCodes(ActivationCodeType::kAlphanumeric, 64);
  std::map<std::uint8_t, int> counts;
  constexpr int kDraws = 500;
  for (int i = 0; i < kDraws; ++i) {
    const SecretBytes code = codes.draw(configuration, random_source);
    for (const std::uint8_t character : code.expose()) ++counts[character];
  }
  ASSERT_EQ(counts.size(), 31u);
  constexpr double kExpected = kDraws * 64 / 31.0;
  for (const auto& [character, count] : counts) {
    EXPECT_NEAR(count, kExpected, 7 * std::sqrt(kExpected)) << character;  // seven standard deviations
  }
}

TEST(ActivationCode, BytesThatWouldFavourSomeCharactersAreDrawnAgain) {
  // 248 = 8 * 31: taken modulo 31 the bytes from there on would make the first eight characters likelier.
  class Scripted final : public Random {
   public:
    void fill(MutableByteView bytes) override {
      for (std::uint8_t& byte : bytes) byte = script[next++ % script.size()];
    }
    std::vector<std::uint8_t> script{248, 255, 30, 0, 247, 31};
    std::size_t next = 0;
  } scripted;
  const SecretBytes code =
      ActivationCodes(keyWithScalar(1)).draw(withCodes(ActivationCodeType::kAlphanumeric, 6), scripted);
  EXPECT_EQ(textOf(code.expose()), "Z2Z2Z2");
}

TEST(ActivationCode, LowerCaseIsReadAsUpper) {
  const ActivationCodes codes(keyWithScalar(1));
  EXPECT_EQ(codes.hash(kApplication, bytesOf("abcxyz29")), codes.hash(kApplication, bytesOf("ABCXYZ29")));
}

TEST(ActivationCode, ItsHashBelongsToApplicationAndServer) {
  const ActivationCodes codes(keyWithScalar(1));
  std::set<ActivationCodeHash> hashes{codes.hash(kApplication, bytesOf("12345678")),
                                      codes.hash(kApplication, bytesOf("12345679")),
                                      codes.hash(ApplicationId::random(random_source), bytesOf("12345678")),
                                      ActivationCodes(keyWithScalar(2)).hash(kApplication, bytesOf("12345678"))};
  EXPECT_EQ(hashes.size(), 4u);
}

}  // namespace
}  // namespace heliograph::domain
