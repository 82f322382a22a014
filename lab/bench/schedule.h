// When the pairs of an open loop are meant to begin: pair n at n / rate after the start, whatever became of the pairs
// before it. A latency that is counted from there includes the time for which a slow server kept the pair waiting,
// which a closed loop leaves out (coordinated omission).

#ifndef HELIOGRAPH_BENCH_SCHEDULE_H_
#define HELIOGRAPH_BENCH_SCHEDULE_H_

#include <chrono>
#include <cstdint>

namespace heliograph::bench {

using Steady = std::chrono::steady_clock;

class Schedule {
 public:
  // Requires `pairs_per_second` > 0.
  Schedule(Steady::time_point start, double pairs_per_second) : start_(start), pairs_per_second_(pairs_per_second) {}

  [[nodiscard]] Steady::time_point intendedStart(std::uint64_t pair) const {
    const std::chrono::duration<double> offset(static_cast<double>(pair) / pairs_per_second_);
    return start_ + std::chrono::duration_cast<Steady::duration>(offset);
  }
  // How many pairs are meant to begin before `time`.
  [[nodiscard]] std::uint64_t countBefore(Steady::time_point time) const;

 private:
  Steady::time_point start_;
  double pairs_per_second_;
};

}  // namespace heliograph::bench

#endif  // HELIOGRAPH_BENCH_SCHEDULE_H_
