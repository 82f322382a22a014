// The rows of audit events: a change writes its own, in its transaction.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_ROWS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_ROWS_H_

#include "domain/audit_event.h"
#include "store/commands/connection.h"
#include "store/commands/statement.h"

namespace heliograph::store {

// At the end of the log, in this order.
void recordAudit(Connection& connection, const domain::AuditTrail& audit);
// The same, as events of this application.
void recordAuditOf(Connection& connection, const ApplicationId& application, domain::AuditTrail audit);

// The event in the current row of a statement that selects `sequence, {columns}` (audit_sql.h).
[[nodiscard]] domain::StoredAuditEvent currentAuditEvent(const Statement& statement);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_ROWS_H_
