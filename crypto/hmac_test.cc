#include "crypto/hmac.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "crypto/test_vectors.h"

namespace heliograph::crypto {
namespace {

const std::map<std::string, HashAlgorithm> kAlgorithms{
    {"SHA-1", HashAlgorithm::kSha1}, {"SHA-256", HashAlgorithm::kSha256}, {"SHA-512", HashAlgorithm::kSha512}};

TEST(Hmac, GivesThePublishedMacs) {
  for (const auto& vector : readVectors("crypto/testdata/hmac.json")) {
    const Bytes expected = bytesAt(vector, "mac");
    const HashValue mac =
        hmac(kAlgorithms.at(textAt(vector, "hash")), bytesAt(vector, "key"), {bytesAt(vector, "message")});
    EXPECT_EQ(toHex(mac.view().first(expected.size())), toHex(expected)) << vector;
  }
}

TEST(Hmac, TakesPartsAsIfTheyWereOneMessage) {
  const Bytes key(32, 0x42);
  EXPECT_EQ(hmac(HashAlgorithm::kSha256, key, {bytesOf("ab"), {}, bytesOf("c")}),
            hmac(HashAlgorithm::kSha256, key, {bytesOf("abc")}));
}

TEST(Hmac, TakesTheEmptyKeyForZerosAndForgetsTheKeyBefore) {
  const Bytes zeros(64, 0);
  const HashValue expected = hmac(HashAlgorithm::kSha256, zeros, {bytesOf("message")});
  (void)hmac(HashAlgorithm::kSha256, Bytes(32, 0x42), {bytesOf("message")});
  EXPECT_EQ(hmac(HashAlgorithm::kSha256, {}, {bytesOf("message")}), expected);
  EXPECT_EQ(toHex(hmac(HashAlgorithm::kSha256, {}, {}).view()),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

}  // namespace
}  // namespace heliograph::crypto
