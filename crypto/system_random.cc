#include "crypto/system_random.h"

#include <openssl/rand.h>

#include <algorithm>
#include <limits>

#include "crypto/library_failure.h"

namespace heliograph::crypto {

void SystemRandom::fill(MutableByteView bytes) {
  constexpr std::size_t kMostAtOnce = std::numeric_limits<int>::max();
  while (!bytes.empty()) {
    const std::size_t size = std::min(bytes.size(), kMostAtOnce);
    require(RAND_bytes(bytes.data(), static_cast<int>(size)), "random bytes");
    bytes = bytes.subspan(size);
  }
}

}  // namespace heliograph::crypto
