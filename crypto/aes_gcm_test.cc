#include "crypto/aes_gcm.h"

#include <gtest/gtest.h>

#include "crypto/test_vectors.h"

namespace heliograph::crypto {
namespace {

struct Vector {
  explicit Vector(const nlohmann::json& entry)
      : key(bytesAt(entry, "key")),
        nonce_bytes(bytesAt(entry, "nonce")),
        associated_data(bytesAt(entry, "associated_data")),
        plaintext(bytesAt(entry, "plaintext")),
        sealed(bytesAt(entry, "sealed")) {}

  Bytes key, nonce_bytes, associated_data, plaintext, sealed;

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
    EXPECT_EQ(toHex(aesGcmSeal(vector.key, vector.nonce(), vector.associated_data, vector.plaintext)),
              toHex(vector.sealed));
  }
}

TEST(AesGcm, OpensThePublishedBytes) {
  for (const Vector& vector : publishedVectors(true)) {
    const auto opened = aesGcmOpen(vector.key, vector.nonce(), vector.associated_data, vector.sealed);
    ASSERT_TRUE(opened);
    EXPECT_EQ(toHex(opened->expose()), toHex(vector.plaintext));
  }
}

TEST(AesGcm, RefusesThePublishedForgeries) {
  for (const Vector& vector : publishedVectors(false)) {
    EXPECT_FALSE(aesGcmOpen(vector.key, vector.nonce(), vector.associated_data, vector.sealed));
  }
}

TEST(AesGcm, RefusesWhatIsShorterThanATag) {
  const std::array<std::uint8_t, kGcmNonceSize> nonce{};
  const Bytes key(32);
  EXPECT_FALSE(aesGcmOpen(key, nonce, {}, {}));
  EXPECT_FALSE(aesGcmOpen(key, nonce, {}, Bytes(kGcmTagSize - 1)));
}

TEST(AesGcm, RefusesEveryChangeOfWhatWasSealed) {
  const std::array<std::uint8_t, kGcmNonceSize> nonce{};
  const Bytes key(32);
  Bytes sealed = aesGcmSeal(key, nonce, bytesOf("row"), bytesOf("a key"));
  for (std::uint8_t& byte : sealed) {
    byte ^= 0x01;
    EXPECT_FALSE(aesGcmOpen(key, nonce, bytesOf("row"), sealed));
    byte ^= 0x01;
  }
  EXPECT_FALSE(aesGcmOpen(key, nonce, bytesOf("another row"), sealed));
  EXPECT_TRUE(aesGcmOpen(key, nonce, bytesOf("row"), sealed));
}

}  // namespace
}  // namespace heliograph::crypto
