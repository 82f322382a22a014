#include "store/sqlite/writer.h"

#include <chrono>
#include <thread>

#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/sqlite/transaction.h"

namespace heliograph::store {
namespace {

constexpr Sql kBeginCommand("SAVEPOINT command");
constexpr Sql kUndoCommand("ROLLBACK TO command");
constexpr Sql kEndCommand("RELEASE command");

// A batch takes as long as the disk does, and waits for other processes no longer than their own batches do.
constexpr std::chrono::minutes kPatience{1};

class CountedCaller {
 public:
  explicit CountedCaller(std::atomic<std::size_t>& callers) : callers_(callers) { ++callers_; }
  ~CountedCaller() { --callers_; }
  CountedCaller(const CountedCaller&) = delete;
  CountedCaller& operator=(const CountedCaller&) = delete;

 private:
  std::atomic<std::size_t>& callers_;
};

}  // namespace

Writer::Writer(SqliteConnection connection, std::size_t max_waiting, StoreObserver& observer)
    : connection_(std::move(connection)),
      jobs_([this](std::span<Job* const> batch) { commitBatch(batch); },
            {.max_waiting = max_waiting, .max_batch = max_waiting, .max_wait = kPatience}, observer) {}

Writer::~Writer() {
  while (callers_ != 0) std::this_thread::yield();
}

void Writer::commit(const std::function<void(SqliteConnection&)>& command) {
  const CountedCaller caller(callers_);
  Job job{.command = command};
  jobs_.run(job);
  if (job.failure != nullptr) std::rethrow_exception(job.failure);
}

void Writer::commitBatch(std::span<Job* const> batch) {
  try {
    WriteTransaction transaction(connection_);
    for (Job* job : batch) runAlone(*job);
    transaction.commit();
  } catch (const std::exception& failure) {
    // Whatever each of them had found out, none of it happened.
    throw domain::StoreUnavailable(failure.what());
  }
}

void Writer::runAlone(Job& job) {
  change(connection_, kBeginCommand);
  try {
    job.command(connection_);
  } catch (...) {
    job.failure = std::current_exception();
    // Some failures (a full disk, say) make SQLite undo the whole transaction, and with it the commands before this.
    if (!connection_.isInTransaction()) throw;
    change(connection_, kUndoCommand);
  }
  change(connection_, kEndCommand);
}

}  // namespace heliograph::store
