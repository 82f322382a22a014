// For tests: randomness that is known beforehand.

#ifndef HELIOGRAPH_CRYPTO_TEST_RANDOM_H_
#define HELIOGRAPH_CRYPTO_TEST_RANDOM_H_

#include <cstdint>
#include <utility>

#include "base/random.h"

namespace heliograph {

// Gives the bytes of a script, over and over. Not thread-safe.
class ScriptedRandom final : public Random {
 public:
  explicit ScriptedRandom(Bytes script) : script_(std::move(script)) {}
  void fill(MutableByteView bytes) override {
    for (std::uint8_t& byte : bytes) byte = script_[position_++ % script_.size()];
  }

 private:
  Bytes script_;
  std::size_t position_ = 0;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_CRYPTO_TEST_RANDOM_H_
