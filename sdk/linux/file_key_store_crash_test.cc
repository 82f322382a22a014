// Real processes that are killed, and that meet.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
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

  static pid_t inChild(const std::function<void()>& work) {
    const pid_t child = ::fork();
    if (child == 0) {
      work();
      ::_exit(0);
    }
    return child;
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
    const pid_t child = inChild([&] {
      for (std::uint8_t byte = 0;; ++byte) (void)store.commit(pairOf(byte));
    });
    ASSERT_GT(child, 0);
    std::this_thread::sleep_for(std::chrono::microseconds(microseconds(moments)));
    ASSERT_EQ(::kill(child, SIGKILL), 0);
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    expectWholePair();
  }
  EXPECT_TRUE(store.commit(pairOf(7)).has_value()) << "neither a lock nor a neighbour left by the dead is in the way";
}

TEST_F(FileKeyStoreCrashTest, AReaderNeverSeesHalfAChange) {
  FileKeyStore store(temporary.path(), random);
  ASSERT_TRUE(store.commit(pairOf(0)).has_value());
  const pid_t writer = inChild([&] {
    for (std::uint8_t byte = 0;; ++byte) (void)store.commit(pairOf(byte));
  });
  ASSERT_GT(writer, 0);
  const auto end = std::chrono::steady_clock::now() + 500ms;
  while (std::chrono::steady_clock::now() < end) {
    const auto record = store.read("first");
    ASSERT_TRUE(record.has_value());
    ASSERT_TRUE(std::ranges::equal(record->expose(), Bytes(kLongRecord, record->expose().front())));
  }
  ASSERT_EQ(::kill(writer, SIGKILL), 0);
  ASSERT_EQ(::waitpid(writer, nullptr, 0), writer);
}

TEST_F(FileKeyStoreCrashTest, TwoProcessesAtOnceLoseNoChange) {
  constexpr int kChanges = 40;
  const auto writeAll = [&](const std::string& prefix) {
    FileKeyStore store(temporary.path(), random);
    for (int i = 0; i < kChanges; ++i) {
      std::vector<KeyStoreChange> changes;
      changes.push_back({.name = prefix + std::to_string(i), .value = SecretBytes(1)});
      if (!store.commit(std::move(changes))) ::_exit(1);
    }
  };
  const pid_t one = inChild([&] { writeAll("one/"); });
  const pid_t two = inChild([&] { writeAll("two/"); });
  for (const pid_t child : {one, two}) {
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_EQ(status, 0);
  }
  FileKeyStore store(temporary.path(), random);
  for (int i = 0; i < kChanges; ++i) {
    EXPECT_TRUE(store.read("one/" + std::to_string(i)).has_value());
    EXPECT_TRUE(store.read("two/" + std::to_string(i)).has_value());
  }
}

}  // namespace
}  // namespace heliograph::sdk
