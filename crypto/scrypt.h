// scrypt (RFC 7914): makes each guess of a PIN cost memory and time.

#ifndef HELIOGRAPH_CRYPTO_SCRYPT_H_
#define HELIOGRAPH_CRYPTO_SCRYPT_H_

#include <cstdint>

#include "base/bytes.h"

namespace heliograph::crypto {

struct ScryptCost {
  std::uint64_t n;  // a power of two
  std::uint32_t r;
  std::uint32_t p;
};

// Fills `out`. Uses 128 * n * r bytes of memory; throws std::bad_alloc where the machine has not that much.
void scrypt(ByteView password, ByteView salt, ScryptCost cost, MutableByteView out);

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_SCRYPT_H_
