// Store's queries on the audit log and its signed heads (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_COMMANDS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] std::vector<domain::StoredAuditEvent> findAuditEvents(Connection& connection,
                                                                    const domain::AuditQuery& query);
// One transaction writes at a time and numbers its events, so whatever is committed has settled.
[[nodiscard]] std::vector<domain::StoredAuditEvent> settledAuditEvents(Connection& connection,
                                                                       domain::AuditSequence after, int limit);

[[nodiscard]] std::vector<domain::AuditHead> auditHeads(Connection& connection, std::uint64_t after, int limit);
[[nodiscard]] std::optional<domain::AuditHead> lastAuditHead(Connection& connection);
[[nodiscard]] bool storeAuditHead(Connection& connection, const domain::AuditHead& head);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_AUDIT_COMMANDS_H_
