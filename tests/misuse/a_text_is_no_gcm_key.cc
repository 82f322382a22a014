#include "crypto/aes_gcm.h"

using namespace heliograph;

using SomeKey = Secret<struct SomeKeyTag, 32>;

Bytes seal(const SomeKey& key, std::span<const std::uint8_t, crypto::kGcmNonceSize> nonce, ByteView text) {
#ifdef MISUSE
  return crypto::aesGcmSeal(text, nonce, {}, key.expose());
#else
  return crypto::aesGcmSeal(key, nonce, {}, text);
#endif
}
