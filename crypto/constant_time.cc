#include "crypto/constant_time.h"

#include <openssl/crypto.h>

namespace heliograph::crypto {

bool equalInConstantTime(ByteView a, ByteView b) {
  if (a.size() != b.size()) return false;
  return a.empty() || CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace heliograph::crypto
