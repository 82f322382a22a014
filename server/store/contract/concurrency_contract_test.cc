// Many threads at once: what one command decides no other undoes, and what one has done all others see.

#include <gmock/gmock.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

constexpr int kThreads = 8;

// Runs `work(i)` in kThreads threads, which start together.
void inManyThreads(const std::function<void(int)>& work) {
  std::atomic<int> ready = 0;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      ++ready;
      while (ready < kThreads) std::this_thread::yield();
      work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_P(StoreContract, OfManyGuessesAtOneVersionOneIsRecorded) {
  const DeviceId id = createDevice();
  const auto guess = wrongGuessAt(beginOffline(id).session);
  std::atomic<int> recorded = 0;
  inManyThreads([&](int) { recorded += store_->recordOfflineAttempt(guess) ? 1 : 0; });
  EXPECT_EQ(recorded, 1);
  EXPECT_EQ(method(id).attempts.failures, 1);
}

TEST_P(StoreContract, OfManyRightGuessesOneSpendsTheSession) {
  const auto session = beginOffline(createDevice()).session;
  std::atomic<int> recorded = 0;
  inManyThreads([&](int) {
    // Each takes the newest version, so that the session alone decides.
    while (true) {
      if (store_->recordOfflineAttempt(rightGuessAt(session))) ++recorded;
      if (statusOf(session) == domain::SessionStatus::kCompleted) break;
    }
  });
  EXPECT_EQ(recorded, 1);
}

TEST_P(StoreContract, OfManyDevicesOneTakesTheCode) {
  const auto made = createEnrolment(createApplication());
  std::vector<domain::EnrolmentStart> starts;
  starts.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) starts.push_back(startOf(made));
  std::atomic<int> let_in = 0;
  inManyThreads([&](int i) { let_in += store_->startEnrolment(starts[static_cast<std::size_t>(i)]) ? 1 : 0; });
  EXPECT_EQ(let_in, 1);
}

TEST_P(StoreContract, OfManyCopiesOfARequestOneIsAccepted) {
  const DeviceId id = createDevice();
  const auto request = mark();
  std::vector<domain::AddOrUpdateSession> sessions;
  sessions.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) sessions.push_back(newAddOrUpdate(id));
  std::atomic<int> accepted = 0;
  inManyThreads(
      [&](int i) { accepted += store_->startAddOrUpdate(sessions[static_cast<std::size_t>(i)], request) ? 1 : 0; });
  EXPECT_EQ(accepted, 1);
}

TEST_P(StoreContract, OfManyServersOneStoresItsKeys) {
  std::vector<domain::ServerKeyRecord> returned(kThreads);
  inManyThreads([&](int i) {
    const domain::ServerKeyRecord own{
        .channel_private_key = newKeys(), .channel_public_key = newPublicKey(), .created_at = kNow};
    returned[static_cast<std::size_t>(i)] = store_->storeServerKeys(own);
  });
  for (const domain::ServerKeyRecord& record : returned) {
    EXPECT_EQ(record.channel_public_key, store_->loadServerKeys().value().channel_public_key);
    EXPECT_EQ(record.channel_private_key, store_->loadServerKeys().value().channel_private_key);
  }
}

TEST_P(StoreContract, WhatWasWrittenIsReadAtOnce) {
  const DeviceId id = createDevice();
  const domain::DirectoryVersion version = store_->directoryVersion();
  std::atomic<int> missed = 0;
  inManyThreads([&](int) {
    for (int i = 0; i < 20; ++i) {
      const auto session = beginOffline(id).session;
      if (!store_->loadOfflineSession(session.id, version)) ++missed;
      if (!store_->cancelOfflineSession(session.id, kNow)) ++missed;
      if (statusOf(session) != domain::SessionStatus::kCancelled) ++missed;
    }
  });
  EXPECT_EQ(missed, 0);
}

TEST_P(StoreContract, NoFailureIsLostAmongManyThreads) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  inManyThreads([&](int) {
    for (int i = 0; i < 5; ++i) {
      while (!store_->recordOfflineAttempt(wrongGuessAt(session))) {
      }
    }
  });
  EXPECT_EQ(method(id).attempts.failures, kThreads * 5);
}

}  // namespace
}  // namespace heliograph::store
