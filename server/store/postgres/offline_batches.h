// Offline authentications, many at a time: all begins and all attempts that wait are two statements and one commit, all
// loads are one statement. A program that waits for the database's commit and for nothing else is as fast as it can be.
//
// What is common is done here, in sets: a device and a method without a lock, one event, an idempotency key that is
// new. All else (a refusal, a repeated call, a lost race, the attempt that locks) is left to the commands that both
// engines share; so there is one place that decides what a refusal is.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_OFFLINE_BATCHES_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_OFFLINE_BATCHES_H_

#include <optional>
#include <span>
#include <variant>

#include "domain/store.h"
#include "store/postgres/link.h"

namespace heliograph::store {

// What they refer to outlives them.
struct BeginCall {
  const domain::NewOfflineSession& begin;
  const domain::AuditEvent& event;
  std::optional<domain::BegunOfflineSession> begun = std::nullopt;  // nothing: it was not begun
};
struct AttemptCall {
  const domain::OfflineAttempt& attempt;
  const domain::AuditEvent& event;
  bool is_recorded = false;
};
using ChangeCall = std::variant<BeginCall, AttemptCall>;

struct LoadCall {
  const domain::OfflineSessionId& id;
  domain::DirectoryVersion directory_version;
  const std::optional<domain::IdempotencyKey>& idempotency;
  // Nothing: the session was not found.
  std::optional<Result<domain::OfflineSessionView, domain::LoadOfflineRefusal>> loaded = std::nullopt;
};

// True where the attempt is of the common kind.
[[nodiscard]] bool canBeBatched(const domain::OfflineAttempt& attempt, const domain::AuditTrail& audit);
[[nodiscard]] bool canBeBatched(const domain::NewOfflineSession& begin, const domain::AuditTrail& audit);

// One transaction. The devices are taken first, in the order of their ids, so that no two batches wait for each other.
void runChanges(Link& link, std::span<ChangeCall* const> calls, Deadline deadline);
void runLoads(Link& link, std::span<LoadCall* const> calls, Deadline deadline);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_OFFLINE_BATCHES_H_
