// Adding and changing methods: a session, and a response by a method that the device has.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::OnlineRecord;
using domain::SessionStatus;
using domain::StartAddOrUpdateRefusal;

// --- starting

TEST_P(StoreAddOrUpdateContract, AStartedSessionIsFound) {
  const auto made = newAddOrUpdate(id_);
  ASSERT_TRUE(tryToStart(made, mark()));
  const domain::AddOrUpdateSession found = store_->findAddOrUpdateSession(made.id).value();
  EXPECT_EQ(found.id, made.id);
  EXPECT_EQ(found.device, id_);
  EXPECT_EQ(found.challenge, made.challenge);
  EXPECT_EQ(found.status, SessionStatus::kStarted);
  EXPECT_EQ(found.created_at, made.created_at);
  EXPECT_EQ(found.expires_at, made.expires_at);
}

TEST_P(StoreAddOrUpdateContract, AnUnknownSessionIsNotFound) {
  EXPECT_FALSE(store_->findAddOrUpdateSession(newId<domain::AddOrUpdateSessionId>()).has_value());
}

TEST_P(StoreAddOrUpdateContract, OnlyAnActiveDeviceCanStartASession) {
  const auto application = createApplication();
  const DeviceId enrolling = createEnrollingDevice(application);
  const DeviceId deactivated = createDevice(application);
  ASSERT_TRUE(remove(deactivated, mark()));
  for (const DeviceId& id : {enrolling, deactivated, newId<DeviceId>()}) {
    const auto refused = newAddOrUpdate(id);
    EXPECT_EQ(tryToStart(refused, mark()), fail(StartAddOrUpdateRefusal::kUnknownDevice));
    EXPECT_FALSE(store_->findAddOrUpdateSession(refused.id).has_value());
  }
}

TEST_P(StoreAddOrUpdateContract, AReplayedStartOfASessionIsRefused) {
  const auto request = mark();
  ASSERT_TRUE(tryToStart(newAddOrUpdate(id_), request));
  const auto refused = newAddOrUpdate(id_);
  EXPECT_EQ(tryToStart(refused, request), fail(StartAddOrUpdateRefusal::kReplayed));
  EXPECT_FALSE(store_->findAddOrUpdateSession(refused.id).has_value());
}

// --- a right response

TEST_P(StoreAddOrUpdateContract, ASuccessAddsTheMethodAndSpendsTheSession) {
  const auto right = success();
  EXPECT_EQ(record(right), OnlineRecord::kRecorded);
  EXPECT_EQ(statusOf(session_), SessionStatus::kCompleted);
  const domain::Method added = method(id_, AuthMethod::kOfflinePin);
  EXPECT_EQ(added.keys, right.keys);
  EXPECT_EQ(added.attempts, domain::AttemptState{});
  EXPECT_EQ(added.activated_at, kNow + 5s);
  EXPECT_EQ(added.last_used_at, std::nullopt);
}

TEST_P(StoreAddOrUpdateContract, ASuccessIsAUseOfTheAuthorisingMethod) {
  ASSERT_EQ(record(failure()), OnlineRecord::kRecorded);
  const domain::Method before = method(id_, AuthMethod::kDevicePin);
  ASSERT_EQ(record(success()), OnlineRecord::kRecorded);
  const domain::Method authorising = method(id_, AuthMethod::kDevicePin);
  EXPECT_EQ(authorising.attempts, domain::AttemptState{});
  EXPECT_EQ(authorising.last_used_at, kNow + 5s);
  EXPECT_EQ(authorising.keys, before.keys);
  EXPECT_GT(authorising.version, before.version);
}

TEST_P(StoreAddOrUpdateContract, ASuccessThatChangesAMethodReplacesItsKeysAndCleansItsCount) {
  addMethod(id_, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  ASSERT_TRUE(record(lastGuessAt(beginOffline(id_).session)));
  const domain::Method before = method(id_, AuthMethod::kOfflinePin);
  const auto right = success();
  ASSERT_EQ(record(right), OnlineRecord::kRecorded);
  const domain::Method changed = method(id_, AuthMethod::kOfflinePin);
  EXPECT_EQ(changed.keys, right.keys);
  EXPECT_EQ(changed.attempts, domain::AttemptState{});
  EXPECT_EQ(changed.activated_at, kNow + 5s);
  EXPECT_EQ(changed.last_used_at, before.last_used_at);
  EXPECT_GT(changed.version, before.version);
}

TEST_P(StoreAddOrUpdateContract, ASuccessCancelsOpenSessionsOfTheChangedMethodAlone) {
  addMethod(id_, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  addMethod(id_, AuthMethod::kOfflineDevice, AuthMethod::kDevicePin);
  const auto of_changed = beginOffline(id_, AuthMethod::kOfflinePin).session;
  const auto of_other = beginOffline(id_, AuthMethod::kOfflineDevice).session;
  ASSERT_EQ(record(success()), OnlineRecord::kRecorded);
  EXPECT_EQ(statusOf(of_changed), SessionStatus::kCancelled);
  EXPECT_EQ(view(of_changed).session.finished_at, kNow + 5s);
  EXPECT_EQ(statusOf(of_other), SessionStatus::kStarted);
}

TEST_P(StoreAddOrUpdateContract, AMethodCanAuthoriseItsOwnChange) {
  auto right = success();
  right.auth_method = AuthMethod::kDevicePin;
  const domain::Method before = method(id_, AuthMethod::kDevicePin);
  ASSERT_EQ(record(right), OnlineRecord::kRecorded);
  const domain::Method changed = method(id_, AuthMethod::kDevicePin);
  EXPECT_EQ(changed.keys, right.keys);
  EXPECT_EQ(changed.attempts, domain::AttemptState{});
  EXPECT_EQ(changed.last_used_at, kNow + 5s);
  EXPECT_GT(changed.version, before.version);
}

TEST_P(StoreAddOrUpdateContract, ASuccessSetsTheSaltsAndRaisesTheDevicesVersion) {
  const auto right = success();
  ASSERT_EQ(record(right), OnlineRecord::kRecorded);
  EXPECT_EQ(device(id_).salts, right.salts);
  EXPECT_GT(device(id_).version, before_.version);
}

TEST_P(StoreAddOrUpdateContract, AFailureLeavesTheSalts) {
  ASSERT_EQ(record(failure()), OnlineRecord::kRecorded);
  EXPECT_EQ(device(id_).salts, before_.salts);
}

TEST_P(StoreAddOrUpdateContract, ASuccessSetsTheDevicesLocks) {
  auto right = success();
  right.device_locks = {.of_one_factor = 3, .of_two_factors = 5};
  ASSERT_EQ(record(right), OnlineRecord::kRecorded);
  EXPECT_EQ(device(id_).locks, right.device_locks);
}

// --- a wrong response

TEST_P(StoreAddOrUpdateContract, AFailureIsCountedAndLeavesTheSessionOpen) {
  ASSERT_EQ(record(failure()), OnlineRecord::kRecorded);
  EXPECT_EQ(method(id_, AuthMethod::kDevicePin).attempts.failures, 1);
  EXPECT_EQ(method(id_, AuthMethod::kDevicePin).last_used_at, kNow + 5s);
  EXPECT_GT(method(id_, AuthMethod::kDevicePin).version, before_.methods.at(0).version);
  EXPECT_EQ(statusOf(session_), SessionStatus::kStarted);
  EXPECT_EQ(device(id_).lock, std::nullopt);
  EXPECT_EQ(device(id_).version, before_.version);
}

TEST_P(StoreAddOrUpdateContract, TheLastFailureLocksTheDeviceAndFailsWhatIsOpen) {
  addMethod(id_, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  addMethod(id_, AuthMethod::kOfflineDevice, AuthMethod::kDevicePin);
  const auto of_pin = beginOffline(id_, AuthMethod::kOfflinePin).session;
  const auto of_device = beginOffline(id_, AuthMethod::kOfflineDevice).session;
  const auto other_change = startAddOrUpdate(id_);
  const auto online = beginAuthentication(id_);
  const auto last = lastFailure();
  ASSERT_EQ(record(last), OnlineRecord::kRecorded);
  EXPECT_EQ(device(id_).lock, last.device_lock);
  EXPECT_EQ(device(id_).locks, (domain::DeviceLocks{.of_one_factor = 0, .of_two_factors = 1}));
  EXPECT_GT(device(id_).version, before_.version);
  EXPECT_EQ(statusOf(session_), SessionStatus::kFailed);
  EXPECT_EQ(statusOf(of_pin), SessionStatus::kFailed);
  EXPECT_EQ(view(of_pin).session.finished_at, kNow + 5s);
  EXPECT_EQ(statusOf(of_device), SessionStatus::kFailed);
  EXPECT_EQ(view(of_pin).device_lock, last.device_lock);
  EXPECT_EQ(statusOf(other_change), SessionStatus::kFailed);
  EXPECT_EQ(statusOf(online), SessionStatus::kFailed);
  EXPECT_EQ(current(online).finished_at, kNow + 5s);
}

// --- lost races and replays

TEST_P(StoreAddOrUpdateContract, ARecordAgainstAnOldMethodVersionChangesNothing) {
  auto right = success();
  auto wrong = lastFailure();
  right.attempt.expected_method_version -= 1;
  wrong.attempt.expected_method_version -= 1;
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
  EXPECT_EQ(record(wrong), OnlineRecord::kLostRace);
  expectNothingChanged();
}

TEST_P(StoreAddOrUpdateContract, ARecordAgainstAnOldDeviceVersionChangesNothing) {
  auto right = success();
  auto wrong = lastFailure();
  right.attempt.expected_device_version -= 1;
  wrong.attempt.expected_device_version -= 1;
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
  EXPECT_EQ(record(wrong), OnlineRecord::kLostRace);
  EXPECT_EQ(method(id_, AuthMethod::kDevicePin).version, before_.methods.at(0).version);
  expectNothingChanged();
}

TEST_P(StoreAddOrUpdateContract, ARecordOnAMethodThatTheDeviceLacksChangesNothing) {
  auto right = success();
  right.attempt.auth_method = AuthMethod::kDevice;
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
  expectNothingChanged();
}

TEST_P(StoreAddOrUpdateContract, ASessionSucceedsAtMostOnce) {
  ASSERT_EQ(record(success()), OnlineRecord::kRecorded);
  const domain::Method added = method(id_, AuthMethod::kOfflinePin);
  EXPECT_EQ(record(success()), OnlineRecord::kLostRace);
  EXPECT_EQ(record(failure()), OnlineRecord::kLostRace);
  EXPECT_EQ(method(id_, AuthMethod::kOfflinePin).keys, added.keys);
  EXPECT_EQ(method(id_, AuthMethod::kDevicePin).attempts.failures, 0);
}

TEST_P(StoreAddOrUpdateContract, ASessionOfAnotherDeviceCannotBeUsed) {
  auto right = success();
  const DeviceId other = createDevice(createApplication(), AuthMethod::kDevicePin);
  right.attempt.session = startAddOrUpdate(other).id;
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
  expectNothingChanged();
}

TEST_P(StoreAddOrUpdateContract, AnUnknownSessionCannotBeUsed) {
  auto right = success();
  right.attempt.session = newAddOrUpdate(id_).id;
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
  expectNothingChanged();
}

TEST_P(StoreAddOrUpdateContract, ADeactivatedDeviceHasNothingToUse) {
  const auto right = success();
  ASSERT_TRUE(remove(id_, mark()));
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
  EXPECT_TRUE(device(id_).methods.empty());
}

TEST_P(StoreAddOrUpdateContract, AReplayedResponseIsRefused) {
  const auto wrong = failure();
  ASSERT_EQ(record(wrong), OnlineRecord::kRecorded);
  auto again = failure();
  again.mark.id = wrong.mark.id;
  EXPECT_EQ(record(again), OnlineRecord::kReplayed);
  auto right = success();
  right.mark.id = wrong.mark.id;
  EXPECT_EQ(record(right), OnlineRecord::kReplayed);
  EXPECT_EQ(method(id_, AuthMethod::kDevicePin).attempts.failures, 1);
  expectNothingChanged();
}

TEST_P(StoreAddOrUpdateContract, AResponseThatLostTheRaceCanBeRecordedAgain) {
  auto right = success();
  right.attempt.expected_method_version -= 1;
  ASSERT_EQ(record(right), OnlineRecord::kLostRace);
  right.attempt = attemptAt(session_, AuthMethod::kDevicePin);
  EXPECT_EQ(record(right), OnlineRecord::kRecorded);
}

}  // namespace
}  // namespace heliograph::store
