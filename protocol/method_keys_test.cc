#include "protocol/method_keys.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "crypto/test_vectors.h"

namespace heliograph::protocol {
namespace {

template <class SomeSecret>
SomeSecret secretAt(const nlohmann::json& vector, const char* field) {
  return SomeSecret::filledBy([&](MutableByteView out) { EXPECT_TRUE(fromHex(textAt(vector, field), out)); });
}

TEST(MethodKeys, AreThePublishedOnes) {
  for (const auto& vector : readVectors("protocol/testdata/method_keys.json")) {
    const MethodKeys keys = deriveMethodKeys(
        secretAt<KeyAgreementSecret>(vector, "agreed_secret"), secretAt<PhoneRandom>(vector, "phone_random"),
        secretAt<ServerRandom>(vector, "server_random"), DeviceId::parse(textAt(vector, "device_id")).value(),
        authMethodFromApiName(textAt(vector, "auth_method")).value());
    EXPECT_EQ(toHex(keys.data_key.expose()), textAt(vector, "data_key")) << vector;
    EXPECT_EQ(toHex(keys.otp_key.expose()), textAt(vector, "otp_key")) << vector;
  }
}

TEST(MethodKeys, DifferForEveryMethodAndPurpose) {
  const auto filled = [](std::uint8_t byte) { return [byte](auto out) { std::ranges::fill(out, byte); }; };
  std::set<std::string> keys;
  for (const AuthMethod method : kAllAuthMethods) {
    const MethodKeys pair = deriveMethodKeys(KeyAgreementSecret::filledBy(filled(1)), PhoneRandom::filledBy(filled(2)),
                                             ServerRandom::filledBy(filled(3)), DeviceId(UuidBytes{}), method);
    keys.insert(toHex(pair.data_key.expose()));
    keys.insert(toHex(pair.otp_key.expose()));
  }
  EXPECT_EQ(keys.size(), 2 * kAllAuthMethods.size());
}

}  // namespace
}  // namespace heliograph::protocol
