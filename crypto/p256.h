// Keys on the curve P-256 (FIPS 186-5; SEC 1 point encoding): ECDH and ECDSA.

#ifndef HELIOGRAPH_CRYPTO_P256_H_
#define HELIOGRAPH_CRYPTO_P256_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "base/bytes.h"
#include "base/random.h"
#include "base/secret.h"

namespace heliograph::crypto {

inline constexpr std::size_t kP256PointSize = 65;  // 04 || x (32) || y (32)
inline constexpr std::size_t kP256ScalarSize = 32;
inline constexpr std::size_t kP256SignatureSize = 64;  // r (32) || s (32)

using P256Point = std::array<std::uint8_t, kP256PointSize>;
using P256Signature = std::array<std::uint8_t, kP256SignatureSize>;
using P256Scalar = Secret<struct P256ScalarTag, kP256ScalarSize>;
using P256SharedSecret = Secret<struct P256SharedSecretTag, 32>;

// A point that is known to lie on the curve. Immutable, cheap to copy, thread-safe.
class P256PublicKey {
 public:
  // Nothing where the bytes are not an uncompressed point of the curve (SP 800-56A section 5.6.2.3.3).
  [[nodiscard]] static std::optional<P256PublicKey> fromPoint(ByteView point);

  [[nodiscard]] const P256Point& point() const { return point_; }

  // True where `signature` is an ECDSA signature (SHA-256) of `message` by this key's owner.
  [[nodiscard]] bool verify(ByteView message, std::span<const std::uint8_t, kP256SignatureSize> signature) const;

  friend bool operator==(const P256PublicKey& a, const P256PublicKey& b) { return a.point_ == b.point_; }

 private:
  friend class P256PrivateKey;
  struct Handle;
  P256PublicKey(const P256Point& point, std::shared_ptr<const Handle> handle);
  P256Point point_;
  std::shared_ptr<const Handle> handle_;
};

// Move-only; the scalar is wiped on destruction. Thread-safe once made.
class P256PrivateKey {
 public:
  [[nodiscard]] static P256PrivateKey generate(Random& random);
  // Nothing where the scalar is 0 or not below the group order.
  [[nodiscard]] static std::optional<P256PrivateKey> fromScalar(const P256Scalar& scalar);

  P256PrivateKey(P256PrivateKey&&) noexcept;
  P256PrivateKey& operator=(P256PrivateKey&&) noexcept;
  ~P256PrivateKey();

  [[nodiscard]] const P256PublicKey& publicKey() const { return public_key_; }
  [[nodiscard]] const P256Scalar& scalar() const { return scalar_; }

  // The x coordinate of the shared point (SP 800-56A section 5.7.1.2).
  [[nodiscard]] P256SharedSecret agree(const P256PublicKey& peer) const;

  // ECDSA with SHA-256.
  [[nodiscard]] P256Signature sign(ByteView message) const;

 private:
  struct Handle;
  P256PrivateKey(P256Scalar scalar, P256PublicKey public_key, std::unique_ptr<Handle> handle);
  P256Scalar scalar_;
  P256PublicKey public_key_;
  std::unique_ptr<Handle> handle_;
};

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_P256_H_
