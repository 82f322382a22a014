#include "store/postgres/postgres_store.h"

#include <libpq-fe.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <utility>
#include <vector>

#include "store/commands/command_store.h"
#include "store/group_commit.h"
#include "store/postgres/lane_observer.h"
#include "store/postgres/offline_batches.h"
#include "store/postgres/pool.h"
#include "store/postgres/postgres_failure.h"
#include "store/postgres/schema.h"
#include "store/postgres/session_settings.h"
#include "store/postgres/settled_events.h"

namespace heliograph::store {
namespace {

// Of the time that a command has, for a row that another transaction holds. A lane waits for one caller's row in the
// place of all others, so not for long: that caller goes on in a transaction of its own.
std::chrono::milliseconds lockTimeout(const PostgresOptions& options) { return options.timeout / 2; }
std::chrono::milliseconds lockTimeoutOfLane(const PostgresOptions& options) { return options.timeout / 10; }

constexpr std::size_t kMaxBatch = 128;
constexpr int kTries = 5;
// For transactions that were under way when the settled events were asked for.
constexpr std::chrono::milliseconds kSettlingPatience{500};

// What one lane's connection does: a batch at a time.
template <class AnyCall>
class Lane {
 public:
  using Run = void (*)(Link&, std::span<AnyCall* const>, Deadline);

  Lane(const PostgresOptions& options, Run run_batch, Reconnection& reconnection, std::atomic<std::size_t>& waiting)
      : timeout_(options.timeout),
        run_(run_batch),
        reconnection_(reconnection),
        link_(options.connection_string, sessionSettings(options.timeout, lockTimeoutOfLane(options))),
        observer_(*options.observer, waiting),
        calls_([this](std::span<AnyCall* const> calls) { runBatch(calls); },
               {.max_waiting = options.max_waiting_commands, .max_batch = kMaxBatch, .max_wait = options.timeout},
               observer_) {}

  void run(AnyCall& call) { calls_.run(call); }

 private:
  void runBatch(std::span<AnyCall* const> calls) {
    const Deadline deadline = std::chrono::steady_clock::now() + timeout_;
    reconnection_.open(link_, deadline);
    if (tryRun(calls, deadline) || calls.size() == 1) return;
    // One of them failed, and undid all: each for itself, so that it fails alone. Where that takes long (rows that
    // others hold) the rest is left as it is, each to a transaction of its own.
    const Deadline enough = deadline - timeout_ / 2;
    for (AnyCall* call : calls) {
      if (std::chrono::steady_clock::now() >= enough) return;
      (void)tryRun({&call, 1}, deadline);
    }
  }

  // False where the database refused a statement: then nothing happened, and the calls are as they were.
  bool tryRun(std::span<AnyCall* const> calls, Deadline deadline) {
    try {
      run_(link_, calls, deadline);
      return true;
    } catch (const ConnectionLost&) {
      throw;
    } catch (const domain::StoreUnavailable&) {
      return false;
    } catch (const std::logic_error&) {
      return false;
    }
  }

  const std::chrono::milliseconds timeout_;
  const Run run_;
  Reconnection& reconnection_;
  Link link_;
  LaneObserver observer_;
  GroupCommit<AnyCall> calls_;
};

// A connection string stands in configuration files and process listings.
void requireNoPassword(const std::string& connection_string) {
  char* reason = nullptr;
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
      PQconninfoParse(connection_string.c_str(), &reason), PQconninfoFree);
  const std::unique_ptr<char, decltype(&PQfreemem)> owned_reason(reason, PQfreemem);
  if (options == nullptr) throw domain::StoreUnavailable("the connection string cannot be read");
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (std::string_view(option->keyword) == "password" && option->val != nullptr) {
      throw domain::StoreUnavailable(
          "the connection string has a password: put it into a password file (passfile=...)");
    }
  }
}

class PostgresStore final : public CommandStore {
 public:
  explicit PostgresStore(const PostgresOptions& options)
      : timeout_(options.timeout),
        observer_(*options.observer),
        pool_(options.connection_string, sessionSettings(options.timeout, lockTimeout(options)), options.connections,
              options.max_waiting_commands, reconnection_, observer_) {
    for (std::size_t i = 0; i < std::max<std::size_t>(1, options.lanes); ++i) {
      changes_.push_back(std::make_unique<Lane<ChangeCall>>(options, runChanges, reconnection_, waiting_));
      loads_.push_back(std::make_unique<Lane<LoadCall>>(options, runLoads, reconnection_, waiting_));
    }
  }

  Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> beginOfflineSession(
      const domain::NewOfflineSession& session, const domain::AuditTrail& audit) override {
    if (canBeBatched(session, audit)) {
      ChangeCall call = BeginCall{.begin = session, .event = audit.front()};
      laneOf(session.device, changes_).run(call);
      if (auto& begun = std::get<BeginCall>(call).begun) return *std::move(begun);
    }
    return CommandStore::beginOfflineSession(session, audit);
  }

  Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> loadOfflineSession(
      const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version,
      const std::optional<domain::IdempotencyKey>& idempotency) override {
    LoadCall call{.id = id, .directory_version = directory_version, .idempotency = idempotency};
    laneOf(id, loads_).run(call);
    if (call.loaded) return *std::move(call.loaded);
    return CommandStore::loadOfflineSession(id, directory_version, idempotency);
  }

  bool recordOfflineAttempt(const domain::OfflineAttempt& attempt, const domain::AuditTrail& audit) override {
    if (canBeBatched(attempt, audit)) {
      ChangeCall call = AttemptCall{.attempt = attempt, .event = audit.front()};
      laneOf(attempt.device, changes_).run(call);
      if (std::get<AttemptCall>(call).is_recorded) return true;
    }
    return CommandStore::recordOfflineAttempt(attempt, audit);
  }

  std::vector<domain::StoredAuditEvent> settledAuditEvents(domain::AuditSequence after, int limit) override {
    const auto last = lastSettled();
    if (!last) return {};
    auto events = CommandStore::settledAuditEvents(after, limit);
    std::erase_if(events, [&](const domain::StoredAuditEvent& event) { return event.sequence > *last; });
    return events;
  }

 protected:
  void runWriting(const Work& work) override { run(PostgresConnection::Access::kReadAndWrite, work); }
  void runReading(const Work& work) override { run(PostgresConnection::Access::kRead, work); }

 private:
  // By the shard, so that calls about one device meet in one lane.
  template <class Id, class AnyLane>
  AnyLane& laneOf(const Id& id, std::vector<std::unique_ptr<AnyLane>>& lanes) {
    return *lanes[domain::shardOf(id) % lanes.size()];
  }

  void run(PostgresConnection::Access access, const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    try {
      const Pool::Lease lease(pool_, start + timeout_);
      runOn(lease.connection(), access, work, start + timeout_);
      observer_.batchCommitted(1, std::chrono::steady_clock::now() - start);
      observer_.commandDone(std::chrono::steady_clock::now() - start);
    } catch (const domain::StoreUnavailable&) {
      observer_.failed();
      observer_.commandDone(std::chrono::steady_clock::now() - start);
      throw;
    }
  }

  static void runOn(PostgresConnection& connection, PostgresConnection::Access access, const Work& work,
                    Deadline deadline) {
    for (int tries = 1;; ++tries) {
      connection.begin(access, deadline);
      try {
        work(connection);
        return connection.commit();
      } catch (const Conflict&) {
        connection.rollback();
        if (tries == kTries) throw;
      } catch (...) {
        connection.rollback();
        throw;
      }
    }
  }

  std::optional<domain::AuditSequence> lastSettled() {
    const auto now = std::chrono::steady_clock::now();
    const Pool::Lease lease(pool_, now + timeout_);
    return lastSettledEvent(lease.link(), now + kSettlingPatience, now + timeout_);
  }

  const std::chrono::milliseconds timeout_;
  StoreObserver& observer_;
  Reconnection reconnection_;
  std::atomic<std::size_t> waiting_ = 0;  // in all lanes
  Pool pool_;
  std::vector<std::unique_ptr<Lane<ChangeCall>>> changes_;
  std::vector<std::unique_ptr<Lane<LoadCall>>> loads_;
};

}  // namespace

std::unique_ptr<domain::Store> openPostgresStore(const PostgresOptions& options) {
  requireNoPassword(options.connection_string);
  const Deadline deadline = std::chrono::steady_clock::now() + options.timeout;
  Link link(options.connection_string, sessionSettings(options.timeout, lockTimeout(options)));
  try {
    link.open(deadline);
    bringUpToDate(link, deadline);
  } catch (const std::logic_error& failure) {
    throw domain::StoreUnavailable(failure.what());
  }
  return std::make_unique<PostgresStore>(options);
}

}  // namespace heliograph::store
