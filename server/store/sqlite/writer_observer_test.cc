// What the writer tells of its batches.

#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/sqlite/database_file.h"
#include "store/sqlite/writer.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::Ge;
using testing::IsEmpty;
using Sizes = std::vector<std::size_t>;

constexpr Sql kCreate("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
constexpr Sql kInsert("INSERT INTO notes (text) VALUES (?)");
constexpr Sql kLimitPages("PRAGMA max_page_count = 1");  // the least it takes: what the file has now

class Recorder final : public StoreObserver {
 public:
  void queueDepth(std::size_t commands) noexcept override {
    const std::lock_guard lock(mutex_);
    depths_.push_back(commands);
    changed_.notify_all();
  }
  void batchCommitted(std::size_t commands, std::chrono::nanoseconds took) noexcept override {
    const std::lock_guard lock(mutex_);
    batches_.push_back(commands);
    times_.push_back(took.count());
  }
  void commandDone(std::chrono::nanoseconds took) noexcept override {
    const std::lock_guard lock(mutex_);
    ++done_;
    times_.push_back(took.count());
  }
  void failed() noexcept override {
    const std::lock_guard lock(mutex_);
    ++failures_;
  }

  void waitForDepth(std::size_t depth) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !depths_.empty() && depths_.back() == depth; });
  }
  [[nodiscard]] Sizes depths() const { return depths_; }
  [[nodiscard]] Sizes batches() const { return batches_; }
  [[nodiscard]] std::vector<std::int64_t> times() const { return times_; }
  [[nodiscard]] int done() const { return done_; }
  [[nodiscard]] int failures() const { return failures_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  Sizes depths_;
  Sizes batches_;
  std::vector<std::int64_t> times_;
  int done_ = 0;
  int failures_ = 0;
};

class WriterObserverTest : public testing::Test {
 protected:
  SqliteConnection prepared() {
    SqliteConnection connection = openDatabaseFile({.file = folder_ / "heliograph.db"});
    change(connection, kCreate);
    return connection;
  }
  void write(const std::string& text) {
    writer_->run([&](SqliteConnection& connection) { change(connection, kInsert, text); });
  }

  TemporaryFolder folder_;
  Recorder told_;
  std::optional<Writer> writer_{std::in_place, prepared(), 64, told_};
};

TEST_F(WriterObserverTest, TellsOfALoneCommand) {
  write("a");
  EXPECT_THAT(told_.depths(), ElementsAre(1U, 0U));
  EXPECT_THAT(told_.batches(), ElementsAre(1U));
  EXPECT_EQ(told_.done(), 1);
  EXPECT_THAT(told_.times(), Each(Ge(0)));
}

TEST_F(WriterObserverTest, TellsHowManyWaitAndHowManyThenShareACommit) {
  constexpr std::size_t kThreads = 3;
  std::vector<std::jthread> threads;
  writer_->run([&](SqliteConnection&) {
    for (std::size_t i = 0; i < kThreads; ++i) threads.emplace_back([this] { write("a"); });
    told_.waitForDepth(kThreads);
  });
  threads.clear();
  EXPECT_THAT(told_.depths(), ElementsAre(1U, 0U, 1U, 2U, 3U, 0U));
  EXPECT_THAT(told_.batches(), ElementsAre(1U, kThreads));
  EXPECT_EQ(told_.done(), static_cast<int>(kThreads) + 1);
}

TEST_F(WriterObserverTest, TellsOfABatchThatTheDatabaseCannotDo) {
  writer_->run([](SqliteConnection& connection) { (void)readValue<int>(connection, kLimitPages); });
  const Sizes before = told_.batches();
  EXPECT_THROW(write(std::string(1'000'000, 'x')), domain::StoreUnavailable);
  EXPECT_EQ(told_.failures(), 1);
  EXPECT_EQ(told_.batches(), before);
}

}  // namespace
}  // namespace heliograph::store
