// AES-GCM (SP 800-38D) with a 12-byte nonce and a 16-byte tag, for 16- and 32-byte keys.

#ifndef HELIOGRAPH_CRYPTO_AES_GCM_H_
#define HELIOGRAPH_CRYPTO_AES_GCM_H_

#include <cstdint>
#include <optional>
#include <span>

#include "base/bytes.h"
#include "base/secret.h"

namespace heliograph::crypto {

inline constexpr std::size_t kGcmNonceSize = 12;
inline constexpr std::size_t kGcmTagSize = 16;

// Ciphertext || tag. Requires a key of 16 or 32 bytes. A nonce must never repeat under one key.
[[nodiscard]] Bytes aesGcmSeal(ByteView key, std::span<const std::uint8_t, kGcmNonceSize> nonce,
                               ByteView associated_data, ByteView plaintext);

// The plaintext; nothing where the input is shorter than a tag or was not sealed with exactly these arguments.
[[nodiscard]] std::optional<SecretBytes> aesGcmOpen(ByteView key, std::span<const std::uint8_t, kGcmNonceSize> nonce,
                                                    ByteView associated_data, ByteView sealed);

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_AES_GCM_H_
