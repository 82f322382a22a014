// Locks by hand and for clones: setting and ending them, of devices and of methods.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::DeviceChangeRefusal;
using domain::OnlineRecord;
using domain::SessionStatus;

// --- locking devices

TEST_P(StoreContract, ALockedDeviceIsReturnedAsItIsThen) {
  const DeviceId id = createDevice();
  const domain::RowVersion version = device(id).version;
  const domain::Device locked = lock(id, kLockedByAdmin).value();
  EXPECT_EQ(locked.id, id);
  EXPECT_EQ(locked.lock, kLockedByAdmin);
  EXPECT_EQ(locked.methods.size(), 1U);
  EXPECT_GT(locked.version, version);
  EXPECT_EQ(device(id).lock, kLockedByAdmin);
  EXPECT_EQ(device(id).version, locked.version);
}

TEST_P(StoreContract, LockingADeviceLeavesItsSessionsOpen) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const auto offline = beginOffline(id).session;
  const auto online = beginAuthentication(id);
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  EXPECT_EQ(statusOf(offline), SessionStatus::kStarted);
  EXPECT_EQ(statusOf(online), SessionStatus::kStarted);
  EXPECT_EQ(view(offline).device_lock, kLockedByAdmin);
}

TEST_P(StoreContract, ALockForSpentAttemptsBecomesOneByAnAdministrator) {
  const DeviceId id = createOnlineDevice();
  ASSERT_EQ(record(lastResponseTo(beginAuthentication(id))), OnlineRecord::kRecorded);
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  EXPECT_EQ(device(id).lock, kLockedByAdmin);
  EXPECT_EQ(device(id).locks, (domain::DeviceLocks{.of_one_factor = 0, .of_two_factors = 1}));
}

TEST_P(StoreContract, ALockOfADeviceByAnAdministratorStaysAsItIs) {
  const DeviceId id = createDevice();
  const domain::Device locked = lock(id, kLockedByAdmin).value();
  domain::Lock later = kLockedByAdmin;
  later.since = kNow + 1h;
  const domain::Device again = lock(id, later).value();
  EXPECT_EQ(again.lock, kLockedByAdmin);
  EXPECT_EQ(again.version, locked.version);
}

TEST_P(StoreContract, ALockOfADeviceForACloneStaysAsItIs) {
  const DeviceId id = createDevice();
  ASSERT_EQ(record(cloneOf(id)), OnlineRecord::kRecorded);
  EXPECT_EQ(lock(id, kLockedByAdmin).value().lock, kLockedForClone);
  EXPECT_EQ(device(id).lock, kLockedForClone);
}

TEST_P(StoreContract, OnlyAnActiveDeviceCanBeLockedAndUnlocked) {
  const auto application = createApplication();
  const DeviceId removed = createDevice(application);
  ASSERT_TRUE(remove(removed));
  for (const DeviceId& id : {createEnrollingDevice(application), removed, newId<DeviceId>()}) {
    EXPECT_EQ(lock(id, kLockedByAdmin).error(), DeviceChangeRefusal::kUnknownDevice);
    EXPECT_EQ(unlock(id).error(), DeviceChangeRefusal::kUnknownDevice);
    EXPECT_EQ(lock(id, AuthMethod::kOfflinePin, kLockedByAdmin).error(), DeviceChangeRefusal::kUnknownDevice);
    EXPECT_EQ(unlock(id, AuthMethod::kOfflinePin).error(), DeviceChangeRefusal::kUnknownDevice);
  }
}

TEST_P(StoreContract, AResponseDecidedBeforeADeviceWasLockedLosesTheRace) {
  const DeviceId id = createOnlineDevice();
  const auto right = rightResponseTo(beginAuthentication(id));
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
}

TEST_P(StoreContract, AGuessDecidedBeforeADeviceWasLockedLosesTheRace) {
  for (const auto& reason : {kLocked, kLockedByAdmin, kLockedForClone}) {
    const DeviceId id = createDevice();
    const auto session = beginOffline(id).session;
    const auto right = rightGuessAt(session);
    const auto last = lastGuessAt(session);
    ASSERT_TRUE(lock(id, reason));
    const domain::Device before = device(id);
    expectNoEvents([&] { EXPECT_FALSE(record(right)); });
    expectNoEvents([&] { EXPECT_FALSE(record(last)); });
    EXPECT_EQ(method(id).attempts, domain::AttemptState{});
    EXPECT_EQ(method(id).last_used_at, std::nullopt);
    EXPECT_EQ(method(id).version, before.methods.at(0).version);
    EXPECT_EQ(device(id).version, before.version);
    EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
  }
}

TEST_P(StoreContract, AGuessCountsAgainFromTheMomentAtWhichTheLockOfItsDeviceEnds) {
  const DeviceId id = createDevice();
  auto right = rightGuessAt(beginOffline(id).session);
  const domain::Lock lock_for_a_minute{
      .reason = domain::LockReason::kAttemptsExhausted, .since = kNow, .until = kNow + 60s};
  ASSERT_TRUE(lock(id, lock_for_a_minute));
  right.now = kNow + 60s - 1ms;
  EXPECT_FALSE(record(right));
  right.now = kNow + 60s;
  EXPECT_TRUE(record(right));
}

// --- unlocking devices

TEST_P(StoreContract, UnlockingADeviceEndsALockOfAnyReason) {
  const auto application = createApplication();
  for (const auto& reason : {kLocked, kLockedByAdmin, kLockedForClone}) {
    const DeviceId id = createDevice(application);
    ASSERT_TRUE(lock(id, reason));
    const domain::RowVersion version = device(id).version;
    const domain::Device unlocked = unlock(id).value();
    EXPECT_EQ(unlocked.lock, std::nullopt);
    EXPECT_GT(unlocked.version, version);
    EXPECT_EQ(device(id).lock, std::nullopt);
  }
}

TEST_P(StoreContract, UnlockingADeviceStartsItsLocksAndTheCountsOfItsOnlineMethodsOver) {
  const DeviceId id = createOnlineDevice();
  const auto session = beginAuthentication(id);
  ASSERT_EQ(record(lastResponseTo(session)), OnlineRecord::kRecorded);
  ASSERT_EQ(record(wrongResponseTo(beginAuthentication(id, kNow + 2h))), OnlineRecord::kRecorded);
  const domain::Method before = method(id, AuthMethod::kDevicePin);
  ASSERT_EQ(before.attempts.failures, 1);
  const domain::Device unlocked = unlock(id).value();
  EXPECT_EQ(unlocked.locks, domain::DeviceLocks{});
  EXPECT_EQ(unlocked.find(AuthMethod::kDevicePin)->attempts, domain::AttemptState{});
  EXPECT_GT(method(id, AuthMethod::kDevicePin).version, before.version);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).last_used_at, before.last_used_at);
}

TEST_P(StoreContract, UnlockingADeviceLeavesItsOfflineMethodsAsTheyAre) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflineDevice, AuthMethod::kDevicePin);
  ASSERT_TRUE(record(lastGuessAt(beginOffline(id, AuthMethod::kOfflinePin).session)));
  ASSERT_TRUE(record(wrongGuessAt(beginOffline(id, AuthMethod::kOfflineDevice).session)));
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  const domain::AttemptState of_locked = method(id, AuthMethod::kOfflinePin).attempts;
  const domain::AttemptState of_counted = method(id, AuthMethod::kOfflineDevice).attempts;
  ASSERT_TRUE(unlock(id));
  EXPECT_EQ(method(id, AuthMethod::kOfflinePin).attempts, of_locked);
  EXPECT_EQ(method(id, AuthMethod::kOfflineDevice).attempts, of_counted);
}

TEST_P(StoreContract, UnlockingADeviceLeavesTheLockOfASingleOnlineMethod) {
  const DeviceId id = createOnlineDevice();
  ASSERT_EQ(record(wrongResponseTo(beginAuthentication(id))), OnlineRecord::kRecorded);
  ASSERT_TRUE(lock(id, AuthMethod::kDevicePin, kLockedByAdmin));
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  ASSERT_TRUE(unlock(id));
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).attempts.lock, kLockedByAdmin);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).attempts.failures, 0);
}

TEST_P(StoreContract, UnlockingADeviceThatIsNotLockedChangesNothing) {
  const DeviceId id = createOnlineDevice();
  const domain::Device before = device(id);
  const domain::Device unlocked = unlock(id).value();
  EXPECT_EQ(unlocked.version, before.version);
  EXPECT_EQ(unlocked.methods.at(0).version, before.methods.at(0).version);
}

// --- methods

TEST_P(StoreContract, ALockedMethodIsReturnedWithItsDevice) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  ASSERT_TRUE(record(wrongGuessAt(beginOffline(id).session)));
  const domain::Device before = device(id);
  const domain::Device locked = lock(id, AuthMethod::kOfflinePin, kLockedByAdmin).value();
  EXPECT_EQ(locked.find(AuthMethod::kOfflinePin)->attempts.lock, kLockedByAdmin);
  EXPECT_EQ(locked.find(AuthMethod::kOfflinePin)->attempts.failures, 1);
  EXPECT_GT(locked.find(AuthMethod::kOfflinePin)->version, before.find(AuthMethod::kOfflinePin)->version);
  EXPECT_GT(locked.version, before.version);
  EXPECT_EQ(locked.find(AuthMethod::kDevicePin)->attempts, domain::AttemptState{});
  EXPECT_EQ(locked.lock, std::nullopt);
  EXPECT_EQ(method(id).attempts.lock, kLockedByAdmin);
}

TEST_P(StoreContract, LockingAMethodByHandLeavesItsSessionsOpen) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  ASSERT_TRUE(lock(id, AuthMethod::kOfflinePin, kLockedByAdmin));
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
  EXPECT_EQ(view(session).method.value().attempts.lock, kLockedByAdmin);
}

TEST_P(StoreContract, AGuessDecidedBeforeAMethodWasLockedLosesTheRace) {
  const DeviceId id = createDevice();
  const auto right = rightGuessAt(beginOffline(id).session);
  ASSERT_TRUE(lock(id, AuthMethod::kOfflinePin, kLockedByAdmin));
  EXPECT_FALSE(record(right));
  EXPECT_EQ(method(id).attempts.lock, kLockedByAdmin);
}

TEST_P(StoreContract, ALockOfAMethodForSpentAttemptsBecomesOneByAnAdministrator) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(record(lastGuessAt(beginOffline(id).session)));
  ASSERT_TRUE(lock(id, AuthMethod::kOfflinePin, kLockedByAdmin));
  EXPECT_EQ(method(id).attempts.lock, kLockedByAdmin);
}

TEST_P(StoreContract, ALockOfAMethodByAnAdministratorStaysAsItIs) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(lock(id, AuthMethod::kOfflinePin, kLockedByAdmin));
  const domain::RowVersion version = method(id).version;
  domain::Lock later = kLockedByAdmin;
  later.since = kNow + 1h;
  ASSERT_TRUE(lock(id, AuthMethod::kOfflinePin, later));
  EXPECT_EQ(method(id).attempts.lock, kLockedByAdmin);
  EXPECT_EQ(method(id).version, version);
}

TEST_P(StoreContract, AnUnlockedMethodStartsOver) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(record(lastGuessAt(beginOffline(id).session)));
  const domain::Device before = device(id);
  const domain::Device unlocked = unlock(id, AuthMethod::kOfflinePin).value();
  EXPECT_EQ(unlocked.methods.at(0).attempts, domain::AttemptState{});
  EXPECT_GT(unlocked.methods.at(0).version, before.methods.at(0).version);
  EXPECT_GT(unlocked.version, before.version);
  EXPECT_EQ(method(id).attempts, domain::AttemptState{});
  EXPECT_EQ(method(id).last_used_at, before.methods.at(0).last_used_at);
}

TEST_P(StoreContract, UnlockingAMethodClearsItsCountThoughNoLockIsOnIt) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(record(wrongGuessAt(beginOffline(id).session)));
  ASSERT_TRUE(unlock(id, AuthMethod::kOfflinePin));
  EXPECT_EQ(method(id).attempts, domain::AttemptState{});
}

TEST_P(StoreContract, UnlockingAMethodLeavesTheDevicesLock) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  ASSERT_TRUE(lock(id, AuthMethod::kOfflinePin, kLockedByAdmin));
  ASSERT_TRUE(unlock(id, AuthMethod::kOfflinePin));
  EXPECT_EQ(device(id).lock, kLockedByAdmin);
}

TEST_P(StoreContract, UnlockingAMethodThatIsNotLockedChangesNothing) {
  const DeviceId id = createDevice();
  const domain::Device before = device(id);
  const domain::Device unlocked = unlock(id, AuthMethod::kOfflinePin).value();
  EXPECT_EQ(unlocked.version, before.version);
  EXPECT_EQ(unlocked.methods.at(0).version, before.methods.at(0).version);
}

TEST_P(StoreContract, AMethodThatTheDeviceLacksCanBeNeitherLockedNorUnlocked) {
  const DeviceId id = createDevice();
  EXPECT_EQ(lock(id, AuthMethod::kDevicePin, kLockedByAdmin).error(), DeviceChangeRefusal::kMethodNotActivated);
  EXPECT_EQ(unlock(id, AuthMethod::kDevicePin).error(), DeviceChangeRefusal::kMethodNotActivated);
}

// --- clones

TEST_P(StoreContract, ACloneLocksTheDeviceAndFailsWhatIsOpenOfIt) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const auto offline = beginOffline(id).session;
  const auto online = beginAuthentication(id);
  const auto change = startAddOrUpdate(id);
  const auto others = beginAuthentication(createDevice(application, AuthMethod::kDevicePin));
  const domain::RowVersion version = device(id).version;
  ASSERT_EQ(record(cloneOf(id)), OnlineRecord::kRecorded);
  EXPECT_EQ(device(id).lock, kLockedForClone);
  EXPECT_GT(device(id).version, version);
  EXPECT_EQ(statusOf(offline), SessionStatus::kFailed);
  EXPECT_EQ(view(offline).session.finished_at, kNow + 2s);
  EXPECT_EQ(statusOf(online), SessionStatus::kFailed);
  EXPECT_EQ(current(online).finished_at, kNow + 2s);
  EXPECT_EQ(statusOf(change), SessionStatus::kFailed);
  EXPECT_EQ(statusOf(others), SessionStatus::kStarted);
}

TEST_P(StoreContract, ACloneLeavesWhatIsOverAsItWas) {
  const DeviceId id = createOnlineDevice();
  const auto spent = beginAuthentication(id);
  const auto expired = beginAuthentication(id, kNow - kSessionLifetime);
  ASSERT_EQ(record(rightResponseTo(spent)), OnlineRecord::kRecorded);
  ASSERT_EQ(record(cloneOf(id)), OnlineRecord::kRecorded);
  EXPECT_EQ(statusOf(spent), SessionStatus::kCompleted);
  EXPECT_EQ(statusOf(expired), SessionStatus::kStarted) << "it expired, and nobody writes that";
}

TEST_P(StoreContract, ACloneTakesThePlaceOfAnotherLock) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  ASSERT_EQ(record(cloneOf(id)), OnlineRecord::kRecorded);
  EXPECT_EQ(device(id).lock, kLockedForClone);
}

TEST_P(StoreContract, ACloneRecordedAgainstAnOldDeviceVersionChangesNothing) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto late = cloneOf(id);
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  EXPECT_EQ(record(late), OnlineRecord::kLostRace);
  EXPECT_EQ(device(id).lock, kLockedByAdmin);
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
}

TEST_P(StoreContract, ACloneOfARemovedDeviceLosesTheRace) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(remove(id));
  EXPECT_EQ(record(cloneOf(id)), OnlineRecord::kLostRace);
  EXPECT_EQ(device(id).lock, std::nullopt);
}

TEST_P(StoreContract, AReplayedCloneIsRefused) {
  const DeviceId id = createDevice();
  auto clone = cloneOf(id);
  ASSERT_EQ(record(clone), OnlineRecord::kRecorded);
  clone.expected_device_version = device(id).version;
  EXPECT_EQ(record(clone), OnlineRecord::kReplayed);
}

}  // namespace
}  // namespace heliograph::store
