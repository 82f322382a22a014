#include "crypto/p256.h"

#include <gtest/gtest.h>

#include "crypto/system_random.h"
#include "crypto/test_random.h"
#include "crypto/test_vectors.h"

namespace heliograph::crypto {
namespace {

P256Scalar scalarFrom(const Bytes& bytes) { return P256Scalar::copyOf(ByteView(bytes).first<kP256ScalarSize>()); }
P256Scalar scalarFrom(std::string_view hex) { return scalarFrom(fromHex(hex).value()); }

// The order of the group, and its neighbours.
constexpr std::string_view kOrder = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
constexpr std::string_view kOrderLessOne = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550";
constexpr std::string_view kOrderPlusOne = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552";
constexpr std::string_view kZero = "0000000000000000000000000000000000000000000000000000000000000000";
constexpr std::string_view kOne = "0000000000000000000000000000000000000000000000000000000000000001";
constexpr std::string_view kGenerator =
    "046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";

TEST(P256PublicKey, IsAcceptedExactlyWhereThePointLiesOnTheCurve) {
  for (const auto& vector : readVectors("crypto/testdata/p256_points.json")) {
    const auto key = P256PublicKey::fromPoint(bytesAt(vector, "point"));
    EXPECT_EQ(key.has_value(), vector.at("valid").get<bool>()) << vector;
  }
}

TEST(P256PublicKey, IsReadInUncompressedFormOnly) {
  const Bytes point = fromHex(kGenerator).value();
  EXPECT_EQ(toHex(P256PublicKey::fromPoint(point).value().point()), kGenerator);

  Bytes compressed(point.begin(), point.begin() + 33);
  compressed[0] = 0x03;
  Bytes hybrid = point;
  hybrid[0] = 0x07;
  Bytes too_long = point;
  too_long.push_back(0);
  for (const Bytes& bytes : {Bytes{}, Bytes{0x00}, Bytes(65), compressed, hybrid, too_long}) {
    EXPECT_FALSE(P256PublicKey::fromPoint(bytes)) << toHex(bytes);
  }
}

TEST(P256PublicKey, RefusesCoordinatesThatAreNotReduced) {
  // x = p, y = the root of b: the point (0, sqrt b) written with an x that is too large.
  const auto point = fromHex(
      "04ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
      "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4");
  EXPECT_FALSE(P256PublicKey::fromPoint(point.value()));
  const auto reduced = fromHex(
      "040000000000000000000000000000000000000000000000000000000000000000"
      "66485c780e2f83d72433bd5d84a06bb6541c2af31dae871728bf856a174f93f4");
  EXPECT_TRUE(P256PublicKey::fromPoint(reduced.value()));
}

TEST(P256PrivateKey, HasAScalarFromOneToTheOrderLessOne) {
  EXPECT_FALSE(P256PrivateKey::fromScalar(scalarFrom(kZero)));
  EXPECT_FALSE(P256PrivateKey::fromScalar(scalarFrom(kOrder)));
  EXPECT_FALSE(P256PrivateKey::fromScalar(scalarFrom(kOrderPlusOne)));
  EXPECT_TRUE(P256PrivateKey::fromScalar(scalarFrom(kOrderLessOne)));
  const auto one = P256PrivateKey::fromScalar(scalarFrom(kOne));
  ASSERT_TRUE(one);
  EXPECT_EQ(toHex(one->publicKey().point()), kGenerator);
}

TEST(P256PrivateKey, IsGeneratedByDrawingUntilTheScalarFits) {
  Bytes script = fromHex(kOrder).value();
  const Bytes second = fromHex(kOne).value();
  script.insert(script.end(), second.begin(), second.end());
  ScriptedRandom random(script);
  EXPECT_EQ(toHex(P256PrivateKey::generate(random).scalar().expose()), kOne);
}

TEST(P256PrivateKey, IsNotGeneratedFromASourceThatRepeatsItself) {
  ScriptedRandom random(fromHex(kZero).value());
  EXPECT_THROW((void)P256PrivateKey::generate(random), std::runtime_error);
}

TEST(Ecdh, GivesBothSidesThePublishedSecret) {
  for (const auto& vector : readVectors("crypto/testdata/p256_ecdh.json")) {
    const auto ours = P256PrivateKey::fromScalar(scalarFrom(bytesAt(vector, "scalar"))).value();
    const auto theirs = P256PrivateKey::fromScalar(scalarFrom(bytesAt(vector, "peer_scalar"))).value();
    EXPECT_EQ(toHex(ours.publicKey().point()), textAt(vector, "point"));
    EXPECT_EQ(toHex(theirs.publicKey().point()), textAt(vector, "peer_point"));
    EXPECT_EQ(toHex(ours.agree(theirs.publicKey()).expose()), textAt(vector, "shared_secret"));
    EXPECT_EQ(toHex(theirs.agree(ours.publicKey()).expose()), textAt(vector, "shared_secret"));
  }
}

TEST(Ecdsa, VerifiesExactlyTheValidSignatures) {
  for (const auto& vector : readVectors("crypto/testdata/p256_ecdsa.json")) {
    const auto key = P256PublicKey::fromPoint(bytesAt(vector, "point")).value();
    const Bytes signature = bytesAt(vector, "signature");
    const bool verified = key.verify(bytesAt(vector, "message"), ByteView(signature).first<kP256SignatureSize>());
    EXPECT_EQ(verified, vector.at("valid").get<bool>()) << vector;
  }
}

TEST(Ecdsa, SignsWhatItsPublicKeyVerifies) {
  SystemRandom random;
  const auto key = P256PrivateKey::generate(random);
  const auto other_key = P256PrivateKey::generate(random);
  for (const std::string_view message : {"", "message"}) {
    const P256Signature signature = key.sign(bytesOf(message));
    EXPECT_TRUE(key.publicKey().verify(bytesOf(message), signature));
    EXPECT_FALSE(key.publicKey().verify(bytesOf("another"), signature));
    EXPECT_FALSE(other_key.publicKey().verify(bytesOf(message), signature));
  }
}

TEST(Ecdsa, RefusesEveryChangedSignatureAndTheDegenerateOnes) {
  SystemRandom random;
  const auto key = P256PrivateKey::generate(random);
  P256Signature signature = key.sign(bytesOf("message"));
  for (std::uint8_t& byte : signature) {
    byte ^= 0x10;
    EXPECT_FALSE(key.publicKey().verify(bytesOf("message"), signature));
    byte ^= 0x10;
  }
  EXPECT_FALSE(key.publicKey().verify(bytesOf("message"), P256Signature{}));
  P256Signature all_ones;
  all_ones.fill(0xFF);
  EXPECT_FALSE(key.publicKey().verify(bytesOf("message"), all_ones));
}

TEST(P256PrivateKey, StaysUsableWhenMoved) {
  SystemRandom random;
  auto first = P256PrivateKey::generate(random);
  const auto public_key = first.publicKey();
  auto second = P256PrivateKey::generate(random);
  second = std::move(first);
  EXPECT_EQ(second.publicKey(), public_key);
  EXPECT_TRUE(public_key.verify(bytesOf("message"), second.sign(bytesOf("message"))));
}

}  // namespace
}  // namespace heliograph::crypto
