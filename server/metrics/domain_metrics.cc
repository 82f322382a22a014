#include "metrics/domain_metrics.h"

#include <prometheus/family.h>

#include "metrics/labels.h"

namespace heliograph::metrics {
namespace {

prometheus::Counter& sealedEvents(prometheus::Registry& registry) {
  return prometheus::BuildCounter()
      .Name("heliograph_audit_events_sealed_total")
      .Help("Events of the audit log that this server has sealed")
      .Register(registry)
      .Add({});
}

prometheus::Gauge& lastUpkeep(prometheus::Registry& registry) {
  return prometheus::BuildGauge()
      .Name("heliograph_upkeep_last_success_timestamp_seconds")
      .Help("When the last round of the upkeep came to its end without a failure; 0 before the first")
      .Register(registry)
      .Add({});
}

}  // namespace

DomainMetrics::DomainMetrics(prometheus::Registry& registry)
    : sealed_(sealedEvents(registry)), last_upkeep_(lastUpkeep(registry)) {
  auto& attempts = prometheus::BuildCounter()
                       .Name("heliograph_attempts_total")
                       .Help("One-time passwords and responses that came in, by what became of them")
                       .Register(registry);
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    for (std::size_t outcome = 0; outcome < kOutcomes; ++outcome) {
      attempts_[kind][outcome] = &attempts.Add({{"kind", labelOf(static_cast<domain::AttemptKind>(kind))},
                                                {"outcome", labelOf(static_cast<domain::AttemptOutcome>(outcome))}});
    }
  }
  auto& locks = prometheus::BuildCounter()
                    .Name("heliograph_locks_total")
                    .Help("Methods and devices that were locked")
                    .Register(registry);
  for (std::size_t index = 0; index < kReasons; ++index) {
    const std::string reason = labelOf(static_cast<domain::LockReason>(index));
    method_locks_[index] = &locks.Add({{"what", "method"}, {"reason", reason}});
    device_locks_[index] = &locks.Add({{"what", "device"}, {"reason", reason}});
  }
}

void DomainMetrics::attempted(domain::AttemptKind kind, domain::AttemptOutcome outcome) noexcept {
  attempts_[static_cast<std::size_t>(kind)][static_cast<std::size_t>(outcome)]->Increment();
}

void DomainMetrics::methodLocked(domain::LockReason reason) noexcept {
  method_locks_[static_cast<std::size_t>(reason)]->Increment();
}

void DomainMetrics::deviceLocked(domain::LockReason reason) noexcept {
  device_locks_[static_cast<std::size_t>(reason)]->Increment();
}

void DomainMetrics::auditSealed(int events) noexcept { sealed_.Increment(events); }

void DomainMetrics::upkeepDone(TimePoint now) noexcept { last_upkeep_.Set(secondsOf(now.time_since_epoch())); }

}  // namespace heliograph::metrics
