// Real processes that are killed, and that meet.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "crypto/system_random.h"
#include "sdk/linux/file_key_store.h"
#include "sdk/linux/temporary_folder_test.h"

namespace heliograph::sdk {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t kLongRecord = 3000;

// A process that does `work`; killed where the test leaves before it ended, and where the test's own process dies.
class Child {
 public:
  explicit Child(const std::function<void()>& work) : process_(::fork()) {
    if (process_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    work();
    ::_exit(EXIT_SUCCESS);
  }
  ~Child() { kill(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // True where it was still at work.
  bool kill() {
    if (process_ > 0) ::kill(process_, SIGKILL);
    const int status = wait();
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }
  int wait() {
    int status = -1;
    if (process_ > 0) ::waitpid(process_, &status, 0);
    process_ = -1;
    return status;
  }

 private:
  pid_t process_;
};

class FileKeyStoreCrashTest : public ::testing::Test {
 protected:
  // Two records of one change, both filled with the same byte: torn apart, they would differ.
  static std::vector<KeyStoreChange> pairOf(std::uint8_t byte) {
    std::vector<KeyStoreChange> changes;
    for (const char* name : {"first", "second"}) {
      changes.push_back({.name = name, .value = SecretBytes::copyOf(Bytes(kLongRecord, byte))});
    }
    return changes;
  }

  // Commits pairs until killed, or until a commit fails.
  void commitForEver() {
    FileKeyStore store(temporary.path(), random);
    std::uint8_t byte = 0;
    while (store.commit(pairOf(byte))) ++byte;
    ::_exit(EXIT_FAILURE);
  }

  void expectWholePair() {
    FileKeyStore store(temporary.path(), random);
    const auto first = store.read("first");
    const auto second = store.read("second");
    ASSERT_TRUE(first.has_value() && second.has_value());
    ASSERT_EQ(first->size(), kLongRecord);
    const Bytes expected(kLongRecord, first->expose().front());
    EXPECT_TRUE(std::ranges::equal(first->expose(), expected));
    EXPECT_TRUE(std::ranges::equal(second->expose(), expected));
  }

  crypto::SystemRandom random;
  TemporaryFolder temporary;
};

TEST_F(FileKeyStoreCrashTest, AKillAtAnyPointLeavesTheOldRecordsOrTheNewOnes) {
  FileKeyStore store(temporary.path(), random);
  ASSERT_TRUE(store.commit(pairOf(0)).has_value());
  std::mt19937 moments(20260101);
  std::uniform_int_distribution<int> microseconds(0, 20'000);
  for (int round = 0; round < 100; ++round) {
    Child writer([this] { commitForEver(); });
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds(moments)));
    ASSERT_TRUE(writer.kill());
    expectWholePair();
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_TRUE(store.commit(pairOf(7)).has_value()) << "neither a lock nor a neighbour left by the dead is in the way";
}

TEST_F(FileKeyStoreCrashTest, AReaderNeverSeesHalfAChange) {
  FileKeyStore store(temporary.path(), random);
  ASSERT_TRUE(store.commit(pairOf(0)).has_value());
  Child writer([this] { commitForEver(); });
  const auto end = std::chrono::steady_clock::now() + 500ms;
  while (std::chrono::steady_clock::now() < end) {
    const auto record = store.read("first");
    ASSERT_TRUE(record.has_value());
    ASSERT_TRUE(std::ranges::equal(record->expose(), Bytes(kLongRecord, record->expose().front())));
  }
  EXPECT_TRUE(writer.kill());
}

TEST_F(FileKeyStoreCrashTest, TwoProcessesAtOnceLoseNoChange) {
  constexpr int kChanges = 40;
  const auto commit_all = [&](const std::string& prefix) {
    FileKeyStore store(temporary.path(), random);
    for (int i = 0; i < kChanges; ++i) {
      std::vector<KeyStoreChange> changes;
      changes.push_back({.name = prefix + std::to_string(i), .value = SecretBytes(1)});
      if (!store.commit(std::move(changes))) ::_exit(EXIT_FAILURE);
    }
  };
  Child one([&] { commit_all("one/"); });
  Child two([&] { commit_all("two/"); });
  ASSERT_EQ(one.wait(), 0);
  ASSERT_EQ(two.wait(), 0);
  FileKeyStore store(temporary.path(), random);
  for (int i = 0; i < kChanges; ++i) {
    EXPECT_TRUE(store.read("one/" + std::to_string(i)).has_value());
    EXPECT_TRUE(store.read("two/" + std::to_string(i)).has_value());
  }
}

}  // namespace
}  // namespace heliograph::sdk
