// Time as this project keeps it: UTC, in whole milliseconds.
// protocol/ and the rules of domain/ take a TimePoint as an argument; only the edges ask a Clock.

#ifndef HELIOGRAPH_BASE_CLOCK_H_
#define HELIOGRAPH_BASE_CLOCK_H_

#include <chrono>
#include <cstdint>

namespace heliograph {

using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

[[nodiscard]] inline std::int64_t toUnixMilliseconds(TimePoint time) { return time.time_since_epoch().count(); }
[[nodiscard]] inline TimePoint fromUnixMilliseconds(std::int64_t milliseconds) {
  return TimePoint(std::chrono::milliseconds(milliseconds));
}

// Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual TimePoint now() const = 0;
};

class SystemClock final : public Clock {
 public:
  [[nodiscard]] TimePoint now() const override {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_CLOCK_H_
