// Group commit: what shares a transaction, what fails alone, and what happens where the commit itself fails.

#include "store/sqlite/writer.h"

#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/sqlite/database_file.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

using namespace std::chrono_literals;

constexpr Sql kCreate("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
constexpr Sql kInsert("INSERT INTO notes (text) VALUES (?)");
constexpr Sql kCount("SELECT count(*) FROM notes");
constexpr Sql kCountOf("SELECT count(*) FROM notes WHERE text = ?");
constexpr Sql kLimitPages("PRAGMA max_page_count = 1");  // the least it takes: what the file has now
constexpr Sql kUnlimitPages("PRAGMA max_page_count = 1000000");

// What SQLite asks at every commit: counts, takes its time like a disk, and refuses where told to.
struct CommitHook {
  std::atomic<int> commits = 0;
  std::atomic<std::chrono::milliseconds> delay = 0ms;
  std::atomic<bool> refuse = false;

  static int onCommit(void* self) {
    auto& hook = *static_cast<CommitHook*>(self);
    ++hook.commits;
    std::this_thread::sleep_for(hook.delay.load());
    return hook.refuse ? 1 : 0;
  }
};

// Lets whoever waits go on once it is opened.
class Gate {
 public:
  void open() { promise_.set_value(); }
  void wait() const { future_.wait(); }

 private:
  std::promise<void> promise_;
  std::shared_future<void> future_ = promise_.get_future().share();
};

void insert(SqliteConnection& connection, const std::string& text) { change(connection, kInsert, text); }

class WriterTest : public testing::Test {
 protected:
  static constexpr std::size_t kMaxWaiting = 64;

  SqliteConnection prepared() {
    SqliteConnection connection = openDatabaseFile({.file = file_});
    change(connection, kCreate);
    sqlite3_commit_hook(connection.handle(), CommitHook::onCommit, &hook_);
    return connection;
  }

  void write(const std::string& text) {
    writer_->run([&](SqliteConnection& connection) { insert(connection, text); });
  }
  // On a connection of its own, which sees what is committed.
  int count(const std::string& text) {
    SqliteConnection reader(file_, SqliteConnection::Access::kRead, 0ms);
    return readValue<int>(reader, kCountOf, text).value();
  }
  int count() {
    SqliteConnection reader(file_, SqliteConnection::Access::kRead, 0ms);
    return readValue<int>(reader, kCount).value();
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "heliograph.db";
  CommitHook hook_;
  std::optional<Writer> writer_{std::in_place, prepared(), kMaxWaiting};
};

TEST_F(WriterTest, ACommandIsCommittedWhenItReturns) {
  const int value = writer_->run([](SqliteConnection& connection) {
    insert(connection, "a");
    return 5;
  });
  EXPECT_EQ(value, 5);
  EXPECT_EQ(count("a"), 1);
}

TEST_F(WriterTest, CommandsThatWaitAtTheSameMomentShareACommit) {
  constexpr int kThreads = 16;
  constexpr int kCommands = 25;
  hook_.delay = 2ms;
  const int before = hook_.commits;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([this] {
      for (int command = 0; command < kCommands; ++command) write("a");
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(count("a"), kThreads * kCommands);
  EXPECT_LT(hook_.commits - before, kThreads * kCommands / 4);
}

TEST_F(WriterTest, ACommandThatThrowsIsUndoneAndItsNeighboursAreNot) {
  constexpr int kThreads = 8;
  hook_.delay = 5ms;
  std::atomic<int> caught = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int command = 0; command < 5; ++command) {
        write("kept");
        try {
          writer_->run([](SqliteConnection& connection) {
            insert(connection, "undone");
            throw std::invalid_argument("no");
          });
        } catch (const std::invalid_argument&) {
          ++caught;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(caught, kThreads * 5);
  EXPECT_EQ(count("kept"), kThreads * 5);
  EXPECT_EQ(count("undone"), 0);
}

TEST_F(WriterTest, WhatACommandFindsOutIsToldAfterTheCommitAlone) {
  hook_.refuse = true;
  EXPECT_THROW((void)writer_->run([](SqliteConnection& connection) {
    insert(connection, "a");
    return true;
  }),
               domain::StoreUnavailable);
  EXPECT_EQ(count("a"), 0);
}

TEST_F(WriterTest, WhereTheCommitFailsEveryCommandOfTheBatchFailsAndTheNextBatchSucceeds) {
  constexpr int kThreads = 8;
  hook_.refuse = true;
  hook_.delay = 5ms;
  std::atomic<int> failed = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      try {
        write("a");
      } catch (const domain::StoreUnavailable&) {
        ++failed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failed, kThreads);
  EXPECT_EQ(count(), 0);
  hook_.refuse = false;
  write("b");
  EXPECT_EQ(count("b"), 1);
}

TEST_F(WriterTest, AFullDiskFailsWhatDoesNotFitAndIsForgottenOnceThereIsSpace) {
  writer_->run([](SqliteConnection& connection) { (void)readValue<int>(connection, kLimitPages); });
  EXPECT_THROW(write(std::string(1'000'000, 'x')), domain::StoreUnavailable);
  EXPECT_EQ(count(), 0);
  writer_->run([](SqliteConnection& connection) { (void)readValue<int>(connection, kUnlimitPages); });
  write("a");
  EXPECT_EQ(count("a"), 1);
}

TEST_F(WriterTest, AFailureSaysNothingOfTheValues) {
  writer_->run([](SqliteConnection& connection) { (void)readValue<int>(connection, kLimitPages); });
  EXPECT_THAT([&] { write(std::string(1'000'000, 'x') + "secret"); },
              testing::ThrowsMessage<domain::StoreUnavailable>(
                  testing::AllOf(testing::HasSubstr("full"), testing::Not(testing::HasSubstr("secret")))));
}

TEST_F(WriterTest, PastItsLimitItTakesNothingMoreAndLosesNothing) {
  constexpr int kThreads = 8;
  constexpr int kWaiting = 2;
  writer_.reset();
  writer_.emplace(openDatabaseFile({.file = file_}), kWaiting);
  Gate gate;
  std::promise<void> busy;
  std::thread first([&] {
    writer_->run([&](SqliteConnection& connection) {
      busy.set_value();
      gate.wait();
      insert(connection, "accepted");
    });
  });
  busy.get_future().wait();

  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      try {
        write("accepted");
      } catch (const domain::StoreOverloaded&) {
        ++refused;
      }
    });
  }
  while (refused < kThreads - kWaiting) std::this_thread::yield();
  gate.open();
  first.join();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(refused, kThreads - kWaiting);
  EXPECT_EQ(count("accepted"), 1 + kWaiting);
  write("accepted");
  EXPECT_EQ(count("accepted"), 1 + kWaiting + 1);
}

TEST_F(WriterTest, ItFinishesWhatItAcceptedBeforeItGoes) {
  constexpr int kThreads = 8;
  constexpr int kWaiting = 4;
  writer_.reset();
  writer_.emplace(openDatabaseFile({.file = file_}), kWaiting);
  Gate gate;
  std::promise<void> busy;
  std::thread first([&] {
    writer_->run([&](SqliteConnection&) {
      busy.set_value();
      gate.wait();
    });
  });
  busy.get_future().wait();

  std::atomic<int> refused = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      try {
        write("accepted");
      } catch (const domain::StoreOverloaded&) {
        ++refused;
      }
    });
  }
  // Whoever is not refused by now has been accepted.
  while (refused < kThreads - kWaiting) std::this_thread::yield();
  std::thread opener([&] { gate.open(); });
  writer_.reset();
  EXPECT_EQ(count("accepted"), kWaiting);
  opener.join();
  first.join();
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace heliograph::store
