// Offline authentication: beginning, loading, recording guesses, cancelling.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::LoadOfflineRefusal;
using domain::SessionStatus;
using Kind = domain::BeginOfflineRefusal::Kind;

// --- beginning

TEST_P(StoreContract, ABegunSessionIsOpenAndTellsWhatSealingNeeds) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application);
  const auto begin = newOfflineSession(id);
  const domain::BegunOfflineSession begun = tryToBegin(begin).value();

  EXPECT_EQ(begun.session.id, begin.id);
  EXPECT_EQ(begun.session.device, id);
  EXPECT_EQ(begun.session.application, application.id);
  EXPECT_EQ(begun.session.organisation, application.organisation);
  EXPECT_EQ(begun.session.parameters.method, AuthMethod::kOfflinePin);
  EXPECT_EQ(begun.session.parameters.otp_length.digits(), 6);
  EXPECT_EQ(begun.session.parameters.nonce, begin.nonce);
  EXPECT_EQ(begun.session.context, begin.context);
  EXPECT_EQ(begun.session.status, SessionStatus::kStarted);
  EXPECT_EQ(begun.session.created_at, kNow);
  EXPECT_EQ(begun.session.expires_at, kNow + kSessionLifetime);
  EXPECT_EQ(begun.session.finished_at, std::nullopt);
  EXPECT_EQ(begun.keys, method(id).keys);
  EXPECT_EQ(begun.remaining_attempts, kRules.failures_allowed);
}

TEST_P(StoreContract, TheOfferForTheDevicesApplicationCounts) {
  const auto application = createApplication();
  auto begin = newOfflineSession(createDevice(application));
  const domain::OfflineOffer mine = begin.offers.at(0);
  domain::OfflineOffer another = mine;
  another.application = newId<ApplicationId>();
  another.otp_length = protocol::OtpLength::of(9).value();
  another.lifetime = 1s;
  begin.offers = {another, mine, another};
  const domain::BegunOfflineSession begun = tryToBegin(begin).value();
  EXPECT_EQ(begun.session.parameters.otp_length, mine.otp_length);
  EXPECT_EQ(begun.session.expires_at, kNow + mine.lifetime);
}

TEST_P(StoreContract, BeginningByAnOldDirectoryIsRefused) {
  auto begin = newOfflineSession(createDevice());
  createOrganisation();
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kStaleDirectory);
  begin.directory_version = store_->directoryVersion();
  EXPECT_TRUE(tryToBegin(begin)) << "nothing was begun before";
}

TEST_P(StoreContract, AnOldDirectoryIsSeenBeforeAnythingElse) {
  auto begin = newOfflineSession(newId<DeviceId>());
  begin.directory_version -= 1;
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kStaleDirectory);
}

TEST_P(StoreContract, OnlyAnActiveDeviceCanBegin) {
  const auto application = createApplication();
  const DeviceId enrolling = createEnrollingDevice(application);
  const DeviceId deactivated = createDevice(application);
  ASSERT_TRUE(remove(deactivated, mark()));
  for (const DeviceId& id : {enrolling, deactivated, newId<DeviceId>()}) {
    const auto begin = newOfflineSession(id);
    EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kUnknownDevice);
    EXPECT_EQ(load(begin.id, begin.directory_version).error(), LoadOfflineRefusal::kUnknownSession);
  }
}

TEST_P(StoreContract, AnApplicationOfAnotherOrganisationOffersNothing) {
  const auto application = createApplication();
  const auto others = createApplication();
  auto begin = newOfflineSession(createDevice(application));
  begin.offers.at(0).application = others.id;
  const domain::BeginOfflineRefusal refusal = tryToBegin(begin).error();
  EXPECT_EQ(refusal.kind, Kind::kNotOffered);
  EXPECT_EQ(refusal.application, application.id);
}

TEST_P(StoreContract, WithoutAnyOfferNothingIsOffered) {
  auto begin = newOfflineSession(createDevice());
  begin.offers.clear();
  begin.auth_method = AuthMethod::kOfflineIosFaceId;
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kNotOffered);
}

TEST_P(StoreContract, AMethodThatTheDeviceLacksCannotBegin) {
  const auto begin = newOfflineSession(createDevice(), AuthMethod::kOfflineIosFaceId);
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kMethodNotActivated);
}

TEST_P(StoreContract, ALockedDeviceCannotBeginUntilTheLockEnds) {
  const DeviceId id = createDevice(createApplication(), AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const domain::Lock lock{.reason = domain::LockReason::kAttemptsExhausted, .since = kNow, .until = kNow + 60s};
  ASSERT_EQ(record(domain::AddOrUpdateFailure{.attempt = attemptAt(startAddOrUpdate(id), AuthMethod::kDevicePin),
                                              .mark = mark(),
                                              .state = {},
                                              .device_lock = lock,
                                              .device_locks = {.of_one_factor = 0, .of_two_factors = 1}}),
            domain::OnlineRecord::kRecorded);

  auto begin = newOfflineSession(id);
  const domain::BeginOfflineRefusal refusal = tryToBegin(begin).error();
  EXPECT_EQ(refusal.kind, Kind::kDeviceLocked);
  EXPECT_EQ(refusal.lock, lock);
  begin.now = kNow + 60s;
  EXPECT_TRUE(tryToBegin(begin));
}

TEST_P(StoreContract, ALockedMethodCannotBegin) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(record(lastGuessAt(beginOffline(id).session)));
  const domain::BeginOfflineRefusal refusal = tryToBegin(newOfflineSession(id)).error();
  EXPECT_EQ(refusal.kind, Kind::kMethodLocked);
  EXPECT_EQ(refusal.lock, kLocked);
}

TEST_P(StoreContract, ATemporarilyLockedMethodCanBeginOnceTheLockEnds) {
  const DeviceId id = createDevice();
  auto last = lastGuessAt(beginOffline(id).session);
  last.state.lock->until = kNow + 60s;
  ASSERT_TRUE(record(last));
  auto begin = newOfflineSession(id);
  begin.now = kNow + 60s - 1ms;
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kMethodLocked);
  begin.now = kNow + 60s;
  EXPECT_TRUE(tryToBegin(begin));
}

TEST_P(StoreContract, AMethodWithoutAnAttemptLeftCannotBeginThoughNoLockIsOnIt) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(record(wrongGuessAt(beginOffline(id).session)));
  auto begin = newOfflineSession(id);
  begin.offers.at(0).attempts.failures_allowed = 1;
  const domain::BeginOfflineRefusal refusal = tryToBegin(begin).error();
  EXPECT_EQ(refusal.kind, Kind::kMethodLocked);
  EXPECT_EQ(refusal.lock, std::nullopt);
}

TEST_P(StoreContract, ANewSessionDoesNotCloseTheOldOnes) {
  const DeviceId id = createDevice();
  const auto first = beginOffline(id).session;
  beginOffline(id);
  EXPECT_EQ(statusOf(first), SessionStatus::kStarted);
}

// --- loading

TEST_P(StoreContract, ALoadedSessionIsWhatWasBegun) {
  const DeviceId id = createDevice();
  const auto begun = beginOffline(id).session;
  const domain::OfflineSessionView loaded = view(begun);
  EXPECT_EQ(loaded.session.id, begun.id);
  EXPECT_EQ(loaded.session.device, begun.device);
  EXPECT_EQ(loaded.session.application, begun.application);
  EXPECT_EQ(loaded.session.organisation, begun.organisation);
  EXPECT_EQ(loaded.session.parameters.method, begun.parameters.method);
  EXPECT_EQ(loaded.session.parameters.otp_length, begun.parameters.otp_length);
  EXPECT_EQ(loaded.session.parameters.nonce, begun.parameters.nonce);
  EXPECT_EQ(loaded.session.context, begun.context);
  EXPECT_EQ(loaded.session.status, begun.status);
  EXPECT_EQ(loaded.session.created_at, begun.created_at);
  EXPECT_EQ(loaded.session.expires_at, begun.expires_at);
  EXPECT_EQ(loaded.session.finished_at, std::nullopt);
  EXPECT_EQ(loaded.method.value().keys, method(id).keys);
  EXPECT_EQ(loaded.method.value().version, method(id).version);
  EXPECT_EQ(loaded.device_lock, std::nullopt);
}

TEST_P(StoreContract, LoadingByAnOldDirectoryIsRefused) {
  const auto session = beginOffline(createDevice()).session;
  const domain::DirectoryVersion old = store_->directoryVersion();
  createOrganisation();
  EXPECT_EQ(load(session.id, old).error(), LoadOfflineRefusal::kStaleDirectory);
}

TEST_P(StoreContract, AnUnknownSessionIsNotLoaded) {
  EXPECT_EQ(load(newId<domain::OfflineSessionId>(), store_->directoryVersion()).error(),
            LoadOfflineRefusal::kUnknownSession);
}

// --- recording guesses

TEST_P(StoreContract, AWrongGuessIsCountedAndLeavesTheSessionOpen) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const domain::RowVersion version = method(id).version;
  ASSERT_TRUE(record(wrongGuessAt(session)));
  EXPECT_EQ(method(id).attempts.failures, 1);
  EXPECT_EQ(method(id).last_used_at, kNow + 10s);
  EXPECT_GT(method(id).version, version);
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
  EXPECT_EQ(view(session).session.finished_at, std::nullopt);
}

TEST_P(StoreContract, TheCountCarriesOverToTheNextSession) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(record(wrongGuessAt(beginOffline(id).session)));
  EXPECT_EQ(beginOffline(id).remaining_attempts, kRules.failures_allowed - 1);
}

TEST_P(StoreContract, ARightGuessSpendsTheSessionAndCleansTheCount) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  ASSERT_TRUE(record(wrongGuessAt(session)));
  ASSERT_TRUE(record(rightGuessAt(session)));
  EXPECT_EQ(method(id).attempts, domain::AttemptState{});
  EXPECT_EQ(statusOf(session), SessionStatus::kCompleted);
  EXPECT_EQ(view(session).session.finished_at, kNow + 10s);
}

TEST_P(StoreContract, ARightGuessLeavesOtherSessionsOpen) {
  const DeviceId id = createDevice();
  const auto spent = beginOffline(id).session;
  const auto other = beginOffline(id).session;
  ASSERT_TRUE(record(rightGuessAt(spent)));
  EXPECT_EQ(statusOf(other), SessionStatus::kStarted);
}

TEST_P(StoreContract, ASessionSucceedsAtMostOnce) {
  const auto session = beginOffline(createDevice()).session;
  ASSERT_TRUE(record(rightGuessAt(session)));
  EXPECT_FALSE(record(rightGuessAt(session)));
}

TEST_P(StoreContract, AnAttemptRecordedAgainstAnOldVersionChangesNothing) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto late = lastGuessAt(session);
  ASSERT_TRUE(record(wrongGuessAt(session)));
  const domain::RowVersion version = method(id).version;
  EXPECT_FALSE(record(late));
  EXPECT_EQ(method(id).attempts.failures, 1);
  EXPECT_EQ(method(id).attempts.lock, std::nullopt);
  EXPECT_EQ(method(id).version, version);
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
}

TEST_P(StoreContract, AnAttemptOnASessionThatIsNotOpenCountsNothing) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto wrong = wrongGuessAt(session);
  ASSERT_TRUE(cancel(session.id, kNow));
  const domain::RowVersion version = method(id).version;
  EXPECT_FALSE(record(wrong));
  EXPECT_EQ(method(id).attempts.failures, 0);
  EXPECT_EQ(method(id).version, version);
  EXPECT_EQ(statusOf(session), SessionStatus::kCancelled);
}

TEST_P(StoreContract, AnAttemptAtADeviceThatIsNotActiveAnyMoreChangesNothing) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto right = rightGuessAt(session);
  ASSERT_TRUE(remove(id));
  const domain::RowVersion version = device(id).version;
  EXPECT_FALSE(record(right));
  EXPECT_EQ(device(id).version, version);
  EXPECT_EQ(statusOf(session), SessionStatus::kCancelled);
}

TEST_P(StoreContract, AnAttemptOnAnUnknownSessionCountsNothing) {
  const DeviceId id = createDevice();
  auto wrong = wrongGuessAt(beginOffline(id).session);
  wrong.session = newOfflineSession(id).id;
  EXPECT_FALSE(record(wrong));
  EXPECT_EQ(method(id).attempts.failures, 0);
}

TEST_P(StoreContract, LockingAMethodFailsItsOtherOpenSessions) {
  const DeviceId id = createDevice();
  const auto guessed = beginOffline(id).session;
  const auto open = beginOffline(id).session;
  const auto spent = beginOffline(id).session;
  const auto cancelled = beginOffline(id).session;
  ASSERT_TRUE(record(rightGuessAt(spent)));
  ASSERT_TRUE(cancel(cancelled.id, kNow));

  const domain::RowVersion version = device(id).version;
  ASSERT_TRUE(record(lastGuessAt(guessed)));
  EXPECT_EQ(method(id).attempts.lock, kLocked);
  EXPECT_EQ(method(id).attempts.locks, 1);
  EXPECT_GT(device(id).version, version) << "its methods' locks are part of what was decided by";
  EXPECT_EQ(statusOf(guessed), SessionStatus::kFailed);
  EXPECT_EQ(statusOf(open), SessionStatus::kFailed);
  EXPECT_EQ(view(open).session.finished_at, kNow + 10s);
  EXPECT_EQ(statusOf(spent), SessionStatus::kCompleted);
  EXPECT_EQ(statusOf(cancelled), SessionStatus::kCancelled);
}

TEST_P(StoreContract, LockingAMethodLeavesOtherMethodsAndDevicesAlone) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflineDevice, AuthMethod::kDevicePin);
  const auto of_other_method = beginOffline(id, AuthMethod::kOfflineDevice).session;
  const auto of_other_device = beginOffline(createDevice(application)).session;
  ASSERT_TRUE(record(lastGuessAt(beginOffline(id).session)));
  EXPECT_EQ(statusOf(of_other_method), SessionStatus::kStarted);
  EXPECT_EQ(statusOf(of_other_device), SessionStatus::kStarted);
  EXPECT_EQ(method(id, AuthMethod::kOfflineDevice).attempts, domain::AttemptState{});
  EXPECT_EQ(device(id).lock, std::nullopt);
}

TEST_P(StoreContract, LockingAMethodLeavesExpiredSessionsExpired) {
  const DeviceId id = createDevice();
  const auto expired = beginOffline(id).session;
  auto begin = newOfflineSession(id);
  begin.now = expired.expires_at;
  const auto open = tryToBegin(begin).value().session;
  auto last = lastGuessAt(open);
  last.now = expired.expires_at;
  ASSERT_TRUE(record(last));
  EXPECT_EQ(statusOf(expired), SessionStatus::kStarted) << "it expired, and nobody writes that";
}

TEST_P(StoreContract, ASecondLockFailsWhatWasBegunAfterTheFirstHadEnded) {
  const DeviceId id = createDevice();
  auto first_lock = lastGuessAt(beginOffline(id).session);
  first_lock.state.lock->until = kNow + 30s;
  ASSERT_TRUE(record(first_lock));
  auto begin = newOfflineSession(id);
  begin.now = kNow + 40s;
  const auto guessed = tryToBegin(begin).value().session;
  begin.id = newOfflineSession(id).id;
  const auto open = tryToBegin(begin).value().session;
  auto second_lock = lastGuessAt(guessed);
  second_lock.now = kNow + 50s;
  second_lock.state.lock->since = kNow + 50s;
  ASSERT_TRUE(record(second_lock));
  EXPECT_EQ(statusOf(open), SessionStatus::kFailed);
}

TEST_P(StoreContract, LocksKeepEveryPartOfThem) {
  const auto application = createApplication();
  for (const auto reason :
       {domain::LockReason::kAttemptsExhausted, domain::LockReason::kAdmin, domain::LockReason::kCloneDetected}) {
    const DeviceId id = createDevice(application);
    auto last = lastGuessAt(beginOffline(id).session);
    last.state.lock = {.reason = reason, .since = kNow + 1ms, .until = kNow + 2ms};
    ASSERT_TRUE(record(last));
    EXPECT_EQ(method(id).attempts, last.state);
  }
}

// --- cancelling

TEST_P(StoreContract, AnOpenSessionCanBeCancelledOnce) {
  const auto session = beginOffline(createDevice()).session;
  EXPECT_TRUE(cancel(session.id, kNow + 7s));
  EXPECT_EQ(statusOf(session), SessionStatus::kCancelled);
  EXPECT_EQ(view(session).session.finished_at, kNow + 7s);
  EXPECT_FALSE(cancel(session.id, kNow + 8s));
  EXPECT_EQ(view(session).session.finished_at, kNow + 7s);
}

TEST_P(StoreContract, ASpentSessionCannotBeCancelled) {
  const auto session = beginOffline(createDevice()).session;
  ASSERT_TRUE(record(rightGuessAt(session)));
  EXPECT_FALSE(cancel(session.id, kNow));
  EXPECT_EQ(statusOf(session), SessionStatus::kCompleted);
}

TEST_P(StoreContract, ASessionPastItsTimeCannotBeCancelled) {
  const auto session = beginOffline(createDevice()).session;
  EXPECT_FALSE(cancel(session.id, session.expires_at));
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
  EXPECT_TRUE(cancel(session.id, session.expires_at - 1ms));
}

TEST_P(StoreContract, AnUnknownSessionCannotBeCancelled) {
  EXPECT_FALSE(cancel(newId<domain::OfflineSessionId>(), kNow));
}

}  // namespace
}  // namespace heliograph::store
