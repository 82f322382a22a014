#include "crypto/aes_gcm.h"

using namespace heliograph;

Bytes seal(crypto::GcmKey key, std::span<const std::uint8_t, crypto::kGcmNonceSize> nonce, ByteView row,
           ByteView plaintext) {
#ifdef MISUSE
  return crypto::aesGcmSeal(key, nonce, plaintext, crypto::AssociatedData(row));
#else
  return crypto::aesGcmSeal(key, nonce, crypto::AssociatedData(row), plaintext);
#endif
}
