#include "store/commands/idempotency_rows.h"

#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {

namespace {

constexpr Sql kFindCall(R"sql(
  SELECT request_hash, session_id, remaining_attempts, is_right, session_status, remaining_attempts, finished_at,
    locked_until
  FROM idempotency_keys WHERE shard = ? AND key_hash = ?
)sql");
constexpr Sql kKeepBegin(R"sql(
  INSERT INTO idempotency_keys (shard, key_hash, request_hash, session_id, remaining_attempts, created_at)
  VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (shard, key_hash) DO UPDATE SET
    session_id = excluded.session_id, remaining_attempts = excluded.remaining_attempts,
    created_at = excluded.created_at
)sql");
constexpr Sql kKeepOutcome(R"sql(
  INSERT INTO idempotency_keys (shard, key_hash, request_hash, session_id, is_right, session_status,
    remaining_attempts, finished_at, locked_until, created_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql");

}  // namespace

std::optional<EarlierCall> findEarlierCall(Connection& connection, domain::Shard shard,
                                           const domain::IdempotencyKey& key) {
  const auto row = readRow<crypto::Sha256Hash, UuidBytes, std::optional<int>, std::optional<domain::VerifyOutcome>>(
      connection, kFindCall, shard, key.key);
  if (!row) return std::nullopt;
  const auto& [request, session, remaining_attempts, outcome] = *row;
  return EarlierCall{
      .request = request, .session = session, .remaining_attempts = remaining_attempts, .outcome = outcome};
}

void keepBegin(Connection& connection, domain::Shard shard, const domain::IdempotencyKey& key, const UuidBytes& session,
               std::optional<int> remaining_attempts, TimePoint now) {
  change(connection, kKeepBegin, shard, key.key, key.request, session, remaining_attempts, now);
}

void keepOutcome(Connection& connection, const domain::OfflineSessionId& session, const domain::IdempotencyKey& key,
                 const domain::VerifyOutcome& outcome, TimePoint now) {
  change(connection, kKeepOutcome, domain::shardOf(session), key.key, key.request, session, outcome, now);
}

}  // namespace heliograph::store
