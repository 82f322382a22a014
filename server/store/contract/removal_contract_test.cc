// Removing: devices with all that they have, and single methods.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::DeviceChangeRefusal;
using domain::DeviceState;
using domain::SessionStatus;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

// --- devices

TEST_P(StoreContract, ADeactivatedDeviceKeepsItsIdAndHasNoMethods) {
  const DeviceId id = createDevice();
  const domain::Device before = device(id);
  EXPECT_TRUE(remove(id, mark()));
  EXPECT_EQ(device(id).state, DeviceState::kDeactivated);
  EXPECT_THAT(device(id).methods, IsEmpty());
  EXPECT_GT(device(id).version, before.version);
  EXPECT_EQ(device(id).created_at, before.created_at);
  EXPECT_EQ(device(id).public_key, before.public_key) << "a phone that lost the answer asks again, signed with it";
}

TEST_P(StoreContract, DeactivatingCancelsWhatIsOpenOfThisDeviceAlone) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application);
  const auto offline = beginOffline(id).session;
  const auto spent = beginOffline(id).session;
  ASSERT_TRUE(record(rightGuessAt(spent)));
  const auto add_or_update = startAddOrUpdate(id);
  const auto others = beginOffline(createDevice(application)).session;

  ASSERT_TRUE(remove(id, mark(kNow + 20s)));
  EXPECT_EQ(statusOf(offline), SessionStatus::kCancelled);
  EXPECT_EQ(view(offline).session.finished_at, kNow + 20s);
  EXPECT_EQ(statusOf(spent), SessionStatus::kCompleted);
  EXPECT_EQ(statusOf(add_or_update), SessionStatus::kCancelled);
  EXPECT_EQ(statusOf(others), SessionStatus::kStarted);
  EXPECT_FALSE(view(offline).method.has_value());
}

TEST_P(StoreContract, DeactivatingTwiceChangesNothing) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(remove(id, mark()));
  const domain::RowVersion version = device(id).version;
  EXPECT_EQ(remove(id, mark()), fail(DeviceChangeRefusal::kUnknownDevice));
  EXPECT_EQ(device(id).version, version);
}

TEST_P(StoreContract, AnEnrollingDeviceIsNotActive) {
  const DeviceId id = createEnrollingDevice(createApplication());
  EXPECT_EQ(remove(id, mark()), fail(DeviceChangeRefusal::kUnknownDevice));
  EXPECT_EQ(device(id).state, DeviceState::kEnrolling);
}

TEST_P(StoreContract, AnUnknownDeviceCannotBeDeactivated) {
  EXPECT_EQ(remove(newId<DeviceId>(), mark()), fail(DeviceChangeRefusal::kUnknownDevice));
}

TEST_P(StoreContract, AReplayedDeactivationIsRefused) {
  const DeviceId id = createDevice();
  const auto request = mark();
  ASSERT_TRUE(remove(id, request));
  EXPECT_EQ(remove(id, request), fail(DeviceChangeRefusal::kReplayed));
}

TEST_P(StoreContract, RemovingADeviceCancelsItsOnlineAuthentications) {
  const DeviceId id = createOnlineDevice();
  const auto session = beginAuthentication(id);
  const auto others = beginAuthentication(createOnlineDevice());
  ASSERT_TRUE(remove(id, kNow + 20s));
  EXPECT_EQ(statusOf(session), SessionStatus::kCancelled);
  EXPECT_EQ(current(session).finished_at, kNow + 20s);
  EXPECT_EQ(statusOf(others), SessionStatus::kStarted);
}

TEST_P(StoreContract, AServiceProviderRemovesADeviceWithoutAMark) {
  const DeviceId id = createDevice();
  EXPECT_TRUE(remove(id, kNow));
  EXPECT_EQ(device(id).state, DeviceState::kDeactivated);
  EXPECT_EQ(remove(id, kNow), fail(DeviceChangeRefusal::kUnknownDevice));
}

TEST_P(StoreContract, ALockedDeviceCanBeRemoved) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  EXPECT_TRUE(remove(id, kNow));
  EXPECT_EQ(device(id).state, DeviceState::kDeactivated);
}

// --- methods

TEST_P(StoreContract, ARemovedMethodIsGoneAndTheOthersStay) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const domain::RowVersion version = device(id).version;
  ASSERT_TRUE(remove(id, AuthMethod::kDevicePin));
  EXPECT_THAT(device(id).methods, ElementsAre(Field(&domain::Method::auth_method, AuthMethod::kOfflinePin)));
  EXPECT_EQ(device(id).state, DeviceState::kActive);
  EXPECT_GT(device(id).version, version);
}

TEST_P(StoreContract, ADeviceStaysActiveWithoutAnyMethod) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(remove(id, AuthMethod::kOfflinePin));
  EXPECT_EQ(device(id).state, DeviceState::kActive);
  EXPECT_THAT(device(id).methods, IsEmpty());
}

TEST_P(StoreContract, RemovingAMethodCancelsItsOpenSessionsAlone) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflineDevice, AuthMethod::kDevicePin);
  const auto of_removed = beginOffline(id, AuthMethod::kOfflinePin).session;
  const auto of_other = beginOffline(id, AuthMethod::kOfflineDevice).session;
  const auto online = beginAuthentication(id);
  ASSERT_TRUE(remove(id, AuthMethod::kOfflinePin, kNow + 20s));
  EXPECT_EQ(statusOf(of_removed), SessionStatus::kCancelled);
  EXPECT_EQ(view(of_removed).session.finished_at, kNow + 20s);
  EXPECT_FALSE(view(of_removed).method.has_value());
  EXPECT_EQ(statusOf(of_other), SessionStatus::kStarted);
  EXPECT_EQ(statusOf(online), SessionStatus::kStarted);
}

TEST_P(StoreContract, AMethodThatIsNotThereCannotBeRemoved) {
  const DeviceId id = createDevice();
  const domain::RowVersion version = device(id).version;
  EXPECT_EQ(remove(id, AuthMethod::kDevicePin), fail(DeviceChangeRefusal::kMethodNotActivated));
  EXPECT_EQ(device(id).version, version);
  ASSERT_TRUE(remove(id, AuthMethod::kOfflinePin));
  EXPECT_EQ(remove(id, AuthMethod::kOfflinePin), fail(DeviceChangeRefusal::kMethodNotActivated));
}

TEST_P(StoreContract, OnlyAnActiveDeviceHasMethodsToRemove) {
  const auto application = createApplication();
  const DeviceId removed = createDevice(application);
  ASSERT_TRUE(remove(removed));
  for (const DeviceId& id : {createEnrollingDevice(application), removed, newId<DeviceId>()}) {
    EXPECT_EQ(remove(id, AuthMethod::kOfflinePin), fail(DeviceChangeRefusal::kUnknownDevice));
  }
}

TEST_P(StoreContract, AReplayedRemovalOfAMethodIsRefused) {
  const DeviceId id = createDevice();
  const auto request = mark();
  ASSERT_TRUE(remove(id, AuthMethod::kOfflinePin, request));
  EXPECT_EQ(remove(id, AuthMethod::kOfflinePin, request), fail(DeviceChangeRefusal::kReplayed));
}

TEST_P(StoreContract, ARefusedRemovalOfAMethodKeepsNoMark) {
  const DeviceId id = createDevice();
  const auto request = mark();
  ASSERT_EQ(remove(id, AuthMethod::kDevicePin, request), fail(DeviceChangeRefusal::kMethodNotActivated));
  EXPECT_TRUE(remove(id, AuthMethod::kOfflinePin, request));
}

TEST_P(StoreContract, AMethodThatIsAddedAgainHasACleanCountAndNoPast) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  ASSERT_TRUE(record(lastGuessAt(beginOffline(id).session)));
  ASSERT_TRUE(remove(id, AuthMethod::kOfflinePin));
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  EXPECT_EQ(method(id).attempts, domain::AttemptState{});
  EXPECT_EQ(method(id).last_used_at, std::nullopt);
}

TEST_P(StoreContract, AResponseByARemovedMethodLosesTheRace) {
  const DeviceId id = createOnlineDevice();
  const auto right = rightResponseTo(beginAuthentication(id));
  ASSERT_TRUE(remove(id, AuthMethod::kDevicePin));
  EXPECT_EQ(record(right), domain::OnlineRecord::kLostRace);
}

}  // namespace
}  // namespace heliograph::store
