#include "store/commands/audit_rows.h"

#include <utility>

#include "store/commands/audit_columns.h"
#include "store/commands/audit_sql.h"

namespace heliograph::store {
namespace {

constexpr Sql kInsertEvent(kAuditSql<"INSERT INTO audit_events ({columns}) VALUES ({values})">);

}  // namespace

void recordAudit(Connection& connection, const domain::AuditTrail& audit) {
  for (const domain::AuditEvent& event : audit) change(connection, kInsertEvent, event);
}

void recordAuditOf(Connection& connection, const ApplicationId& application, domain::AuditTrail audit) {
  for (domain::AuditEvent& event : audit) event.application = application;
  recordAudit(connection, audit);
}

domain::StoredAuditEvent currentAuditEvent(const Statement& statement) {
  auto [sequence, event] = statement.row<domain::AuditSequence, domain::AuditEvent>();
  return {.sequence = sequence, .event = std::move(event)};
}

}  // namespace heliograph::store
