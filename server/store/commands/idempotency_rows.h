// What calls with an idempotency key came to (domain/idempotency.h). The rows are in the shard of the device that a
// call is about.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_IDEMPOTENCY_ROWS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_IDEMPOTENCY_ROWS_H_

#include <optional>

#include "domain/idempotency.h"
#include "store/commands/connection.h"
#include "store/commands/domain_columns.h"

namespace heliograph::store {

// The columns is_right, session_status, remaining_attempts, finished_at, locked_until.
template <>
struct Stored<domain::VerifyOutcome> {
  static constexpr int kColumns = 5;
  static void write(Parameters& parameters, const domain::VerifyOutcome& outcome) {
    Stored<bool>::write(parameters, outcome.is_right);
    Stored<domain::SessionStatus>::write(parameters, outcome.session_status);
    Stored<int>::write(parameters, outcome.remaining_attempts);
    Stored<std::optional<TimePoint>>::write(parameters, outcome.finished_at);
    Stored<std::optional<TimePoint>>::write(parameters, outcome.locked_until);
  }
  static domain::VerifyOutcome read(Columns& columns) {
    const bool is_right = Stored<bool>::read(columns);
    const auto status = Stored<domain::SessionStatus>::read(columns);
    const int remaining_attempts = Stored<int>::read(columns);
    const auto finished_at = Stored<std::optional<TimePoint>>::read(columns);
    return {.is_right = is_right,
            .session_status = status,
            .remaining_attempts = remaining_attempts,
            .finished_at = finished_at,
            .locked_until = Stored<std::optional<TimePoint>>::read(columns)};
  }
};

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

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_IDEMPOTENCY_ROWS_H_
