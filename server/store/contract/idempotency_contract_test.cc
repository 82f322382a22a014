// Idempotency keys: the same key with the same request gives the same answer again, and does nothing again.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::IdempotencyKey;
using domain::LoadOfflineRefusal;
using domain::SessionStatus;
using domain::VerifyOutcome;
using BeginOfflineKind = domain::BeginOfflineRefusal::Kind;
using BeginAuthenticationKind = domain::BeginAuthenticationRefusal::Kind;

constexpr VerifyOutcome kWrong{.is_right = false,
                               .session_status = SessionStatus::kStarted,
                               .remaining_attempts = 2,
                               .finished_at = std::nullopt,
                               .locked_until = std::nullopt};
constexpr VerifyOutcome kRight{.is_right = true,
                               .session_status = SessionStatus::kCompleted,
                               .remaining_attempts = 3,
                               .finished_at = kNow + 10s,
                               .locked_until = std::nullopt};
constexpr VerifyOutcome kLast{.is_right = false,
                              .session_status = SessionStatus::kFailed,
                              .remaining_attempts = 0,
                              .finished_at = kNow + 10s,
                              .locked_until = kNow + 70s};

// The same call again: what is drawn for every call is drawn again.
template <class NewSession>
NewSession repeated(const NewSession& first, NewSession again) {
  again.idempotency = first.idempotency;
  return again;
}

domain::OfflineAttempt with(const IdempotencyKey& key, const VerifyOutcome& outcome, domain::OfflineAttempt attempt) {
  attempt.idempotency = key;
  attempt.outcome = outcome;
  return attempt;
}

// --- beginning offline

TEST_P(StoreContract, BeginningAgainWithTheSameKeyGivesTheSameSession) {
  const DeviceId id = createDevice();
  auto first = newOfflineSession(id);
  first.idempotency = newIdempotencyKey();
  const auto begun = tryToBegin(first).value();
  const auto again = repeated(first, newOfflineSession(id));
  const auto answer = tryToBegin(again).value();
  EXPECT_EQ(answer.session.id, begun.session.id);
  EXPECT_EQ(answer.session.parameters.nonce, first.nonce);
  EXPECT_EQ(answer.session.context, first.context);
  EXPECT_EQ(answer.session.created_at, begun.session.created_at);
  EXPECT_EQ(answer.session.expires_at, begun.session.expires_at);
  EXPECT_EQ(answer.keys, begun.keys);
  EXPECT_EQ(answer.remaining_attempts, begun.remaining_attempts);
  EXPECT_EQ(load(again.id, again.directory_version).error(), LoadOfflineRefusal::kUnknownSession)
      << "there is no second session";
}

TEST_P(StoreContract, BeginningAgainGivesTheSessionAsItWasBegunWhateverBecameOfIt) {
  const DeviceId id = createDevice();
  auto first = newOfflineSession(id);
  first.idempotency = newIdempotencyKey();
  const auto begun = tryToBegin(first).value();
  ASSERT_TRUE(record(lastGuessAt(begun.session)));
  const auto answer = tryToBegin(repeated(first, newOfflineSession(id))).value();
  EXPECT_EQ(answer.session.id, begun.session.id);
  EXPECT_EQ(answer.session.status, SessionStatus::kStarted);
  EXPECT_EQ(answer.session.finished_at, std::nullopt);
  EXPECT_EQ(answer.remaining_attempts, begun.remaining_attempts);
  EXPECT_EQ(statusOf(begun.session), SessionStatus::kFailed);
}

TEST_P(StoreContract, BeginningWithAKeyThatCameWithAnotherRequestIsRefused) {
  const DeviceId id = createDevice();
  auto first = newOfflineSession(id);
  first.idempotency = newIdempotencyKey();
  ASSERT_TRUE(tryToBegin(first));
  auto other = newOfflineSession(id);
  other.idempotency = reused(*first.idempotency);
  EXPECT_EQ(tryToBegin(other).error().kind, BeginOfflineKind::kKeyReused);
  EXPECT_EQ(load(other.id, other.directory_version).error(), LoadOfflineRefusal::kUnknownSession);
}

TEST_P(StoreContract, EveryKeyAndEveryCallWithoutOneBeginsASessionOfItsOwn) {
  const DeviceId id = createDevice();
  auto one = newOfflineSession(id);
  auto two = newOfflineSession(id);
  one.idempotency = newIdempotencyKey();
  two.idempotency = newIdempotencyKey();
  EXPECT_EQ(tryToBegin(one).value().session.id, one.id);
  EXPECT_EQ(tryToBegin(two).value().session.id, two.id);
  EXPECT_NE(beginOffline(id).session.id, beginOffline(id).session.id);
}

TEST_P(StoreContract, ARefusedBeginningKeepsNoKey) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  auto begin = newOfflineSession(id);
  begin.idempotency = newIdempotencyKey();
  ASSERT_EQ(tryToBegin(begin).error().kind, BeginOfflineKind::kDeviceLocked);
  ASSERT_TRUE(unlock(id));
  EXPECT_EQ(tryToBegin(begin).value().session.id, begin.id);
}

// Each step takes away the reason of the refusal before.
TEST_P(StoreContract, AReusedKeyIsSeenAfterTheDirectoryAndTheDeviceAndBeforeTheRest) {
  const DeviceId id = createDevice();
  auto first = newOfflineSession(id);
  first.idempotency = newIdempotencyKey();
  ASSERT_TRUE(tryToBegin(first));
  auto begin = newOfflineSession(id, AuthMethod::kOfflineIosFaceId);
  begin.idempotency = reused(*first.idempotency);
  begin.offers.clear();
  begin.directory_version -= 1;
  begin.device = newId<DeviceId>();
  EXPECT_EQ(tryToBegin(begin).error().kind, BeginOfflineKind::kStaleDirectory);
  begin.directory_version += 1;
  EXPECT_EQ(tryToBegin(begin).error().kind, BeginOfflineKind::kUnknownDevice);
  begin.device = id;
  EXPECT_EQ(tryToBegin(begin).error().kind, BeginOfflineKind::kKeyReused);
  begin.idempotency = newIdempotencyKey();
  EXPECT_EQ(tryToBegin(begin).error().kind, BeginOfflineKind::kNotOffered);
}

// --- beginning online

TEST_P(StoreContract, BeginningAnAuthenticationAgainWithTheSameKeyGivesTheSameSession) {
  const DeviceId id = createOnlineDevice();
  auto first = newAuthentication(id);
  first.idempotency = newIdempotencyKey();
  const auto begun = tryToBegin(first).value();
  ASSERT_EQ(record(rightResponseTo(begun)), domain::OnlineRecord::kRecorded);
  const auto again = repeated(first, newAuthentication(id));
  const auto answer = tryToBegin(again).value();
  EXPECT_EQ(answer.id, begun.id);
  EXPECT_EQ(answer.challenge, first.challenge);
  EXPECT_EQ(answer.auth_methods, begun.auth_methods);
  EXPECT_EQ(answer.expires_at, begun.expires_at);
  EXPECT_EQ(answer.status, SessionStatus::kStarted) << "as it was begun";
  EXPECT_EQ(answer.auth_method, std::nullopt);
  EXPECT_EQ(answer.finished_at, std::nullopt);
  EXPECT_FALSE(store_->findAuthentication(id, again.id).has_value()) << "there is no second session";
}

TEST_P(StoreContract, BeginningAnAuthenticationWithAKeyThatCameWithAnotherRequestIsRefused) {
  const DeviceId id = createOnlineDevice();
  auto first = newAuthentication(id);
  first.idempotency = newIdempotencyKey();
  ASSERT_TRUE(tryToBegin(first));
  auto other = newAuthentication(id);
  other.idempotency = reused(*first.idempotency);
  EXPECT_EQ(tryToBegin(other).error().kind, BeginAuthenticationKind::kKeyReused);
  EXPECT_FALSE(store_->findAuthentication(id, other.id).has_value());
}

TEST_P(StoreContract, ARefusedAuthenticationKeepsNoKey) {
  const DeviceId id = createOnlineDevice();
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  auto begin = newAuthentication(id);
  begin.idempotency = newIdempotencyKey();
  ASSERT_EQ(tryToBegin(begin).error().kind, BeginAuthenticationKind::kDeviceLocked);
  ASSERT_TRUE(unlock(id));
  EXPECT_EQ(tryToBegin(begin).value().id, begin.id);
}

// --- verifying

TEST_P(StoreContract, BeforeAKeyIsUsedNothingCameOfIt) {
  const auto session = beginOffline(createDevice()).session;
  const auto loaded = store_->loadOfflineSession(session.id, store_->directoryVersion(), newIdempotencyKey());
  EXPECT_EQ(loaded.value().earlier, std::nullopt);
}

TEST_P(StoreContract, WhatAVerificationCameToIsLoadedWithTheSameKey) {
  const auto application = createApplication();
  for (const VerifyOutcome& outcome : {kWrong, kRight, kLast}) {
    const auto session = beginOffline(createDevice(application)).session;
    const auto key = newIdempotencyKey();
    ASSERT_TRUE(record(with(key, outcome, wrongGuessAt(session))));
    EXPECT_EQ(store_->loadOfflineSession(session.id, store_->directoryVersion(), key).value().earlier, outcome);
  }
}

TEST_P(StoreContract, AnOutcomeStaysAsItWasWhateverCameAfterIt) {
  const auto session = beginOffline(createDevice()).session;
  const auto key = newIdempotencyKey();
  ASSERT_TRUE(record(with(key, kWrong, wrongGuessAt(session))));
  ASSERT_TRUE(record(with(newIdempotencyKey(), kRight, rightGuessAt(session))));
  EXPECT_EQ(store_->loadOfflineSession(session.id, store_->directoryVersion(), key).value().earlier, kWrong);
}

TEST_P(StoreContract, AnotherKeyAndNoKeyLoadNoOutcome) {
  const auto session = beginOffline(createDevice()).session;
  ASSERT_TRUE(record(with(newIdempotencyKey(), kWrong, wrongGuessAt(session))));
  EXPECT_EQ(view(session).earlier, std::nullopt);
  EXPECT_EQ(store_->loadOfflineSession(session.id, store_->directoryVersion(), newIdempotencyKey()).value().earlier,
            std::nullopt);
}

TEST_P(StoreContract, AKeyThatCameWithAnotherGuessIsRefused) {
  const auto session = beginOffline(createDevice()).session;
  const auto key = newIdempotencyKey();
  ASSERT_TRUE(record(with(key, kWrong, wrongGuessAt(session))));
  EXPECT_EQ(store_->loadOfflineSession(session.id, store_->directoryVersion(), reused(key)).error(),
            LoadOfflineRefusal::kKeyReused);
}

TEST_P(StoreContract, AKeyIsLookedAtAfterTheDirectoryAndTheSession) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto key = newIdempotencyKey();
  ASSERT_TRUE(record(with(key, kWrong, wrongGuessAt(session))));
  const domain::DirectoryVersion version = store_->directoryVersion();
  EXPECT_EQ(store_->loadOfflineSession(session.id, version - 1, reused(key)).error(),
            LoadOfflineRefusal::kStaleDirectory);
  EXPECT_EQ(store_->loadOfflineSession(newOfflineSession(id).id, version, reused(key)).error(),
            LoadOfflineRefusal::kUnknownSession);
}

TEST_P(StoreContract, ASecondGuessWithATakenKeyCountsNothing) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto key = newIdempotencyKey();
  ASSERT_TRUE(record(with(key, kWrong, wrongGuessAt(session))));
  const domain::RowVersion version = method(id).version;
  EXPECT_FALSE(record(with(key, kWrong, wrongGuessAt(session))));
  EXPECT_FALSE(record(with(reused(key), kRight, rightGuessAt(session))));
  EXPECT_EQ(method(id).attempts.failures, 1);
  EXPECT_EQ(method(id).version, version);
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
}

TEST_P(StoreContract, AGuessThatLostTheRaceKeepsNoKey) {
  const auto session = beginOffline(createDevice()).session;
  const auto key = newIdempotencyKey();
  auto late = with(key, kWrong, wrongGuessAt(session));
  late.expected_method_version -= 1;
  ASSERT_FALSE(record(late));
  EXPECT_EQ(store_->loadOfflineSession(session.id, store_->directoryVersion(), key).value().earlier, std::nullopt);
  EXPECT_TRUE(record(with(key, kWrong, wrongGuessAt(session))));
}

// --- the audit log

TEST_P(StoreContract, ARepeatedCallWritesNoEvents) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  auto offline = newOfflineSession(id);
  offline.idempotency = newIdempotencyKey();
  const auto session = tryToBegin(offline).value().session;
  auto online = newAuthentication(id);
  online.idempotency = newIdempotencyKey();
  ASSERT_TRUE(tryToBegin(online));
  const auto guess = with(newIdempotencyKey(), kWrong, wrongGuessAt(session));
  ASSERT_TRUE(record(guess));

  expectNoEvents([&] { EXPECT_TRUE(tryToBegin(offline)); });
  expectNoEvents([&] { EXPECT_TRUE(tryToBegin(online)); });
  expectNoEvents([&] { EXPECT_FALSE(record(guess)); });
}

}  // namespace
}  // namespace heliograph::store
