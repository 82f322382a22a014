// What master keys wrap: the server's own keys, and which keys of methods are under which master key.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::AddOrUpdateSuccess;
using domain::EnrolmentFinish;
using domain::EnrolmentFinishRefusal;
using domain::MethodKeysRow;
using domain::OnlineRecord;
using domain::ServerKeyRecord;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

void expectSame(const ServerKeyRecord& actual, const ServerKeyRecord& expected) {
  EXPECT_EQ(actual.channel_private_key, expected.channel_private_key);
  EXPECT_EQ(actual.channel_public_key, expected.channel_public_key);
  EXPECT_EQ(actual.created_at, expected.created_at);
}

// --- server keys

TEST_P(StoreContract, ANewStoreHasNoServerKeys) { EXPECT_FALSE(store_->loadServerKeys()); }

TEST_P(StoreContract, StoredServerKeysAreLoaded) {
  const ServerKeyRecord made = newServerKeys();
  expectSame(store_->storeServerKeys(made), made);
  expectSame(store_->loadServerKeys().value(), made);
}

TEST_P(StoreContract, TheFirstServerKeysStay) {
  const ServerKeyRecord first = newServerKeys();
  expectSame(store_->storeServerKeys(first), first);
  expectSame(store_->storeServerKeys(newServerKeys()), first);
  expectSame(store_->loadServerKeys().value(), first);
}

TEST_P(StoreContract, ServerKeysThatAreAsTheyWereReadAreReplaced) {
  const ServerKeyRecord first = store_->storeServerKeys(newServerKeys());
  ServerKeyRecord rewrapped = first;
  rewrapped.channel_private_key = newKeys(8);
  expectItsEvents([&] { EXPECT_TRUE(store_->replaceServerKeys(first, rewrapped, audit_)); });
  expectSame(store_->loadServerKeys().value(), rewrapped);
}

TEST_P(StoreContract, ServerKeysThatHaveChangedSinceAreNotReplaced) {
  const ServerKeyRecord first = store_->storeServerKeys(newServerKeys());
  ServerKeyRecord rewrapped = first;
  rewrapped.channel_private_key = newKeys(8);
  ASSERT_TRUE(store_->replaceServerKeys(first, rewrapped, {}));
  ServerKeyRecord late = first;
  late.channel_private_key = newKeys(9);
  expectNoEvents([&] { EXPECT_FALSE(store_->replaceServerKeys(first, late, audit_)); });
  expectSame(store_->loadServerKeys().value(), rewrapped);
}

TEST_P(StoreContract, ServerKeysThatAreNotThereAreNotReplaced) {
  EXPECT_FALSE(store_->replaceServerKeys(newServerKeys(), newServerKeys(), {}));
  EXPECT_FALSE(store_->loadServerKeys());
}

// --- keys of methods

TEST_P(StoreContract, KeysOfMethodsAreCountedByTheirMasterKey) {
  EXPECT_THAT(store_->countMethodKeys(), IsEmpty());
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  auto finish = finishOf(createEnrollingDevice(createApplication()));
  finish.keys = newKeys(9);
  ASSERT_TRUE(tryToFinish(finish));
  EXPECT_THAT(store_->countMethodKeys(), ElementsAre(Pair(7, 2), Pair(9, 1)));
  ASSERT_TRUE(remove(id));
  EXPECT_THAT(store_->countMethodKeys(), ElementsAre(Pair(9, 1)));
}

TEST_P(StoreContract, KeysUnderOtherMasterKeysAreFound) {
  const DeviceId old = createDevice();
  auto finish = finishOf(createEnrollingDevice(createApplication()));
  finish.keys = newKeys(8);
  ASSERT_TRUE(tryToFinish(finish));
  const auto rows = store_->methodKeysNotUnder(8, 100);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].device, old);
  EXPECT_EQ(rows[0].auth_method, AuthMethod::kOfflinePin);
  EXPECT_EQ(rows[0].keys, method(old).keys);
  EXPECT_EQ(store_->methodKeysNotUnder(9, 100).size(), 2U);
}

TEST_P(StoreContract, NoMoreKeysAreFoundThanAskedFor) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflineDevice, AuthMethod::kDevicePin);
  EXPECT_EQ(store_->methodKeysNotUnder(8, 2).size(), 2U);
  EXPECT_EQ(store_->methodKeysNotUnder(8, 3).size(), 3U);
}

TEST_P(StoreContract, KeysThatAreAsTheyWereReadAreReplacedWithoutRaisingVersions) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const domain::Device before = device(id);
  const auto rows = store_->methodKeysNotUnder(8, 100);
  ASSERT_EQ(rows.size(), 2U);
  const auto first = newKeys(8);
  const auto second = newKeys(8);
  EXPECT_EQ(store_->replaceMethodKeys({{.row = rows[0], .keys = first}, {.row = rows[1], .keys = second}}), 2);
  EXPECT_EQ(method(id, rows[0].auth_method).keys, first);
  EXPECT_EQ(method(id, rows[1].auth_method).keys, second);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).version, before.find(AuthMethod::kDevicePin)->version);
  EXPECT_EQ(method(id, AuthMethod::kOfflinePin).version, before.find(AuthMethod::kOfflinePin)->version);
  EXPECT_EQ(device(id).version, before.version);
  EXPECT_THAT(store_->methodKeysNotUnder(8, 100), IsEmpty());
}

TEST_P(StoreContract, KeysThatHaveChangedSinceAreNotReplaced) {
  const DeviceId id = createOnlineDevice();
  const MethodKeysRow row = store_->methodKeysNotUnder(8, 100).at(0);
  addMethod(id, AuthMethod::kDevicePin, AuthMethod::kDevicePin);
  const domain::Wrapped changed = method(id, AuthMethod::kDevicePin).keys;
  EXPECT_EQ(store_->replaceMethodKeys({{.row = row, .keys = newKeys(8)}}), 0);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).keys, changed);
}

TEST_P(StoreContract, KeysOfARemovedMethodAreNotReplaced) {
  const DeviceId id = createDevice();
  const MethodKeysRow row = store_->methodKeysNotUnder(8, 100).at(0);
  ASSERT_TRUE(remove(id, AuthMethod::kOfflinePin));
  EXPECT_EQ(store_->replaceMethodKeys({{.row = row, .keys = newKeys(8)}}), 0);
  EXPECT_THAT(device(id).methods, IsEmpty());
}

TEST_P(StoreContract, OneRowThatHasChangedDoesNotKeepTheOthers) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const MethodKeysRow current_row = {
      .device = id, .auth_method = AuthMethod::kOfflinePin, .keys = method(id, AuthMethod::kOfflinePin).keys};
  const MethodKeysRow old_row = {.device = id, .auth_method = AuthMethod::kDevicePin, .keys = newKeys()};
  const auto rewrapped = newKeys(8);
  EXPECT_EQ(store_->replaceMethodKeys({{.row = old_row, .keys = newKeys(8)}, {.row = current_row, .keys = rewrapped}}),
            1);
  EXPECT_EQ(method(id, AuthMethod::kOfflinePin).keys, rewrapped);
}

TEST_P(StoreContract, AGuessIsRecordedThoughItsKeysWereWrappedAnewMeanwhile) {
  const DeviceId id = createDevice();
  const auto guess = rightGuessAt(beginOffline(id).session);
  const MethodKeysRow row = store_->methodKeysNotUnder(8, 100).at(0);
  ASSERT_EQ(store_->replaceMethodKeys({{.row = row, .keys = newKeys(8)}}), 1);
  EXPECT_TRUE(record(guess));
}

// --- once a rotation has begun

TEST_P(StoreContract, NoMethodIsActivatedUnderAnOlderMasterKeyThanTheServerKeys) {
  ServerKeyRecord keys = newServerKeys();
  keys.channel_private_key = newKeys(8);
  (void)store_->storeServerKeys(keys);
  const DeviceId id = createEnrollingDevice(createApplication());
  EnrolmentFinish finish = finishOf(id);
  finish.keys = newKeys(7);
  expectNoEvents([&] { EXPECT_EQ(tryToFinish(finish), fail(EnrolmentFinishRefusal::kOldMasterKey)); });
  finish.keys = newKeys(8);
  EXPECT_TRUE(tryToFinish(finish));
}

TEST_P(StoreContract, NoMethodGetsKeysUnderAnOlderMasterKeyThanTheServerKeys) {
  const DeviceId id = createDevice(createApplication(), AuthMethod::kDevicePin);
  ServerKeyRecord keys = newServerKeys();
  keys.channel_private_key = newKeys(8);
  (void)store_->storeServerKeys(keys);
  const auto session = startAddOrUpdate(id);
  AddOrUpdateSuccess success{.attempt = attemptAt(session, AuthMethod::kDevicePin),
                             .mark = mark(),
                             .authorising_state = {},
                             .salts = {},
                             .auth_method = AuthMethod::kOfflinePin,
                             .keys = newKeys(7)};
  expectNoEvents([&] { EXPECT_EQ(store_->recordAddOrUpdateSuccess(success, audit_), OnlineRecord::kLostRace); });
  success.keys = newKeys(8);
  EXPECT_EQ(store_->recordAddOrUpdateSuccess(success, audit_), OnlineRecord::kRecorded);
}

}  // namespace
}  // namespace heliograph::store
