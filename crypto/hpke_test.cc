#include "crypto/hpke.h"

#include <gtest/gtest.h>

#include "crypto/system_random.h"
#include "crypto/test_vectors.h"

namespace heliograph::crypto {
namespace {

// Both ends of one published conversation.
class Rfc9180 : public testing::TestWithParam<HpkeAead> {
 protected:
  static nlohmann::json vectorOf(HpkeAead aead) {
    for (const auto& vector : readVectors("crypto/testdata/hpke.json")) {
      if (vector.at("aead") == static_cast<int>(aead)) return vector;
    }
    throw std::runtime_error("no vector for this AEAD");
  }

  nlohmann::json vector = vectorOf(GetParam());
  P256PrivateKey ephemeral = hpkeDeriveKeyPair(bytesAt(vector, "ephemeral_input"));
  P256PrivateKey recipient = hpkeDeriveKeyPair(bytesAt(vector, "recipient_input"));
  HpkeSender sender = hpkeSetupSender(GetParam(), recipient.publicKey(), bytesAt(vector, "info"), ephemeral);
  HpkeContext receiver =
      hpkeSetupReceiver(GetParam(), sender.encapsulated_key, recipient, bytesAt(vector, "info")).value();

  // The vectors leave out messages; what is left out still advances the sequence number.
  std::uint64_t next_sequence = 0;
  void skipTo(std::uint64_t sequence) {
    for (; next_sequence < sequence; ++next_sequence) ASSERT_TRUE(receiver.open({}, sender.context.seal({}, {})));
    ++next_sequence;
  }
};

TEST_P(Rfc9180, DerivesThePublishedKeyPairs) {
  EXPECT_EQ(toHex(recipient.scalar().expose()), textAt(vector, "recipient_scalar"));
  EXPECT_EQ(toHex(recipient.publicKey().point()), textAt(vector, "recipient_point"));
}

TEST_P(Rfc9180, EncapsulatesToThePublishedKey) {
  EXPECT_EQ(toHex(sender.encapsulated_key), textAt(vector, "encapsulated_key"));
}

TEST_P(Rfc9180, SealsThePublishedCiphertextsAndOpensThem) {
  for (const auto& message : vector.at("encryptions")) {
    skipTo(message.at("sequence"));
    const Bytes associated_data = bytesAt(message, "associated_data");
    const Bytes sealed = sender.context.seal(AssociatedData(associated_data), bytesAt(message, "plaintext"));
    EXPECT_EQ(toHex(sealed), textAt(message, "ciphertext"));
    const auto opened = receiver.open(AssociatedData(associated_data), sealed);
    ASSERT_TRUE(opened);
    EXPECT_EQ(toHex(opened->expose()), textAt(message, "plaintext"));
  }
}

TEST_P(Rfc9180, ExportsThePublishedSecretsAtBothEnds) {
  for (const auto& exported : vector.at("exports")) {
    Bytes value(32);
    sender.context.exportSecret(bytesAt(exported, "context"), value);
    EXPECT_EQ(toHex(value), textAt(exported, "value"));
    receiver.exportSecret(bytesAt(exported, "context"), value);
    EXPECT_EQ(toHex(value), textAt(exported, "value"));
  }
}

TEST_P(Rfc9180, DoesNotOpenWhatWasAlteredAndStaysInStep) {
  Bytes sealed = sender.context.seal(AssociatedData(bytesOf("data")), bytesOf("message"));
  EXPECT_FALSE(receiver.open(AssociatedData(bytesOf("other data")), sealed));
  sealed[0] ^= 1;
  EXPECT_FALSE(receiver.open(AssociatedData(bytesOf("data")), sealed));
  sealed[0] ^= 1;
  EXPECT_TRUE(receiver.open(AssociatedData(bytesOf("data")), sealed));
  EXPECT_FALSE(receiver.open(AssociatedData(bytesOf("data")), sealed)) << "the sequence number has moved on";
}

INSTANTIATE_TEST_SUITE_P(AppendixA3, Rfc9180, testing::Values(HpkeAead::kAes128Gcm, HpkeAead::kAes256Gcm),
                         [](const auto& test) {
                           return test.param == HpkeAead::kAes128Gcm ? "Aes128Gcm" : "Aes256Gcm";
                         });

class HpkeReceiver : public testing::Test {
 protected:
  SystemRandom random;
  P256PrivateKey recipient = P256PrivateKey::generate(random);
  HpkeSender sender =
      hpkeSetupSender(HpkeAead::kAes256Gcm, recipient.publicKey(), bytesOf("info"), P256PrivateKey::generate(random));
};

TEST_F(HpkeReceiver, RefusesAnEncapsulatedKeyThatIsNoPointOfTheCurve) {
  P256Point altered = sender.encapsulated_key;
  altered.back() ^= 1;
  EXPECT_FALSE(hpkeSetupReceiver(HpkeAead::kAes256Gcm, altered, recipient, bytesOf("info")));
  EXPECT_FALSE(hpkeSetupReceiver(HpkeAead::kAes256Gcm, {}, recipient, bytesOf("info")));
}

TEST_F(HpkeReceiver, OpensNothingWithAnotherKeyOrInfoOrAead) {
  const Bytes sealed = sender.context.seal({}, bytesOf("message"));
  const auto opens = [&](HpkeAead aead, const P256PrivateKey& key, std::string_view info) {
    return hpkeSetupReceiver(aead, sender.encapsulated_key, key, bytesOf(info)).value().open({}, sealed).has_value();
  };
  EXPECT_TRUE(opens(HpkeAead::kAes256Gcm, recipient, "info"));
  EXPECT_FALSE(opens(HpkeAead::kAes256Gcm, P256PrivateKey::generate(random), "info"));
  EXPECT_FALSE(opens(HpkeAead::kAes256Gcm, recipient, "other info"));
  EXPECT_FALSE(opens(HpkeAead::kAes128Gcm, recipient, "info"));
}

}  // namespace
}  // namespace heliograph::crypto
