#include "crypto/constant_time.h"

#include <gtest/gtest.h>

namespace heliograph::crypto {
namespace {

TEST(EqualInConstantTime, IsTrueForTheSameBytesOnly) {
  EXPECT_TRUE(equalInConstantTime(bytesOf("code"), bytesOf("code")));
  EXPECT_TRUE(equalInConstantTime({}, {}));
  EXPECT_FALSE(equalInConstantTime(bytesOf("code"), bytesOf("Code")));
  EXPECT_FALSE(equalInConstantTime(bytesOf("code"), bytesOf("codE")));
  EXPECT_FALSE(equalInConstantTime(bytesOf("code"), bytesOf("cod")));
  EXPECT_FALSE(equalInConstantTime({}, bytesOf("c")));
}

}  // namespace
}  // namespace heliograph::crypto
