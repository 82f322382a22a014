#include "crypto/aes_gcm.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/test_vectors.h"

namespace heliograph::crypto {
namespace {

using SomeKey = Secret<struct SomeKeyTag, 32>;

struct Vector {
  explicit Vector(const nlohmann::json& entry)
      : key(SecretBytes::copyOf(bytesAt(entry, "key"))),
        nonce_bytes(bytesAt(entry, "nonce")),
        associated_data(bytesAt(entry, "associated_data")),
        plaintext(bytesAt(entry, "plaintext")),
        sealed(bytesAt(entry, "sealed")) {}

  SecretBytes key;
  Bytes nonce_bytes, associated_data, plaintext, sealed;

  [[nodiscard]] GcmKey gcmKey() const { return GcmKey(key); }
  [[nodiscard]] AssociatedData associatedData() const { return AssociatedData(associated_data); }
  [[nodiscard]] auto nonce() const { return ByteView(nonce_bytes).first<kGcmNonceSize>(); }
};

std::vector<Vector> publishedVectors(bool is_valid) {
  std::vector<Vector> vectors;
  for (const auto& entry : readVectors("crypto/testdata/aes_gcm.json")) {
    if (entry.at("valid") == is_valid) vectors.emplace_back(entry);
  }
  return vectors;
}

TEST(AesGcm, SealsToThePublishedBytes) {
  for (const Vector& vector : publishedVectors(true)) {
    EXPECT_EQ(toHex(aesGcmSeal(vector.gcmKey(), vector.nonce(), vector.associatedData(), vector.plaintext)),
              toHex(vector.sealed));
  }
}

TEST(AesGcm, OpensThePublishedBytes) {
  for (const Vector& vector : publishedVectors(true)) {
    const auto opened = aesGcmOpen(vector.gcmKey(), vector.nonce(), vector.associatedData(), vector.sealed);
    ASSERT_TRUE(opened);
    EXPECT_EQ(toHex(opened->expose()), toHex(vector.plaintext));
  }
}

TEST(AesGcm, RefusesThePublishedForgeries) {
  for (const Vector& vector : publishedVectors(false)) {
    EXPECT_FALSE(aesGcmOpen(vector.gcmKey(), vector.nonce(), vector.associatedData(), vector.sealed));
  }
}

TEST(AesGcm, RefusesWhatIsShorterThanATag) {
  const std::array<std::uint8_t, kGcmNonceSize> nonce{};
  const auto key = SomeKey::filledBy([](auto out) { std::ranges::fill(out, 0); });
  EXPECT_FALSE(aesGcmOpen(key, nonce, {}, {}));
  EXPECT_FALSE(aesGcmOpen(key, nonce, {}, Bytes(kGcmTagSize - 1)));
}

TEST(AesGcm, RefusesEveryChangeOfWhatWasSealed) {
  const std::array<std::uint8_t, kGcmNonceSize> nonce{};
  const auto key = SomeKey::filledBy([](auto out) { std::ranges::fill(out, 0); });
  Bytes sealed = aesGcmSeal(key, nonce, AssociatedData(bytesOf("row")), bytesOf("a key"));
  for (std::uint8_t& byte : sealed) {
    byte ^= 0x01;
    EXPECT_FALSE(aesGcmOpen(key, nonce, AssociatedData(bytesOf("row")), sealed));
    byte ^= 0x01;
  }
  EXPECT_FALSE(aesGcmOpen(key, nonce, AssociatedData(bytesOf("another row")), sealed));
  EXPECT_TRUE(aesGcmOpen(key, nonce, AssociatedData(bytesOf("row")), sealed));
}

}  // namespace
}  // namespace heliograph::crypto
