// The operating system's randomness through OpenSSL's generator (RAND_bytes).

#ifndef HELIOGRAPH_CRYPTO_SYSTEM_RANDOM_H_
#define HELIOGRAPH_CRYPTO_SYSTEM_RANDOM_H_

#include "base/random.h"

namespace heliograph::crypto {

// Thread-safe. Throws std::runtime_error where the generator has no entropy: nothing may go on without it.
class SystemRandom final : public Random {
 public:
  void fill(MutableByteView bytes) override;
};

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_SYSTEM_RANDOM_H_
