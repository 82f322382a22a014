#include "store/sqlite/writer.h"

#include <string>

#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/sqlite/transaction.h"

namespace heliograph::store {
namespace {

constexpr Sql kBeginCommand("SAVEPOINT command");
constexpr Sql kUndoCommand("ROLLBACK TO command");
constexpr Sql kEndCommand("RELEASE command");

}  // namespace

Writer::Writer(SqliteConnection connection, std::size_t max_waiting, StoreObserver& observer)
    : connection_(std::move(connection)),
      max_waiting_(max_waiting),
      observer_(observer),
      thread_([this] { writeUntilStopped(); }) {}

Writer::~Writer() {
  {
    std::unique_lock lock(mutex_);
    is_stopping_ = true;
    changed_.notify_one();
    callers_left_.wait(lock, [this] { return callers_ == 0; });
  }
  thread_.join();
}

void Writer::commit(const std::function<void(SqliteConnection&)>& command) {
  const Steady::time_point accepted_at = Steady::now();
  Job job{.command = command};
  std::unique_lock lock(mutex_);
  if (waiting_.size() >= max_waiting_) throw domain::StoreOverloaded("too many commands wait to be written");
  waiting_.push_back(&job);
  observer_.queueDepth(waiting_.size());
  ++callers_;
  changed_.notify_one();
  job.done.wait(lock, [&] { return job.is_done; });
  observer_.commandDone(Steady::now() - accepted_at);  // under the lock: after it this may be gone
  if (--callers_ == 0) callers_left_.notify_one();
  lock.unlock();
  if (job.failure != nullptr) std::rethrow_exception(job.failure);
}

void Writer::writeUntilStopped() {
  std::vector<Job*> batch;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return is_stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    batch.swap(waiting_);
    observer_.queueDepth(0);
    lock.unlock();
    commitBatch(batch);
    lock.lock();
    for (Job* job : batch) {
      job->is_done = true;
      job->done.notify_one();  // under the lock: after it the job may be gone
    }
    batch.clear();
  }
}

void Writer::commitBatch(const std::vector<Job*>& batch) {
  const Steady::time_point begun_at = Steady::now();
  try {
    WriteTransaction transaction(connection_);
    for (Job* job : batch) runAlone(*job);
    transaction.commit();
    observer_.batchCommitted(batch.size(), Steady::now() - begun_at);
  } catch (const std::exception& failure) {
    observer_.failed();
    // Whatever each of them had found out, none of it happened.
    for (Job* job : batch) job->failure = std::make_exception_ptr(domain::StoreUnavailable(failure.what()));
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
