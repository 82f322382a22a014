#include "store/postgres/settled_events.h"

#include <array>
#include <thread>

#include "store/postgres/single_value.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadLastDrawn(R"sql(
  SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM audit_events_sequence_seq
)sql");
// Higher than that of every transaction that has one. A snapshot's xmax is not: it is behind the last one that ended,
// and says nothing of those that began after that.
constexpr Sql kDrawTransaction("SELECT pg_current_xact_id()::text::bigint");
// In a statement of its own: it has its own snapshot, taken when it starts.
constexpr Sql kReadOldestTransaction("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint");

constexpr std::chrono::milliseconds kPause{2};

std::uint64_t read(Link& link, Sql sql, Deadline deadline) {
  const std::array calls{Call{.sql = sql.text(), .parameters = {}}};
  return singleValueOf<std::uint64_t>(link.run(calls, deadline).front());
}

}  // namespace

std::optional<domain::AuditSequence> lastSettledEvent(Link& link, Deadline patience, Deadline deadline) {
  const domain::AuditSequence last = read(link, kReadLastDrawn, deadline);
  const std::uint64_t own_transaction = read(link, kDrawTransaction, deadline);
  while (read(link, kReadOldestTransaction, deadline) < own_transaction) {
    if (std::chrono::steady_clock::now() >= patience) return std::nullopt;
    std::this_thread::sleep_for(kPause);
  }
  return last;
}

}  // namespace heliograph::store
