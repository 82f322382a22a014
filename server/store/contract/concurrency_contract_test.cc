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
  inManyThreads([&](int) { recorded += record(guess) ? 1 : 0; });
  EXPECT_EQ(recorded, 1);
  EXPECT_EQ(method(id).attempts.failures, 1);
}

TEST_P(StoreContract, OfManyRightGuessesOneSpendsTheSession) {
  const auto session = beginOffline(createDevice()).session;
  std::atomic<int> recorded = 0;
  inManyThreads([&](int) {
    // Each takes the newest version, so that the session alone decides.
    while (true) {
      if (record(rightGuessAt(session))) ++recorded;
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
  inManyThreads([&](int i) { let_in += tryToStart(starts[static_cast<std::size_t>(i)]) ? 1 : 0; });
  EXPECT_EQ(let_in, 1);
}

TEST_P(StoreContract, OfManyCopiesOfARequestOneIsAccepted) {
  const DeviceId id = createDevice();
  const auto request = mark();
  std::vector<domain::AddOrUpdateSession> sessions;
  sessions.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) sessions.push_back(newAddOrUpdate(id));
  std::atomic<int> accepted = 0;
  inManyThreads([&](int i) { accepted += tryToStart(sessions[static_cast<std::size_t>(i)], request) ? 1 : 0; });
  EXPECT_EQ(accepted, 1);
}

TEST_P(StoreContract, OfManyServersOneStoresItsKeys) {
  std::vector<domain::ServerKeyRecord> returned(kThreads);
  inManyThreads([&](int i) { returned[static_cast<std::size_t>(i)] = store_->storeServerKeys(newServerKeys()); });
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
      if (!load(session.id, version)) ++missed;
      if (!cancel(session.id, kNow)) ++missed;
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
      while (!record(wrongGuessAt(session))) {
      }
    }
  });
  EXPECT_EQ(method(id).attempts.failures, kThreads * 5);
}

TEST_P(StoreContract, OfManyBeginningsWithOneIdempotencyKeyOneBeginsASession) {
  const DeviceId id = createDevice();
  const auto key = newIdempotencyKey();
  std::vector<domain::NewOfflineSession> beginnings;
  beginnings.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    beginnings.push_back(newOfflineSession(id));
    beginnings.back().idempotency = key;
  }
  std::vector<std::optional<domain::OfflineSessionId>> begun(kThreads);
  const auto before = log().size();
  audit_ = {newEvent()};
  inManyThreads([&](int i) {
    const auto at = static_cast<std::size_t>(i);
    begun[at] = tryToBegin(beginnings[at]).value().session.id;
  });
  EXPECT_THAT(begun, testing::Each(begun[0]));
  EXPECT_EQ(log().size(), before + 1);
}

TEST_P(StoreContract, OfManyOnlineBeginningsWithOneIdempotencyKeyOneBeginsASession) {
  const DeviceId id = createOnlineDevice();
  const auto key = newIdempotencyKey();
  std::vector<domain::NewAuthenticationSession> beginnings;
  beginnings.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) {
    beginnings.push_back(newAuthentication(id));
    beginnings.back().idempotency = key;
  }
  std::vector<std::optional<domain::AuthenticationSessionId>> begun(kThreads);
  const auto before = log().size();
  audit_ = {newEvent()};
  inManyThreads([&](int i) {
    const auto at = static_cast<std::size_t>(i);
    begun[at] = tryToBegin(beginnings[at]).value().id;
  });
  EXPECT_THAT(begun, testing::Each(begun[0]));
  EXPECT_EQ(log().size(), before + 1);
}

TEST_P(StoreContract, OfManyGuessesWithOneIdempotencyKeyOneIsRecorded) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto key = newIdempotencyKey();
  std::atomic<int> recorded = 0;
  inManyThreads([&](int) {
    // Each takes the newest version, so that the key alone decides.
    while (!store_->loadOfflineSession(session.id, store_->directoryVersion(), key).value().earlier) {
      auto guess = wrongGuessAt(session);
      guess.idempotency = key;
      guess.outcome = domain::VerifyOutcome{.is_right = false,
                                            .session_status = domain::SessionStatus::kStarted,
                                            .remaining_attempts = 2,
                                            .finished_at = std::nullopt,
                                            .locked_until = std::nullopt};
      if (record(guess)) ++recorded;
    }
  });
  EXPECT_EQ(recorded, 1);
  EXPECT_EQ(method(id).attempts.failures, 1);
}

TEST_P(StoreContract, OfManyResponsesWithOneSaltOneIsRecorded) {
  const DeviceId id = createOnlineDevice();
  std::vector<domain::AuthenticationSuccess> responses;
  responses.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) responses.push_back(rightResponseTo(beginAuthentication(id)));
  std::atomic<int> recorded = 0;
  inManyThreads([&](int i) {
    recorded += record(responses[static_cast<std::size_t>(i)]) == domain::OnlineRecord::kRecorded ? 1 : 0;
  });
  EXPECT_EQ(recorded, 1) << "of two copies of a phone, one confirms the salt";
}

TEST_P(StoreContract, OfManyChangesOfAConfigurationOneIsRecorded) {
  const auto application = createApplication();
  std::atomic<int> recorded = 0;
  inManyThreads(
      [&](int) { recorded += configure(application.id, 1, {}) == domain::ConfigurationRecord::kRecorded ? 1 : 0; });
  EXPECT_EQ(recorded, 1);
  EXPECT_EQ(store_->configurationHistory(application.id).size(), 2U);
}

TEST_P(StoreContract, EveryEventOfManyThreadsIsInTheLogUnderASequenceOfItsOwn) {
  const auto application = createApplication();
  std::vector<DeviceId> devices;
  devices.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) devices.push_back(createDevice(application));
  std::vector<domain::AuditTrail> trails(kThreads);
  for (domain::AuditTrail& trail : trails) {
    trail = {newEvent(), newEvent()};
    for (domain::AuditEvent& event : trail) event.application = application.id;  // as beginning fills it in
  }
  inManyThreads([&](int i) {
    const auto at = static_cast<std::size_t>(i);
    EXPECT_TRUE(store_->beginOfflineSession(newOfflineSession(devices[at]), trails[at]));
    store_->recordAudit(trails[at]);
  });

  const auto stored = log();
  ASSERT_EQ(stored.size(), static_cast<std::size_t>(kThreads) * 4);
  for (std::size_t i = 1; i < stored.size(); ++i) EXPECT_LT(stored[i - 1].sequence, stored[i].sequence);
  domain::AuditTrail events;
  for (const domain::StoredAuditEvent& each : stored) events.push_back(each.event);
  domain::AuditTrail expected;
  for (const domain::AuditTrail& trail : trails) {
    expected.insert(expected.end(), trail.begin(), trail.end());
    expected.insert(expected.end(), trail.begin(), trail.end());
  }
  EXPECT_THAT(events, testing::UnorderedElementsAreArray(expected));
}

TEST_P(StoreContract, OfManyAuditHeadsOfOneNumberOneIsStored) {
  std::atomic<int> stored = 0;
  inManyThreads([&](int i) {
    const domain::AuditHead head{.number = 1,
                                 .first = 1,
                                 .last = static_cast<domain::AuditSequence>(i) + 1,
                                 .count = 1,
                                 .root = {},
                                 .previous = {},
                                 .at = kNow,
                                 .signature = {}};
    stored += store_->storeAuditHead(head) ? 1 : 0;
  });
  EXPECT_EQ(stored, 1);
  EXPECT_EQ(store_->auditHeads(0, 10).size(), 1U);
}

}  // namespace
}  // namespace heliograph::store
