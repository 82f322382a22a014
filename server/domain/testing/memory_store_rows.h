// What the parts of MemoryStore do to single rows.

#ifndef HELIOGRAPH_SERVER_DOMAIN_TESTING_MEMORY_STORE_ROWS_H_
#define HELIOGRAPH_SERVER_DOMAIN_TESTING_MEMORY_STORE_ROWS_H_

#include <algorithm>

#include "base/clock.h"
#include "domain/audit_event.h"
#include "domain/device.h"
#include "domain/session.h"
#include "protocol/auth_method.h"

namespace heliograph::domain {

// Nothing where the device does not have it.
[[nodiscard]] inline Method* find(Device& device, protocol::AuthMethod auth_method) {
  const auto found = std::ranges::find(device.methods, auth_method, &Method::auth_method);
  return found == device.methods.end() ? nullptr : &*found;
}

inline void recordUse(Method& method, const AttemptState& state, TimePoint now) {
  method.attempts = state;
  method.last_used_at = now;
  ++method.version;
}

// The events of a begun session, whose application the caller did not know.
[[nodiscard]] inline AuditTrail ofApplication(AuditTrail audit, const ApplicationId& application) {
  for (AuditEvent& event : audit) event.application = application;
  return audit;
}

// Of sessions of any kind, enrolments among them.
template <class Session>
[[nodiscard]] bool isOpen(const Session& session, TimePoint now) {
  return statusAt(session.status, session.expires_at, now) == SessionStatus::kStarted;
}

template <class Session>
void finish(Session& session, SessionStatus status, TimePoint now) {
  session.status = status;
  session.finished_at = now;
}

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_TESTING_MEMORY_STORE_ROWS_H_
