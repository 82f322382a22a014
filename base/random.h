// Randomness as an argument, so that known-answer tests can give it.

#ifndef HELIOGRAPH_BASE_RANDOM_H_
#define HELIOGRAPH_BASE_RANDOM_H_

#include "base/bytes.h"

namespace heliograph {

// Implementations are thread-safe and cryptographically strong (crypto/system_random.h), except in tests.
class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(MutableByteView bytes) = 0;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_RANDOM_H_
