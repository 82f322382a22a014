// HMAC (RFC 2104, FIPS 198-1).

#ifndef HELIOGRAPH_CRYPTO_HMAC_H_
#define HELIOGRAPH_CRYPTO_HMAC_H_

#include <initializer_list>

#include "base/bytes.h"
#include "crypto/hash.h"

namespace heliograph::crypto {

// The MAC of the parts, one after the other. Any key size is allowed, the empty one too (RFC 5869 needs it).
// Compare a MAC with equalInConstantTime only.
[[nodiscard]] HashValue hmac(HashAlgorithm algorithm, ByteView key, std::initializer_list<ByteView> parts);

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_HMAC_H_
