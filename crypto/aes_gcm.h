// AES-GCM (SP 800-38D) with a 12-byte nonce and a 16-byte tag, for 16- and 32-byte keys.

#ifndef HELIOGRAPH_CRYPTO_AES_GCM_H_
#define HELIOGRAPH_CRYPTO_AES_GCM_H_

#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.h"
#include "base/secret.h"
#include "crypto/associated_data.h"

namespace heliograph::crypto {

inline constexpr std::size_t kGcmNonceSize = 12;
inline constexpr std::size_t kGcmTagSize = 16;

// A key, seen through the secret that holds it and must outlive it. Nothing but a secret becomes one.
class GcmKey {
 public:
  template <class Tag>
  GcmKey(const Secret<Tag, 16>& key) : bytes_(key.expose()) {}
  template <class Tag>
  GcmKey(const Secret<Tag, 32>& key) : bytes_(key.expose()) {}
  // Requires 16 or 32 bytes.
  explicit GcmKey(const SecretBytes& key);

  [[nodiscard]] ByteView expose() const { return bytes_; }

 private:
  ByteView bytes_;
};

// Ciphertext || tag. A nonce must never repeat under one key.
[[nodiscard]] Bytes aesGcmSeal(GcmKey key, std::span<const std::uint8_t, kGcmNonceSize> nonce,
                               AssociatedData associated_data, ByteView plaintext);

// The plaintext; nothing where the input is shorter than a tag or was not sealed with exactly these arguments.
[[nodiscard]] std::optional<SecretBytes> aesGcmOpen(GcmKey key, std::span<const std::uint8_t, kGcmNonceSize> nonce,
                                                    AssociatedData associated_data, ByteView sealed);

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_AES_GCM_H_
