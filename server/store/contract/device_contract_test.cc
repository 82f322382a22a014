// Devices: finding, searching, deactivating.

#include <gmock/gmock.h>

#include <algorithm>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::DeviceState;
using domain::SessionStatus;
using domain::StartAddOrUpdateRefusal;
using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

std::vector<DeviceId> idsOf(const std::vector<domain::Device>& devices) {
  std::vector<DeviceId> ids;
  ids.reserve(devices.size());
  for (const domain::Device& device : devices) ids.push_back(device.id);
  return ids;
}

domain::DeviceQuery everythingOf(const domain::OrganisationId& organisation) {
  return {.organisation = organisation,
          .user_reference = std::nullopt,
          .application = std::nullopt,
          .after = std::nullopt,
          .limit = 100};
}

TEST_P(StoreContract, AnUnknownDeviceIsNotFound) { EXPECT_FALSE(store_->findDevice(newId<DeviceId>()).has_value()); }

TEST_P(StoreContract, ADeviceHasEveryMethodThatItAdded) {
  const DeviceId id = createDevice(createApplication(), AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflineDevice, AuthMethod::kDevicePin);
  std::vector<AuthMethod> methods;
  for (const domain::Method& method : device(id).methods) methods.push_back(method.auth_method);
  EXPECT_THAT(methods,
              UnorderedElementsAre(AuthMethod::kDevicePin, AuthMethod::kOfflinePin, AuthMethod::kOfflineDevice));
}

// --- searching

TEST_P(StoreContract, ASearchFindsTheDevicesOfOneOrganisationWithTheirMethods) {
  const auto application = createApplication();
  const DeviceId mine = createDevice(application);
  createDevice(createApplication());
  const auto found = store_->findDevices(everythingOf(application.organisation));
  ASSERT_THAT(idsOf(found), ElementsAre(mine));
  ASSERT_EQ(found[0].methods.size(), 1U);
  EXPECT_EQ(found[0].methods[0].keys, method(mine).keys);
  EXPECT_EQ(found[0].public_key, device(mine).public_key);
}

TEST_P(StoreContract, ASearchByUserReferenceFindsExactlyTheUsersDevices) {
  const auto application = createApplication();
  const DeviceId first = createDevice(application, AuthMethod::kOfflinePin, "user-1");
  const DeviceId second = createDevice(application, AuthMethod::kOfflinePin, "user-1");
  createDevice(application, AuthMethod::kOfflinePin, "user-2");
  createDevice(application, AuthMethod::kOfflinePin, "USER-1");
  createDevice(application);
  createDevice(createApplication(), AuthMethod::kOfflinePin, "user-1");
  auto query = everythingOf(application.organisation);
  query.user_reference = "user-1";
  EXPECT_THAT(idsOf(store_->findDevices(query)), ElementsAre(std::min(first, second), std::max(first, second)));
  query.user_reference = "user-%";
  EXPECT_THAT(store_->findDevices(query), IsEmpty());
}

TEST_P(StoreContract, ASearchByApplicationFindsItsDevicesAlone) {
  const auto organisation = createOrganisation();
  const auto one = createApplicationOf(organisation);
  const auto other = createApplicationOf(organisation);
  const DeviceId mine = createDevice(one, AuthMethod::kOfflinePin, "user-1");
  createDevice(other, AuthMethod::kOfflinePin, "user-1");
  auto query = everythingOf(organisation);
  query.application = one.id;
  EXPECT_THAT(idsOf(store_->findDevices(query)), ElementsAre(mine));
  query.user_reference = "user-1";
  EXPECT_THAT(idsOf(store_->findDevices(query)), ElementsAre(mine));
}

TEST_P(StoreContract, ASearchByAnotherOrganisationsApplicationFindsNothing) {
  const auto application = createApplication();
  createDevice(application, AuthMethod::kOfflinePin, "user-1");
  auto query = everythingOf(createOrganisation());
  query.application = application.id;
  EXPECT_THAT(store_->findDevices(query), IsEmpty());
  query.user_reference = "user-1";
  EXPECT_THAT(store_->findDevices(query), IsEmpty());
}

TEST_P(StoreContract, ASearchLeavesOutEnrollingAndDeactivatedDevices) {
  const auto application = createApplication();
  createEnrollingDevice(application);
  ASSERT_EQ(store_->deactivateDevice(createDevice(application), mark()), true);
  auto query = everythingOf(application.organisation);
  EXPECT_THAT(store_->findDevices(query), IsEmpty());
  query.application = application.id;
  EXPECT_THAT(store_->findDevices(query), IsEmpty());
}

TEST_P(StoreContract, ASearchGoesThroughAllDevicesInTheOrderOfTheirIdsPageByPage) {
  const auto application = createApplication();
  std::vector<DeviceId> all;
  all.reserve(7);
  for (int i = 0; i < 7; ++i) all.push_back(createDevice(application, AuthMethod::kOfflinePin, "user-1"));
  std::ranges::sort(all);
  auto by_organisation = everythingOf(application.organisation);
  auto by_application = by_organisation;
  by_application.application = application.id;
  auto by_user = by_organisation;
  by_user.user_reference = "user-1";
  for (auto query : {by_organisation, by_application, by_user}) {
    query.limit = 3;
    EXPECT_THAT(idsOf(store_->findDevices(query)), ElementsAreArray(all.begin(), all.begin() + 3));
    query.after = all[2];
    EXPECT_THAT(idsOf(store_->findDevices(query)), ElementsAreArray(all.begin() + 3, all.begin() + 6));
    query.after = all[5];
    EXPECT_THAT(idsOf(store_->findDevices(query)), ElementsAre(all[6]));
    query.after = all[6];
    EXPECT_THAT(store_->findDevices(query), IsEmpty());
  }
}

// --- deactivating

TEST_P(StoreContract, ADeactivatedDeviceKeepsItsIdAndHasNoMethods) {
  const DeviceId id = createDevice();
  const domain::Device before = device(id);
  EXPECT_EQ(store_->deactivateDevice(id, mark()), true);
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
  ASSERT_TRUE(store_->recordOfflineAttempt(rightGuessAt(spent)));
  const auto add_or_update = startAddOrUpdate(id);
  const auto others = beginOffline(createDevice(application)).session;

  ASSERT_EQ(store_->deactivateDevice(id, mark(kNow + 20s)), true);
  EXPECT_EQ(statusOf(offline), SessionStatus::kCancelled);
  EXPECT_EQ(view(offline).session.finished_at, kNow + 20s);
  EXPECT_EQ(statusOf(spent), SessionStatus::kCompleted);
  EXPECT_EQ(statusOf(add_or_update), SessionStatus::kCancelled);
  EXPECT_EQ(statusOf(others), SessionStatus::kStarted);
  EXPECT_FALSE(view(offline).method.has_value());
}

TEST_P(StoreContract, DeactivatingTwiceChangesNothing) {
  const DeviceId id = createDevice();
  ASSERT_EQ(store_->deactivateDevice(id, mark()), true);
  const domain::RowVersion version = device(id).version;
  EXPECT_EQ(store_->deactivateDevice(id, mark()), false);
  EXPECT_EQ(device(id).version, version);
}

TEST_P(StoreContract, AnEnrollingDeviceIsNotActive) {
  const DeviceId id = createEnrollingDevice(createApplication());
  EXPECT_EQ(store_->deactivateDevice(id, mark()), false);
  EXPECT_EQ(device(id).state, DeviceState::kEnrolling);
}

TEST_P(StoreContract, AnUnknownDeviceCannotBeDeactivated) {
  EXPECT_EQ(store_->deactivateDevice(newId<DeviceId>(), mark()), fail(StartAddOrUpdateRefusal::kUnknownDevice));
}

TEST_P(StoreContract, AReplayedDeactivationIsRefused) {
  const DeviceId id = createDevice();
  const auto request = mark();
  ASSERT_EQ(store_->deactivateDevice(id, request), true);
  EXPECT_EQ(store_->deactivateDevice(id, request), fail(StartAddOrUpdateRefusal::kReplayed));
}

TEST_P(StoreContract, AMarkCountsForEveryCommandOfItsDevice) {
  const DeviceId id = createEnrollingDevice(createApplication());
  const auto finish = finishOf(id);
  ASSERT_TRUE(store_->finishEnrolment(finish));
  EXPECT_EQ(store_->deactivateDevice(id, finish.mark), fail(StartAddOrUpdateRefusal::kReplayed));
  EXPECT_EQ(store_->startAddOrUpdate(newAddOrUpdate(id), finish.mark), fail(StartAddOrUpdateRefusal::kReplayed));
  EXPECT_EQ(device(id).state, DeviceState::kActive);
}

TEST_P(StoreContract, TheSameRequestIdOfAnotherDeviceIsAnotherRequest) {
  const auto application = createApplication();
  const auto request = mark();
  EXPECT_EQ(store_->deactivateDevice(createDevice(application), request), true);
  EXPECT_EQ(store_->deactivateDevice(createDevice(application), request), true);
}

TEST_P(StoreContract, AMarkIsKeptAsLongAsItsRequestCouldBeAccepted) {
  const DeviceId id = createDevice();
  const auto request = mark();
  ASSERT_TRUE(store_->startAddOrUpdate(newAddOrUpdate(id), request));
  for (int i = 1; i <= 40; ++i) {
    ASSERT_TRUE(store_->startAddOrUpdate(newAddOrUpdate(id), mark(kNow + 2 * protocol::kRequestTimeTolerance)));
  }
  EXPECT_EQ(store_->startAddOrUpdate(newAddOrUpdate(id), request), fail(StartAddOrUpdateRefusal::kReplayed));
}

}  // namespace
}  // namespace heliograph::store
