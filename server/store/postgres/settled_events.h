// Which audit events are settled: no event can appear before them any more.
//
// A transaction draws the numbers of its events before it commits, so numbers become visible out of order. Each
// transaction draws its own number (PostgreSQL's transaction id) before the first number of an event. So: note the last
// number drawn, then draw a transaction's number, then wait until every transaction with a lower one has ended; up to
// the noted number nothing is missing. Transactions of commands last milliseconds.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_SETTLED_EVENTS_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_SETTLED_EVENTS_H_

#include <optional>

#include "domain/audit_event.h"
#include "store/postgres/link.h"

namespace heliograph::store {

// The number up to which all events are settled. Nothing where a transaction lasted past `patience` (another program's
// may: they count, too).
[[nodiscard]] std::optional<domain::AuditSequence> lastSettledEvent(Link& link, Deadline patience, Deadline deadline);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_SETTLED_EVENTS_H_
