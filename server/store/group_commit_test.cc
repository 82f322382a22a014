// Calls that wait together are done together; what one batch comes to is no other batch's.

#include "store/group_commit.h"

#include <gmock/gmock.h>

#include <atomic>
#include <future>
#include <optional>
#include <string>
#include <thread>

namespace heliograph::store {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using Batches = std::vector<std::vector<int>>;

constexpr const char* kTooLate = "unavailable: the database took too long";

struct TestCall {
  int number;
  int times_done = 0;
};

// Sees how many wait, and tells whoever waits for that.
class Watch final : public StoreObserver {
 public:
  void queueDepth(std::size_t waiting) noexcept override {
    const std::scoped_lock lock(mutex_);
    waiting_ = waiting;
    changed_.notify_all();
  }
  void batchCommitted(std::size_t commands, std::chrono::nanoseconds /*took*/) noexcept override { done_ += commands; }
  void failed() noexcept override { ++failures_; }

  void awaitWaiting(std::size_t waiting) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_ == waiting; });
  }
  [[nodiscard]] std::size_t done() const { return done_; }
  [[nodiscard]] int failures() const { return failures_; }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t waiting_ = 0;
  std::atomic<std::size_t> done_ = 0;
  std::atomic<int> failures_ = 0;
};

class GroupCommitTest : public testing::Test {
 protected:
  using Limits = GroupCommit<TestCall>::Limits;

  ~GroupCommitTest() override {
    for (std::thread& thread : threads_) thread.join();
  }

  void make(const Limits& limits) {
    calls_.emplace([this](std::span<TestCall* const> batch) { runBatch(batch); }, limits, watch_);
  }

  // Calls in a thread of its own; when it returns the call waits, or is being done.
  void callBehind(int number, std::size_t waiting) {
    threads_.emplace_back([this, number] { outcomes_[static_cast<std::size_t>(number)] = outcomeOf(number); });
    watch_.awaitWaiting(waiting);
  }

  // "done", or what was thrown.
  std::string outcomeOf(int number) {
    TestCall call{.number = number};
    try {
      calls_->run(call);
      return call.times_done == 1 ? "done" : "not done once";
    } catch (const domain::StoreOverloaded&) {
      return "overloaded";
    } catch (const domain::StoreUnavailable& failure) {
      return std::string("unavailable: ") + failure.what();
    }
  }

  // The first batch holds until it is let go.
  void hold(int number) {
    is_held_ = true;
    threads_.emplace_back([this, number] { outcomes_[static_cast<std::size_t>(number)] = outcomeOf(number); });
    first_batch_has_begun_.get_future().wait();
  }
  void letGo() { may_end_.set_value(); }
  void joinAll() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  Batches batches_;  // used by the batch that runs
  std::optional<int> poison_;
  std::chrono::milliseconds second_batch_lasts_{0};
  Watch watch_;
  std::vector<std::string> outcomes_ = std::vector<std::string>(16);
  std::optional<GroupCommit<TestCall>> calls_;

 private:
  void runBatch(std::span<TestCall* const> batch) {
    EXPECT_FALSE(is_running_.exchange(true)) << "one batch at a time";
    std::vector<int> numbers;
    numbers.reserve(batch.size());
    for (TestCall* call : batch) numbers.push_back(call->number);
    batches_.push_back(numbers);
    if (is_held_) {
      is_held_ = false;
      first_batch_has_begun_.set_value();
      may_end_.get_future().wait();
    }
    if (batches_.size() == 2) std::this_thread::sleep_for(second_batch_lasts_);
    for (TestCall* call : batch) ++call->times_done;
    is_running_ = false;
    if (poison_ && std::ranges::find(numbers, *poison_) != numbers.end()) throw std::runtime_error("poison");
  }

  std::atomic<bool> is_running_ = false;
  bool is_held_ = false;
  std::promise<void> first_batch_has_begun_;
  std::promise<void> may_end_;
  std::vector<std::thread> threads_;
};

TEST_F(GroupCommitTest, ALoneCallIsDoneAtOnceByItsCaller) {
  make({.max_waiting = 1, .max_batch = 8, .max_wait = 0ms});
  EXPECT_EQ(outcomeOf(1), "done");
  EXPECT_EQ(outcomeOf(2), "done");
  EXPECT_THAT(batches_, ElementsAre(ElementsAre(1), ElementsAre(2)));
  EXPECT_EQ(watch_.done(), 2U);
}

TEST_F(GroupCommitTest, ThoseThatComeMeanwhileShareTheNextBatchInTheirOrder) {
  make({.max_waiting = 8, .max_batch = 8, .max_wait = 1h});
  hold(0);
  for (int number = 1; number <= 4; ++number) callBehind(number, static_cast<std::size_t>(number));
  letGo();
  joinAll();
  EXPECT_THAT(batches_, ElementsAre(ElementsAre(0), ElementsAre(1, 2, 3, 4)));
  EXPECT_THAT(std::span(outcomes_).first(5), testing::Each("done"));
}

TEST_F(GroupCommitTest, ABatchHasItsLimitAndTheOthersFollow) {
  make({.max_waiting = 8, .max_batch = 2, .max_wait = 1h});
  hold(0);
  for (int number = 1; number <= 5; ++number) callBehind(number, static_cast<std::size_t>(number));
  letGo();
  joinAll();
  EXPECT_THAT(batches_, ElementsAre(ElementsAre(0), ElementsAre(1, 2), ElementsAre(3, 4), ElementsAre(5)));
  EXPECT_THAT(std::span(outcomes_).first(6), testing::Each("done"));
}

TEST_F(GroupCommitTest, MoreThanMayWaitAreRefusedAtOnce) {
  make({.max_waiting = 2, .max_batch = 8, .max_wait = 1h});
  hold(0);
  callBehind(1, 1);
  callBehind(2, 2);
  EXPECT_EQ(outcomeOf(3), "overloaded");
  letGo();
  joinAll();
  EXPECT_THAT(batches_, ElementsAre(ElementsAre(0), ElementsAre(1, 2)));
  EXPECT_EQ(outcomeOf(4), "done") << "there is room again";
}

TEST_F(GroupCommitTest, ABatchThatFailsFailsItsOwnCallsAlone) {
  make({.max_waiting = 8, .max_batch = 2, .max_wait = 1h});
  poison_ = 2;
  hold(0);
  for (int number = 1; number <= 4; ++number) callBehind(number, static_cast<std::size_t>(number));
  letGo();
  joinAll();
  EXPECT_THAT(std::span(outcomes_).first(5),
              ElementsAre("done", "unavailable: poison", "unavailable: poison", "done", "done"));
  EXPECT_EQ(watch_.failures(), 1);
  EXPECT_EQ(outcomeOf(5), "done");
}

TEST_F(GroupCommitTest, WhoIsNotTakenInTimeIsToldSoAndNeverDone) {
  make({.max_waiting = 8, .max_batch = 8, .max_wait = 1ms});
  hold(0);
  EXPECT_EQ(outcomeOf(1), kTooLate);
  EXPECT_EQ(outcomeOf(2), kTooLate);
  letGo();
  joinAll();
  EXPECT_THAT(batches_, ElementsAre(ElementsAre(0)));
  EXPECT_EQ(outcomes_[0], "done") << "what has begun is waited for";
  EXPECT_EQ(outcomeOf(3), "done");
}

TEST_F(GroupCommitTest, WhoWasTakenStaysHoweverLongItsBatchLasts) {
  constexpr auto kPatience = 100ms;
  make({.max_waiting = 8, .max_batch = 8, .max_wait = kPatience});
  hold(0);
  callBehind(1, 1);
  callBehind(2, 2);
  second_batch_lasts_ = 3 * kPatience;
  letGo();
  joinAll();
  // Where this machine was too slow to take it in time, it was not done either.
  const bool is_taken = batches_.size() > 1 && std::ranges::find(batches_[1], 2) != batches_[1].end();
  EXPECT_EQ(outcomes_[2], is_taken ? "done" : kTooLate);
}

TEST_F(GroupCommitTest, OfManyThreadsEveryCallIsDoneOnce) {
  constexpr int kThreads = 16;
  constexpr int kCalls = 200;
  make({.max_waiting = kThreads, .max_batch = 5, .max_wait = 1h});
  std::atomic<int> done = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int call = 0; call < kCalls; ++call) done += outcomeOf(call) == "done" ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(done, kThreads * kCalls);
  EXPECT_EQ(watch_.done(), static_cast<std::size_t>(kThreads) * kCalls);
  for (const std::vector<int>& batch : batches_) EXPECT_LE(batch.size(), 5U);
}

}  // namespace
}  // namespace heliograph::store
