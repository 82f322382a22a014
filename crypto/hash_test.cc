#include "crypto/hash.h"

#include <gtest/gtest.h>

#include "base/hex.h"

namespace heliograph::crypto {
namespace {

// FIPS 180-4 examples.
TEST(Sha256, HashesTheStandardMessages) {
  EXPECT_EQ(toHex(sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(toHex(sha256({bytesOf("abc")})), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(toHex(sha256({bytesOf("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")})),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, HashesPartsAsIfTheyWereOne) {
  EXPECT_EQ(sha256({bytesOf("a"), {}, bytesOf("bc")}), sha256({bytesOf("abc")}));
}

TEST(HashSize, IsThatOfTheAlgorithm) {
  EXPECT_EQ(hashSize(HashAlgorithm::kSha1), 20U);
  EXPECT_EQ(hashSize(HashAlgorithm::kSha256), 32U);
  EXPECT_EQ(hashSize(HashAlgorithm::kSha512), kLargestHashSize);
}

}  // namespace
}  // namespace heliograph::crypto
