// What a fuzz target states about its input. Not assert(), which the optimised presets leave out.

#ifndef HELIOGRAPH_FUZZ_EXPECT_H_
#define HELIOGRAPH_FUZZ_EXPECT_H_

#include <cstdlib>

namespace heliograph::fuzz {

inline void expect(bool holds) {
  if (!holds) std::abort();
}

}  // namespace heliograph::fuzz

#endif  // HELIOGRAPH_FUZZ_EXPECT_H_
