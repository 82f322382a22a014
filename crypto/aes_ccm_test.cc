#include "crypto/aes_ccm.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "crypto/test_vectors.h"

namespace heliograph::crypto {
namespace {

using testing::Each;

template <std::size_t Size>
std::span<const std::uint8_t, Size> fixed(const Bytes& bytes) {
  return ByteView(bytes).first<Size>();
}

struct Vector {
  explicit Vector(const nlohmann::json& entry)
      : key(bytesAt(entry, "key")),
        nonce(bytesAt(entry, "nonce")),
        associated_data(bytesAt(entry, "associated_data")),
        plaintext(bytesAt(entry, "plaintext")),
        ciphertext(bytesAt(entry, "ciphertext")),
        tag(bytesAt(entry, "tag")),
        is_valid(entry.at("valid")) {}

  Bytes key, nonce, associated_data, plaintext, ciphertext, tag;
  bool is_valid;

  [[nodiscard]] std::array<std::uint8_t, kCcmTagSize> seal(ByteView in, MutableByteView out) const {
    return aesCcmSeal(fixed<32>(key), fixed<kCcmNonceSize>(nonce), AssociatedData(associated_data), in, out);
  }
  [[nodiscard]] bool open(ByteView in, MutableByteView out) const {
    return aesCcmOpen(fixed<32>(key), fixed<kCcmNonceSize>(nonce), AssociatedData(associated_data), in,
                      fixed<kCcmTagSize>(tag), out);
  }
};

std::vector<Vector> publishedVectors(bool is_valid) {
  std::vector<Vector> vectors;
  for (const auto& entry : readVectors("crypto/testdata/aes_ccm.json")) {
    if (entry.at("valid") == is_valid) vectors.emplace_back(entry);
  }
  return vectors;
}

TEST(AesCcm, SealsToThePublishedBytes) {
  for (const Vector& vector : publishedVectors(true)) {
    Bytes sealed(vector.plaintext.size());
    EXPECT_EQ(toHex(vector.seal(vector.plaintext, sealed)), toHex(vector.tag));
    EXPECT_EQ(toHex(sealed), toHex(vector.ciphertext));
  }
}

TEST(AesCcm, OpensThePublishedBytes) {
  for (const Vector& vector : publishedVectors(true)) {
    Bytes opened(vector.ciphertext.size());
    EXPECT_TRUE(vector.open(vector.ciphertext, opened));
    EXPECT_EQ(toHex(opened), toHex(vector.plaintext));
  }
}

TEST(AesCcm, SealsAndOpensInPlace) {
  for (const Vector& vector : publishedVectors(true)) {
    Bytes bytes = vector.plaintext;
    (void)vector.seal(bytes, bytes);
    EXPECT_EQ(bytes, vector.ciphertext);
    EXPECT_TRUE(vector.open(bytes, bytes));
    EXPECT_EQ(bytes, vector.plaintext);
  }
}

TEST(AesCcm, RefusesThePublishedForgeriesAndLeavesZeros) {
  for (const Vector& vector : publishedVectors(false)) {
    Bytes opened(vector.ciphertext.size(), 0xEE);
    EXPECT_FALSE(vector.open(vector.ciphertext, opened));
    EXPECT_THAT(opened, Each(0));
  }
}

class SealedMessage : public testing::Test {
 protected:
  Bytes key = Bytes(32, 0x01);
  Bytes nonce = Bytes(kCcmNonceSize, 0x02);
  Bytes associated_data = Bytes(46, 0x03);
  Bytes ciphertext = Bytes(20);
  Bytes tag;

  void SetUp() override {
    const auto made = aesCcmSeal(fixed<32>(key), fixed<kCcmNonceSize>(nonce), AssociatedData(associated_data),
                                 Bytes(20, 0x04), ciphertext);
    tag.assign(made.begin(), made.end());
  }

  bool opens() const {
    Bytes out(ciphertext.size());
    return aesCcmOpen(fixed<32>(key), fixed<kCcmNonceSize>(nonce), AssociatedData(associated_data), ciphertext,
                      fixed<kCcmTagSize>(tag), out);
  }
  // One bit changed in `part`, position by position.
  void expectEveryChangeToBeRefused(Bytes& part) const {
    for (std::uint8_t& byte : part) {
      byte ^= 0x80;
      EXPECT_FALSE(opens());
      byte ^= 0x80;
    }
    EXPECT_TRUE(opens());
  }
};

TEST_F(SealedMessage, DoesNotOpenUnderAnotherKey) { expectEveryChangeToBeRefused(key); }
TEST_F(SealedMessage, DoesNotOpenUnderAnotherNonce) { expectEveryChangeToBeRefused(nonce); }
TEST_F(SealedMessage, DoesNotOpenWithOtherAssociatedData) { expectEveryChangeToBeRefused(associated_data); }
TEST_F(SealedMessage, DoesNotOpenWhenAltered) { expectEveryChangeToBeRefused(ciphertext); }
TEST_F(SealedMessage, DoesNotOpenUnderAnotherTag) { expectEveryChangeToBeRefused(tag); }

}  // namespace
}  // namespace heliograph::crypto
