#include "crypto/scrypt.h"

#include <gtest/gtest.h>

#include "crypto/test_vectors.h"

namespace heliograph::crypto {
namespace {

TEST(Scrypt, GivesTheKeysOfRfc7914) {
  for (const auto& vector : readVectors("crypto/testdata/scrypt.json")) {
    const ScryptCost cost{vector.at("n"), vector.at("r"), vector.at("p")};
    Bytes key(64);
    scrypt(bytesOf(textAt(vector, "password")), bytesOf(textAt(vector, "salt")), cost, key);
    EXPECT_EQ(toHex(key), textAt(vector, "key"));
  }
}

TEST(Scrypt, MayUseMoreThan32Megabytes) {
  // 32 MiB and a little, the cost of a PIN: above OpenSSL's own limit.
  Bytes key(32);
  scrypt(bytesOf("1234"), bytesOf("0123456789abcdef"), {.n = 1 << 15, .r = 8, .p = 1}, key);
  EXPECT_NE(key, Bytes(32));
}

TEST(Scrypt, RefusesACostThatIsNoPowerOfTwo) {
  Bytes key(32);
  EXPECT_THROW(scrypt({}, {}, {.n = 15, .r = 8, .p = 1}, key), std::runtime_error);
}

}  // namespace
}  // namespace heliograph::crypto
