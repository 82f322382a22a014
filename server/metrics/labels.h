// Values as labels. Private to metrics/.

#ifndef HELIOGRAPH_SERVER_METRICS_LABELS_H_
#define HELIOGRAPH_SERVER_METRICS_LABELS_H_

#include <chrono>
#include <string>

#include "domain/attempts.h"
#include "domain/observer.h"

namespace heliograph::metrics {

// "offline" and so on.
[[nodiscard]] std::string labelOf(domain::AttemptKind kind);
// "right" and so on.
[[nodiscard]] std::string labelOf(domain::AttemptOutcome outcome);
// "attempts_exhausted" and so on.
[[nodiscard]] std::string labelOf(domain::LockReason reason);

// Prometheus has its times in seconds.
[[nodiscard]] inline double secondsOf(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

}  // namespace heliograph::metrics

#endif  // HELIOGRAPH_SERVER_METRICS_LABELS_H_
