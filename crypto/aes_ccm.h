// AES-256-CCM (SP 800-38C, RFC 3610) with a 13-byte nonce and a 4-byte tag: the shape of verification data.
//
// A 4-byte tag lets one forgery in 2^32 through. That is enough where it is used: a forged context still meets an OTP
// that is bound to what was shown. It must not be used for anything else.

#ifndef HELIOGRAPH_CRYPTO_AES_CCM_H_
#define HELIOGRAPH_CRYPTO_AES_CCM_H_

#include <array>
#include <cstdint>
#include <span>

#include "base/bytes.h"
#include "crypto/associated_data.h"

namespace heliograph::crypto {

inline constexpr std::size_t kCcmNonceSize = 13;
inline constexpr std::size_t kCcmTagSize = 4;

// Writes plaintext.size() bytes to `ciphertext` (same size; may be the same memory) and returns the tag.
// A nonce must never repeat under one key.
[[nodiscard]] std::array<std::uint8_t, kCcmTagSize> aesCcmSeal(std::span<const std::uint8_t, 32> key,
                                                               std::span<const std::uint8_t, kCcmNonceSize> nonce,
                                                               AssociatedData associated_data, ByteView plaintext,
                                                               MutableByteView ciphertext);

// Writes ciphertext.size() bytes to `plaintext`. False, with `plaintext` zeroed, where the tag does not verify.
[[nodiscard]] bool aesCcmOpen(std::span<const std::uint8_t, 32> key, std::span<const std::uint8_t, kCcmNonceSize> nonce,
                              AssociatedData associated_data, ByteView ciphertext,
                              std::span<const std::uint8_t, kCcmTagSize> tag, MutableByteView plaintext);

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_AES_CCM_H_
