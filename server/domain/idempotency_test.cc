#include "domain/idempotency.h"

#include <gtest/gtest.h>

#include <set>

#include "base/hex.h"

namespace heliograph::domain {
namespace {

crypto::P256PrivateKey keyWithScalar(std::uint8_t last_byte) {
  return *crypto::P256PrivateKey::fromScalar(
      crypto::P256Scalar::filledBy([&](MutableByteView out) { out.back() = last_byte; }));
}

const ApiKeyId kApiKey = *ApiKeyId::parse("00112233-4455-6677-8899-aabbccddeeff");
const ApiKeyId kAnotherApiKey = *ApiKeyId::parse("00112233-4455-6677-8899-aabbccddeefe");

TEST(IdempotencyKeys, AreTheMacsOfLengthPrefixedFieldsUnderTheDerivedKey) {
  // By Python's hmac and hashlib, after the formulas of the header.
  const IdempotencyKey key =
      IdempotencyKeys(keyWithScalar(1)).of(kApiKey, "/offline-authentications", "order-42", R"({"otp":"123456"})");
  EXPECT_EQ(toHex(key.key), "2197f56beb7d1d5e9872a0f234ed6a4529c59782048cb9829810013e52486ba6");
  EXPECT_EQ(toHex(key.request), "720e1ee28dbe53a98cf17504c57514f0eb5320f1a625525955e099b98dda40d3");
}

TEST(IdempotencyKeys, TheSameCallHasTheSameKeyOnEveryServerOfADatabase) {
  EXPECT_EQ(IdempotencyKeys(keyWithScalar(1)).of(kApiKey, "/path", "key", "body"),
            IdempotencyKeys(keyWithScalar(1)).of(kApiKey, "/path", "key", "body"));
}

TEST(IdempotencyKeys, AnotherBodyIsAnotherRequestWithTheSameKey) {
  const IdempotencyKeys keys(keyWithScalar(1));
  const IdempotencyKey one = keys.of(kApiKey, "/path", "key", "body");
  const IdempotencyKey other = keys.of(kApiKey, "/path", "key", "other body");
  EXPECT_EQ(one.key, other.key);
  EXPECT_NE(one.request, other.request);
}

TEST(IdempotencyKeys, BelongToApiKeyPathKeyAndDatabase) {
  const IdempotencyKeys keys(keyWithScalar(1));
  const std::set<crypto::Sha256Hash> hashes{
      keys.of(kApiKey, "/path", "key", "body").key,
      keys.of(kAnotherApiKey, "/path", "key", "body").key,
      keys.of(kApiKey, "/other", "key", "body").key,
      keys.of(kApiKey, "/path", "other", "body").key,
      keys.of(kApiKey, "/pathk", "ey", "body").key,
      IdempotencyKeys(keyWithScalar(2)).of(kApiKey, "/path", "key", "body").key,
  };
  EXPECT_EQ(hashes.size(), 6u);
}

TEST(IdempotencyKeys, DoNotShowThatTwoRequestsHadEqualBodies) {
  const IdempotencyKeys keys(keyWithScalar(1));
  EXPECT_NE(keys.of(kApiKey, "/path", "one", "body").request, keys.of(kApiKey, "/path", "two", "body").request);
}

}  // namespace
}  // namespace heliograph::domain
