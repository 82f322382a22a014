// What calls with an idempotency key came to (domain/idempotency.h). The rows are in the shard of the device that a
// call is about.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_IDEMPOTENCY_ROWS_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_IDEMPOTENCY_ROWS_H_

#include <optional>

#include "domain/idempotency.h"
#include "store/sqlite/connection.h"

namespace heliograph::store {

struct EarlierCall {
  crypto::Sha256Hash request;
  UuidBytes session;                             // the one begun, or verified
  std::optional<int> remaining_attempts;         // begin, offline
  std::optional<domain::VerifyOutcome> outcome;  // verify
};

[[nodiscard]] std::optional<EarlierCall> findEarlierCall(Connection& connection, domain::Shard shard,
                                                         const domain::IdempotencyKey& key);

// Of a begin. Takes the place of an earlier call whose session is gone.
void keepBegin(Connection& connection, domain::Shard shard, const domain::IdempotencyKey& key, const UuidBytes& session,
               std::optional<int> remaining_attempts, TimePoint now);
// Requires that there is no earlier call.
void keepOutcome(Connection& connection, const domain::OfflineSessionId& session, const domain::IdempotencyKey& key,
                 const domain::VerifyOutcome& outcome, TimePoint now);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_IDEMPOTENCY_ROWS_H_
