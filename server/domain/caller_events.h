// What a caller did or tried to do, for the audit log. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_CALLER_EVENTS_H_
#define HELIOGRAPH_SERVER_DOMAIN_CALLER_EVENTS_H_

#include "domain/audit_event.h"
#include "domain/directory.h"
#include "domain/refusal.h"
#include "domain/store.h"

namespace heliograph::domain {

// An event of the caller's organisation; the caller adds what it is about.
[[nodiscard]] AuditEvent eventBy(const Caller& caller, AuditAction action, TimePoint now);

// True where the refusal tells that somebody tried what may not be. A request that was malformed, or came too often, or
// with a key that is not good any more, tried nothing yet.
[[nodiscard]] bool isOfAttempt(RefusalCode code);

// The refusal for the caller, once the audit log has it: `attempt` with outcome kRefused.
[[nodiscard]] tl::unexpected<Refusal> refuseAttempt(Store& store, AuditEvent attempt, Refusal refusal);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_CALLER_EVENTS_H_
