// What the domain tells about its work, for an operator's metrics: how attempts end, what gets locked, whether the
// upkeep goes on. Only what is recorded in the store is told, as an answer is; so a lost race is told once, by its end.

#ifndef HELIOGRAPH_SERVER_DOMAIN_OBSERVER_H_
#define HELIOGRAPH_SERVER_DOMAIN_OBSERVER_H_

#include "base/clock.h"
#include "domain/attempts.h"

namespace heliograph::domain {

enum class AttemptKind {
  kOffline,      // a one-time password
  kOnline,       // a response to an authentication
  kAddOrUpdate,  // a response that authorises a new or changed method
};

enum class AttemptOutcome {
  kRight,
  kWrong,    // evaluated, and counted as a failure
  kLocked,   // not evaluated: the method or the device is locked, or has no attempts left
  kExpired,  // not evaluated: the session's time was over
  kNotOpen,  // not evaluated: the session was completed, failed or cancelled before, or there is none
  kCopied,   // not evaluated: it came from a copy of the phone
  kRefused,  // not evaluated for another reason: not allowed, held up, replayed
};

// Called from many threads at once: implementations are thread-safe, return at once and never call the domain. Each
// function does nothing unless overridden.
class Observer {
 public:
  Observer() = default;
  Observer(const Observer&) = delete;
  Observer& operator=(const Observer&) = delete;
  virtual ~Observer() = default;

  // Somebody who may attempt something did; the audit log has the same. The repeated answer to an Idempotency-Key, a
  // malformed password and a call past the limits are no attempts.
  virtual void attempted(AttemptKind /*kind*/, AttemptOutcome /*outcome*/) noexcept {}
  // What was not locked for this reason before.
  virtual void methodLocked(LockReason /*reason*/) noexcept {}
  virtual void deviceLocked(LockReason /*reason*/) noexcept {}
  // A batch of the audit log was sealed by this server.
  virtual void auditSealed(int /*events*/) noexcept {}
  // A round of the upkeep came to its end without a failure.
  virtual void upkeepDone(TimePoint /*now*/) noexcept {}
};

// Observes nothing. Lives as long as the program.
[[nodiscard]] inline Observer& nobody() noexcept {
  static Observer observer;
  return observer;
}

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_OBSERVER_H_
