#include "bench/schedule.h"

#include <cmath>

namespace heliograph::bench {

std::uint64_t Schedule::countBefore(Steady::time_point time) const {
  if (time <= start_) return 0;
  const std::chrono::duration<double> elapsed = time - start_;
  auto count = static_cast<std::uint64_t>(std::ceil(elapsed.count() * pairs_per_second_));
  // Rounding may be off by one either way; intendedStart() decides.
  while (count > 0 && intendedStart(count - 1) >= time) --count;
  while (intendedStart(count) < time) ++count;
  return count;
}

}  // namespace heliograph::bench
