// Attempts, locks and the upkeep. Private to metrics/.

#ifndef HELIOGRAPH_SERVER_METRICS_DOMAIN_METRICS_H_
#define HELIOGRAPH_SERVER_METRICS_DOMAIN_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <array>
#include <cstddef>

#include "domain/observer.h"

namespace heliograph::metrics {

// Every combination is there from the start, at 0: so that a first failure is an increase that an alert sees.
class DomainMetrics final : public domain::Observer {
 public:
  explicit DomainMetrics(prometheus::Registry& registry);

  void attempted(domain::AttemptKind kind, domain::AttemptOutcome outcome) noexcept override;
  void methodLocked(domain::LockReason reason) noexcept override;
  void deviceLocked(domain::LockReason reason) noexcept override;
  void auditSealed(int events) noexcept override;
  void upkeepDone(TimePoint now) noexcept override;

 private:
  static constexpr std::size_t kKinds = static_cast<std::size_t>(domain::AttemptKind::kAddOrUpdate) + 1;
  static constexpr std::size_t kOutcomes = static_cast<std::size_t>(domain::AttemptOutcome::kRefused) + 1;
  static constexpr std::size_t kReasons = static_cast<std::size_t>(domain::LockReason::kCloneDetected) + 1;

  std::array<std::array<prometheus::Counter*, kOutcomes>, kKinds> attempts_{};
  std::array<prometheus::Counter*, kReasons> method_locks_{};
  std::array<prometheus::Counter*, kReasons> device_locks_{};
  prometheus::Counter& sealed_;
  prometheus::Gauge& last_upkeep_;
};

}  // namespace heliograph::metrics

#endif  // HELIOGRAPH_SERVER_METRICS_DOMAIN_METRICS_H_
