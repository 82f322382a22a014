#include "crypto/system_random.h"

#include <gtest/gtest.h>

namespace heliograph::crypto {
namespace {

TEST(SystemRandom, FillsWhatItIsGivenAndNeverRepeats) {
  SystemRandom random;
  Bytes first(32);
  Bytes second(32);
  random.fill(first);
  random.fill(second);
  EXPECT_NE(first, Bytes(32));
  EXPECT_NE(first, second);
  random.fill({});
}

}  // namespace
}  // namespace heliograph::crypto
