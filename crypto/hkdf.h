// HKDF (RFC 5869): extract a uniform key from a shared secret, expand it into keys with a purpose each.

#ifndef HELIOGRAPH_CRYPTO_HKDF_H_
#define HELIOGRAPH_CRYPTO_HKDF_H_

#include "base/bytes.h"
#include "base/secret.h"
#include "crypto/hash.h"

namespace heliograph::crypto {

using PseudoRandomKey = SecretBytes;

// RFC 5869 section 2.2. An empty salt stands for hashSize zero bytes.
[[nodiscard]] PseudoRandomKey hkdfExtract(HashAlgorithm algorithm, ByteView salt, ByteView input_key_material);

// RFC 5869 section 2.3. Fills `out`; requires out.size() <= 255 * hashSize(algorithm).
void hkdfExpand(HashAlgorithm algorithm, const PseudoRandomKey& key, ByteView info, MutableByteView out);

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_HKDF_H_
