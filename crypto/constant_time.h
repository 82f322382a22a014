// Comparison of secrets in time that does not depend on their content (CRYPTO_memcmp).

#ifndef HELIOGRAPH_CRYPTO_CONSTANT_TIME_H_
#define HELIOGRAPH_CRYPTO_CONSTANT_TIME_H_

#include "base/bytes.h"

namespace heliograph::crypto {

// False at once where the sizes differ: sizes are not secret.
[[nodiscard]] bool equalInConstantTime(ByteView a, ByteView b);

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_CONSTANT_TIME_H_
