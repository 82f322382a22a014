// What an AEAD binds to a ciphertext without hiding it (RFC 5116 section 2.1). A type of its own, so that it is not taken
// for the plaintext next to it.

#ifndef HELIOGRAPH_CRYPTO_ASSOCIATED_DATA_H_
#define HELIOGRAPH_CRYPTO_ASSOCIATED_DATA_H_

#include "base/bytes.h"

namespace heliograph::crypto {

// A view: the bytes must outlive it.
class AssociatedData {
 public:
  AssociatedData() = default;  // none
  explicit AssociatedData(ByteView bytes) : bytes_(bytes) {}

  [[nodiscard]] ByteView bytes() const { return bytes_; }

 private:
  ByteView bytes_;
};

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_ASSOCIATED_DATA_H_
