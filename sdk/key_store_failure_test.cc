#include "sdk/key_store_failure.h"

#include <gtest/gtest.h>

#include <utility>

namespace heliograph::sdk {
namespace {

TEST(KeyStoreFailure, EveryFailureOfTheKeyStoreHasItsError) {
  constexpr std::pair<KeyStoreError, int> kCases[] = {
      {KeyStoreError::kNotFound, 321}, {KeyStoreError::kUnavailable, 321}, {KeyStoreError::kInsecure, 322},
      {KeyStoreError::kNoMatch, 323},  {KeyStoreError::kCancelled, 324},   {KeyStoreError::kEnrolmentChanged, 325},
  };
  for (const auto& [failure, number] : kCases) EXPECT_EQ(errorOf(failure).number(), number);
}

}  // namespace
}  // namespace heliograph::sdk
