#include "crypto/p256.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>

#include <utility>

#include "crypto/library_failure.h"

namespace heliograph::crypto {
namespace {

struct Free {
  void operator()(BIGNUM* number) const { BN_clear_free(number); }
  void operator()(BN_CTX* context) const { BN_CTX_free(context); }
  void operator()(EC_GROUP* group) const { EC_GROUP_free(group); }
  void operator()(EC_POINT* point) const { EC_POINT_clear_free(point); }
  void operator()(ECDSA_SIG* signature) const { ECDSA_SIG_free(signature); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
  void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
};
template <class Handle>
using Owned = std::unique_ptr<Handle, Free>;

constexpr char kGroupName[] = "P-256";
// SEQUENCE header, and two INTEGERs with theirs and a sign byte each.
constexpr std::size_t kMaxDerSignatureSize = 2 + 2 * (2 + 1 + 32);

// Set up once, since it costs more than a use; never freed, since threads may outlive static destructors.
const EC_GROUP* group() {
  static const EC_GROUP* const p256 = require(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1), "curve P-256");
  return p256;
}

constexpr char kDigestName[] = "SHA2-256";

// The EVP key of a public point and, where there is one, its scalar. Null where OpenSSL refuses them, as it does for a
// point that is not on the curve.
Owned<EVP_PKEY> importKey(ByteView point, const BIGNUM* scalar) {
  const Owned<OSSL_PARAM_BLD> builder(require(OSSL_PARAM_BLD_new(), "key parameters"));
  require(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kGroupName, 0), "key group");
  require(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
          "public key");
  if (scalar != nullptr) {
    require(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar), "private key");
  }
  const Owned<OSSL_PARAM> parameters(require(OSSL_PARAM_BLD_to_param(builder.get()), "key parameters"));
  const Owned<EVP_PKEY_CTX> context(require(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), "key context"));
  require(EVP_PKEY_fromdata_init(context.get()), "key context");
  const int selection = scalar != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  EVP_PKEY* key = nullptr;
  if (EVP_PKEY_fromdata(context.get(), &key, selection, parameters.get()) <= 0) ERR_clear_error();
  return Owned<EVP_PKEY>(key);
}

// The public point of a scalar that is known to be in range.
P256Point multiplyBase(const BIGNUM* scalar) {
  const Owned<BN_CTX> context(require(BN_CTX_secure_new(), "number context"));
  const Owned<EC_POINT> point(require(EC_POINT_new(group()), "curve point"));
  require(EC_POINT_mul(group(), point.get(), scalar, nullptr, nullptr, context.get()), "scalar multiplication");
  P256Point bytes{};
  if (EC_POINT_point2oct(group(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(), bytes.size(),
                         context.get()) != bytes.size()) {
    throwLibraryFailure("encode a curve point");
  }
  return bytes;
}

}  // namespace

struct P256PublicKey::Handle {
  Owned<EVP_PKEY> key;
};

P256PublicKey::P256PublicKey(const P256Point& point, std::shared_ptr<const Handle> handle)
    : point_(point), handle_(std::move(handle)) {}

std::optional<P256PublicKey> P256PublicKey::fromPoint(ByteView point) {
  constexpr std::uint8_t kUncompressed = 0x04;
  if (point.size() != kP256PointSize || point[0] != kUncompressed) return std::nullopt;
  Owned<EVP_PKEY> key = importKey(point, nullptr);
  if (!key) return std::nullopt;
  P256Point copy{};
  std::copy(point.begin(), point.end(), copy.begin());
  return P256PublicKey(copy, std::make_shared<const Handle>(Handle{std::move(key)}));
}

bool P256PublicKey::verify(ByteView message, std::span<const std::uint8_t, kP256SignatureSize> signature) const {
  const Owned<ECDSA_SIG> pair(require(ECDSA_SIG_new(), "signature"));
  Owned<BIGNUM> r(require(BN_bin2bn(signature.data(), 32, nullptr), "signature"));
  Owned<BIGNUM> s(require(BN_bin2bn(signature.data() + 32, 32, nullptr), "signature"));
  require(ECDSA_SIG_set0(pair.get(), r.release(), s.release()), "signature");
  std::array<std::uint8_t, kMaxDerSignatureSize> der{};
  std::uint8_t* end = der.data();
  const int der_size = i2d_ECDSA_SIG(pair.get(), &end);
  require(der_size, "encode a signature");

  const Owned<EVP_MD_CTX> context(require(EVP_MD_CTX_new(), "signature context"));
  require(EVP_DigestVerifyInit_ex(context.get(), nullptr, kDigestName, nullptr, nullptr, handle_->key.get(), nullptr),
          "begin to verify");
  const bool valid = EVP_DigestVerify(context.get(), der.data(), static_cast<std::size_t>(der_size), message.data(),
                                      message.size()) == 1;
  if (!valid) ERR_clear_error();
  return valid;
}

struct P256PrivateKey::Handle {
  Owned<EVP_PKEY> key;
};

P256PrivateKey::P256PrivateKey(P256Scalar scalar, P256PublicKey public_key, std::unique_ptr<Handle> handle)
    : scalar_(std::move(scalar)), public_key_(std::move(public_key)), handle_(std::move(handle)) {}
P256PrivateKey::P256PrivateKey(P256PrivateKey&&) noexcept = default;
P256PrivateKey& P256PrivateKey::operator=(P256PrivateKey&&) noexcept = default;
P256PrivateKey::~P256PrivateKey() = default;

P256PrivateKey P256PrivateKey::generate(Random& random) {
  // Rejection sampling (FIPS 186-5 appendix A.2.2). A scalar is rejected once in 2^32, so a source that is refused this
  // often is broken.
  constexpr int kMaxDraws = 64;
  for (int draw = 0; draw < kMaxDraws; ++draw) {
    const auto scalar = P256Scalar::filledBy([&](MutableByteView out) { random.fill(out); });
    auto key = fromScalar(scalar);
    if (key) return std::move(*key);
  }
  throwLibraryFailure("generate a key: the random source repeats itself");
}

std::optional<P256PrivateKey> P256PrivateKey::fromScalar(const P256Scalar& scalar) {
  const Owned<BIGNUM> number(require(BN_secure_new(), "scalar"));
  require(BN_bin2bn(scalar.expose().data(), static_cast<int>(scalar.kSize), number.get()), "scalar");
  BN_set_flags(number.get(), BN_FLG_CONSTTIME);
  if (BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(group())) >= 0) return std::nullopt;

  const P256Point point = multiplyBase(number.get());
  Owned<EVP_PKEY> key = importKey(point, number.get());
  auto public_key = P256PublicKey::fromPoint(point);
  if (!key || !public_key) throwLibraryFailure("import a key");
  return P256PrivateKey(scalar.clone(), std::move(*public_key), std::make_unique<Handle>(Handle{std::move(key)}));
}

P256SharedSecret P256PrivateKey::agree(const P256PublicKey& peer) const {
  const Owned<EVP_PKEY_CTX> context(
      require(EVP_PKEY_CTX_new_from_pkey(nullptr, handle_->key.get(), nullptr), "agreement context"));
  require(EVP_PKEY_derive_init(context.get()), "begin an agreement");
  require(EVP_PKEY_derive_set_peer(context.get(), peer.handle_->key.get()), "peer of an agreement");
  return P256SharedSecret::filledBy([&](MutableByteView out) {
    std::size_t size = out.size();
    require(EVP_PKEY_derive(context.get(), out.data(), &size), "agreement");
    if (size != out.size()) throwLibraryFailure("agreement size");
  });
}

P256Signature P256PrivateKey::sign(ByteView message) const {
  const Owned<EVP_MD_CTX> context(require(EVP_MD_CTX_new(), "signature context"));
  require(EVP_DigestSignInit_ex(context.get(), nullptr, kDigestName, nullptr, nullptr, handle_->key.get(), nullptr),
          "begin to sign");
  std::array<std::uint8_t, kMaxDerSignatureSize> der{};
  std::size_t der_size = der.size();
  require(EVP_DigestSign(context.get(), der.data(), &der_size, message.data(), message.size()), "sign");

  const std::uint8_t* begin = der.data();
  const Owned<ECDSA_SIG> pair(
      require(d2i_ECDSA_SIG(nullptr, &begin, static_cast<long>(der_size)), "decode a signature"));
  P256Signature signature{};
  require(BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), signature.data(), 32), "signature");
  require(BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), signature.data() + 32, 32), "signature");
  return signature;
}

}  // namespace heliograph::crypto
