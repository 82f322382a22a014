// Devices: finding, searching, and the marks of their requests.

#include <gmock/gmock.h>

#include <algorithm>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::DeviceChangeRefusal;
using domain::DeviceState;
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
  ASSERT_TRUE(remove(createDevice(application), mark()));
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

// --- marks

TEST_P(StoreContract, AMarkCountsForEveryCommandOfItsDevice) {
  const DeviceId id = createEnrollingDevice(createApplication());
  const auto finish = finishOf(id);
  ASSERT_TRUE(tryToFinish(finish));
  EXPECT_EQ(remove(id, finish.mark), fail(DeviceChangeRefusal::kReplayed));
  EXPECT_EQ(remove(id, AuthMethod::kOfflinePin, finish.mark), fail(DeviceChangeRefusal::kReplayed));
  EXPECT_EQ(tryToStart(newAddOrUpdate(id), finish.mark), fail(StartAddOrUpdateRefusal::kReplayed));
  auto clone = cloneOf(id);
  clone.mark.id = finish.mark.id;
  EXPECT_EQ(record(clone), domain::OnlineRecord::kReplayed);
  EXPECT_EQ(device(id).state, DeviceState::kActive);
}

TEST_P(StoreContract, TheSameRequestIdOfAnotherDeviceIsAnotherRequest) {
  const auto application = createApplication();
  const auto request = mark();
  EXPECT_TRUE(remove(createDevice(application), request));
  EXPECT_TRUE(remove(createDevice(application), request));
}

TEST_P(StoreContract, AMarkIsKeptAsLongAsItsRequestCouldBeAccepted) {
  const DeviceId id = createDevice();
  const auto request = mark();
  ASSERT_TRUE(tryToStart(newAddOrUpdate(id), request));
  for (int i = 1; i <= 40; ++i) {
    ASSERT_TRUE(tryToStart(newAddOrUpdate(id), mark(kNow + 2 * protocol::kRequestTimeTolerance)));
  }
  EXPECT_EQ(tryToStart(newAddOrUpdate(id), request), fail(StartAddOrUpdateRefusal::kReplayed));
}

}  // namespace
}  // namespace heliograph::store
