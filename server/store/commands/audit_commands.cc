#include "store/commands/audit_commands.h"

#include <algorithm>
#include <limits>

#include "store/commands/audit_columns.h"
#include "store/commands/audit_rows.h"
#include "store/commands/audit_sql.h"
#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

// A search takes one of three ways through the log: along a device, along a span of time, or back from the newest
// event. Conditions that are not set let everything through.
constexpr Sql kSearchDevice(kAuditSql<R"sql(
  SELECT sequence, {columns} FROM audit_events
  WHERE sequence < ?1 AND device_id = ?4
    AND (at >= ?2 OR ?2 IS NULL) AND (at < ?3 OR ?3 IS NULL)
    AND (session_id = ?5 OR ?5 IS NULL) AND (organisation_id = ?6 OR ?6 IS NULL) AND (api_key_id = ?7 OR ?7 IS NULL)
    AND (action = ?8 OR ?8 IS NULL) AND (outcome = ?9 OR ?9 IS NULL)
  ORDER BY sequence DESC LIMIT ?10
)sql">);
// The order of the log is not quite that of time (several servers, several clocks), so the span is sorted.
constexpr SqlOverAllShards kSearchSpan(kAuditSql<R"sql(
  SELECT sequence, {columns} FROM audit_events
  WHERE sequence IN (
      SELECT sequence FROM audit_events INDEXED BY audit_events_by_time
      WHERE at >= coalesce(?2, -9223372036854775807) AND at < coalesce(?3, 9223372036854775807) AND sequence < ?1)
    AND (device_id = ?4 OR ?4 IS NULL)
    AND (session_id = ?5 OR ?5 IS NULL) AND (organisation_id = ?6 OR ?6 IS NULL) AND (api_key_id = ?7 OR ?7 IS NULL)
    AND (action = ?8 OR ?8 IS NULL) AND (outcome = ?9 OR ?9 IS NULL)
  ORDER BY sequence DESC LIMIT ?10
)sql">);
constexpr Sql kSearchAll(kAuditSql<R"sql(
  SELECT sequence, {columns} FROM audit_events
  WHERE sequence < ?1
    AND (session_id = ?2 OR ?2 IS NULL) AND (organisation_id = ?3 OR ?3 IS NULL) AND (api_key_id = ?4 OR ?4 IS NULL)
    AND (action = ?5 OR ?5 IS NULL) AND (outcome = ?6 OR ?6 IS NULL)
  ORDER BY sequence DESC LIMIT ?7
)sql">);
constexpr Sql kReadAfter(kAuditSql<R"sql(
  SELECT sequence, {columns} FROM audit_events WHERE sequence > ? ORDER BY sequence LIMIT ?
)sql">);

constexpr Sql kReadHeads(R"sql(
  SELECT number, first_sequence, last_sequence, events, root, previous, at, signature
  FROM audit_heads WHERE number > ? ORDER BY number LIMIT ?
)sql");
constexpr Sql kReadLastHead(R"sql(
  SELECT number, first_sequence, last_sequence, events, root, previous, at, signature
  FROM audit_heads WHERE number > 0 ORDER BY number DESC LIMIT 1
)sql");
constexpr Sql kInsertHead(R"sql(
  INSERT INTO audit_heads (number, first_sequence, last_sequence, events, root, previous, at, signature)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (number) DO NOTHING
)sql");

// The highest number that the database knows. Cursors are what somebody sent: one above it stands for it.
constexpr std::uint64_t kEnd = std::numeric_limits<std::int64_t>::max();

Statement searchFor(Connection& connection, const domain::AuditQuery& query) {
  const auto before = std::min(query.before.value_or(kEnd), kEnd);
  if (!query.device && !query.from && !query.to) {
    return {connection,    kSearchAll,   before,        query.session, query.organisation,
            query.api_key, query.action, query.outcome, query.limit};
  }
  const Sql sql = query.device ? kSearchDevice : Sql(kSearchSpan);
  return {connection,         sql,           before,       query.from,    query.to,   query.device, query.session,
          query.organisation, query.api_key, query.action, query.outcome, query.limit};
}

std::vector<domain::StoredAuditEvent> eventsOf(Statement statement) {
  std::vector<domain::StoredAuditEvent> events;
  while (statement.step()) events.push_back(currentAuditEvent(statement));
  return events;
}

std::vector<domain::AuditHead> headsOf(Statement statement) {
  std::vector<domain::AuditHead> heads;
  while (statement.step()) {
    const auto [number, first, last, count, root, previous, at, signature] =
        statement.row<std::uint64_t, domain::AuditSequence, domain::AuditSequence, std::uint64_t, crypto::Sha256Hash,
                      crypto::Sha256Hash, TimePoint, crypto::P256Signature>();
    heads.push_back({.number = number,
                     .first = first,
                     .last = last,
                     .count = count,
                     .root = root,
                     .previous = previous,
                     .at = at,
                     .signature = signature});
  }
  return heads;
}

}  // namespace

std::vector<domain::StoredAuditEvent> findAuditEvents(Connection& connection, const domain::AuditQuery& query) {
  return eventsOf(searchFor(connection, query));
}

std::vector<domain::StoredAuditEvent> settledAuditEvents(Connection& connection, domain::AuditSequence after,
                                                         int limit) {
  return eventsOf(Statement(connection, kReadAfter, std::min(after, kEnd), limit));
}

std::vector<domain::AuditHead> auditHeads(Connection& connection, std::uint64_t after, int limit) {
  return headsOf(Statement(connection, kReadHeads, std::min(after, kEnd), limit));
}

std::optional<domain::AuditHead> lastAuditHead(Connection& connection) {
  const auto heads = headsOf(Statement(connection, kReadLastHead));
  return heads.empty() ? std::nullopt : std::optional(heads.front());
}

bool storeAuditHead(Connection& connection, const domain::AuditHead& head) {
  return change(connection, kInsertHead, head.number, head.first, head.last, head.count, head.root, head.previous,
                head.at, head.signature) > 0;
}

}  // namespace heliograph::store
