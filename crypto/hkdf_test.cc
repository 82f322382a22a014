#include "crypto/hkdf.h"

#include <gtest/gtest.h>

#include "crypto/test_vectors.h"

namespace heliograph::crypto {
namespace {

HashAlgorithm algorithmOf(const nlohmann::json& vector) {
  return textAt(vector, "hash") == "SHA-1" ? HashAlgorithm::kSha1 : HashAlgorithm::kSha256;
}

TEST(HkdfExtract, GivesTheKeysOfRfc5869) {
  for (const auto& vector : readVectors("crypto/testdata/hkdf.json")) {
    const PseudoRandomKey prk =
        hkdfExtract(algorithmOf(vector), bytesAt(vector, "salt"), bytesAt(vector, "input_key_material"));
    EXPECT_EQ(toHex(prk.expose()), textAt(vector, "prk")) << "case " << vector.at("case");
  }
}

TEST(HkdfExpand, GivesTheKeysOfRfc5869) {
  for (const auto& vector : readVectors("crypto/testdata/hkdf.json")) {
    const auto prk = PseudoRandomKey::copyOf(bytesAt(vector, "prk"));
    Bytes okm(bytesAt(vector, "okm").size());
    hkdfExpand(algorithmOf(vector), prk, bytesAt(vector, "info"), okm);
    EXPECT_EQ(toHex(okm), textAt(vector, "okm")) << "case " << vector.at("case");
  }
}

TEST(HkdfExpand, OfNothingWritesNothing) {
  hkdfExpand(HashAlgorithm::kSha256, PseudoRandomKey(32), bytesOf("info"), {});
}

TEST(HkdfExpand, GivesUpTo255Blocks) {
  Bytes longest(255 * 32);
  hkdfExpand(HashAlgorithm::kSha256, PseudoRandomKey(32), {}, longest);
  Bytes shorter(254 * 32);
  hkdfExpand(HashAlgorithm::kSha256, PseudoRandomKey(32), {}, shorter);
  EXPECT_TRUE(std::ranges::equal(ByteView(longest).first(shorter.size()), shorter));
}

}  // namespace
}  // namespace heliograph::crypto
