#include "domain/master_key_rotation.h"

#include <gtest/gtest.h>

#include <functional>
#include <initializer_list>

#include "domain/server_keys.h"
#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;

const AuditOrigin kOrigin{
    .actor = AuditActor::kApiKey, .api_key = std::nullopt, .request_id = "4e6a1f0c", .address = "192.0.2.1"};

MasterKey masterKey(MasterKeyVersion version) {
  return MasterKey::filledBy(
      [version](MutableByteView out) { std::ranges::fill(out, static_cast<std::uint8_t>(version)); });
}

KeyRing ringOf(std::initializer_list<MasterKeyVersion> versions) {
  std::map<MasterKeyVersion, MasterKey> keys;
  for (const MasterKeyVersion version : versions) keys.emplace(version, masterKey(version));
  return KeyRing(std::move(keys));
}

// A store in which something happens between a look and the write.
class StoreWithOthers final : public MemoryStore {
 public:
  int replaceMethodKeys(const std::vector<KeyReplacement>& replacements) override {
    std::exchange(before_method_keys, [](const auto&) {})(replacements);
    return MemoryStore::replaceMethodKeys(replacements);
  }
  bool replaceServerKeys(const ServerKeyRecord& expected, const ServerKeyRecord& replacement,
                         const AuditTrail& audit) override {
    std::exchange(before_server_keys, [] {})();
    return MemoryStore::replaceServerKeys(expected, replacement, audit);
  }
  // Each happens once.
  std::function<void(const std::vector<KeyReplacement>&)> before_method_keys = [](const auto&) {};
  std::function<void()> before_server_keys = [] {};
};

class MasterKeyRotationTest : public testing::Test {
 protected:
  // From the first master key on: everything that is wrapped is under it.
  MasterKeyRotationTest() {
    server.key_ring = ringOf({1});
    const ServerKeyRecord first{
        server.key_ring.wrapSecret(server.channel_key.scalar().expose(), "channel-key", server.random),
        server.channel_key.publicKey().point(), server.now};
    EXPECT_TRUE(store.replaceServerKeys(store.loadServerKeys().value(), first, {}));
  }

  int step(int limit) { return server.master_key_rotation.step(limit, kOrigin, server.now); }
  void rotate() {
    while (step(2) > 0) {
    }
  }
  [[nodiscard]] std::vector<StoredAuditEvent> events() {
    return store.findAuditEvents({.action = AuditAction::kMasterKeyRotated});
  }
  void expectAuthenticates(Phone& phone) {
    const auto begun = server.begin(phone);
    const auto verified = server.offline_authentications.verify(
        server.caller, begun.view.session.id, phone.oneTimePassword(begun.verification_data), std::nullopt, server.now);
    ASSERT_TRUE(verified);
    EXPECT_EQ(verified->view.status, SessionStatus::kCompleted);
    ASSERT_TRUE(phone.startAddOrUpdate());
    EXPECT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflineDevice));
  }

  std::unique_ptr<StoreWithOthers> owned = std::make_unique<StoreWithOthers>();
  StoreWithOthers& store = *owned;
  TestServer server{offlineProperties(), std::move(owned)};
};

TEST_F(MasterKeyRotationTest, AfterwardsTheNewMasterKeyAloneOpensEverything) {
  std::vector<Phone> phones;
  for (int i = 0; i < 3; ++i) phones.push_back(server.enrolledPhone({AuthMethod::kOfflinePin}));
  server.key_ring = ringOf({1, 2});
  EXPECT_EQ(step(4), 1) << "the channel key";
  EXPECT_EQ(step(4), 4);
  EXPECT_EQ(step(4), 2);
  EXPECT_EQ(step(4), 0);

  server.key_ring = ringOf({2});
  for (Phone& phone : phones) expectAuthenticates(phone);
  const auto channel_key = openChannelKey(store, server.key_ring, server.random, server.now);
  ASSERT_TRUE(channel_key);
  EXPECT_EQ(channel_key->publicKey(), server.channel_key.publicKey());
}

TEST_F(MasterKeyRotationTest, DevicesAuthenticateAfterEveryStep) {
  std::vector<Phone> phones;
  for (int i = 0; i < 2; ++i) phones.push_back(server.enrolledPhone({AuthMethod::kOfflinePin}));
  server.key_ring = ringOf({1, 2});
  for (int step_size = step(1); step_size > 0; step_size = step(1)) {
    for (Phone& phone : phones) expectAuthenticates(phone);
  }
  EXPECT_TRUE(server.master_key_rotation.progress().isDone());
}

TEST_F(MasterKeyRotationTest, AnAuthenticationThatBeganBeforeItEndsAfterIt) {
  const Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  const auto begun = server.begin(phone);
  server.key_ring = ringOf({1, 2});
  rotate();
  const auto verified = server.offline_authentications.verify(
      server.caller, begun.view.session.id, phone.oneTimePassword(begun.verification_data), std::nullopt, server.now);
  ASSERT_TRUE(verified);
  EXPECT_EQ(verified->view.status, SessionStatus::kCompleted);
}

TEST_F(MasterKeyRotationTest, AnotherProcessGoesOnInTheMiddle) {
  std::vector<Phone> phones;
  for (int i = 0; i < 2; ++i) phones.push_back(server.enrolledPhone({AuthMethod::kOfflinePin}));
  {
    KeyRing ring = ringOf({1, 2});
    MasterKeyRotation first(store, ring, server.random);
    EXPECT_EQ(first.step(1, kOrigin, server.now), 1);
    EXPECT_EQ(first.step(1, kOrigin, server.now), 1);
  }
  EXPECT_TRUE(events().empty());
  KeyRing ring = ringOf({1, 2});
  MasterKeyRotation second(store, ring, server.random);
  EXPECT_TRUE(second.progress().is_channel_key_done);
  EXPECT_EQ(second.progress().remaining(), 3u);
  EXPECT_EQ(second.step(10, kOrigin, server.now), 3);
  EXPECT_TRUE(second.progress().isDone());
  EXPECT_EQ(events().size(), 1u);

  server.key_ring = ringOf({2});
  for (Phone& phone : phones) expectAuthenticates(phone);
}

TEST_F(MasterKeyRotationTest, ProgressCountsTheKeysUnderEachMasterKey) {
  (void)server.enrolledPhone({AuthMethod::kOfflinePin});
  EXPECT_TRUE(server.master_key_rotation.progress().isDone());
  server.key_ring = ringOf({1, 2});
  RotationProgress progress = server.master_key_rotation.progress();
  EXPECT_EQ(progress.current, 2u);
  EXPECT_FALSE(progress.is_channel_key_done);
  EXPECT_EQ(progress.method_keys, (std::map<MasterKeyVersion, std::uint64_t>{{1, 2}}));
  EXPECT_EQ(progress.remaining(), 3u);
  EXPECT_FALSE(progress.isDone());

  EXPECT_EQ(step(1), 1);
  EXPECT_EQ(step(1), 1);
  progress = server.master_key_rotation.progress();
  EXPECT_TRUE(progress.is_channel_key_done);
  EXPECT_EQ(progress.method_keys, (std::map<MasterKeyVersion, std::uint64_t>{{1, 1}, {2, 1}}));
  EXPECT_EQ(progress.remaining(), 1u);
  EXPECT_FALSE(progress.isDone());
}

TEST_F(MasterKeyRotationTest, ANewMasterKeyWrapsNothingUntilItBegins) {
  server.key_ring.add(2, masterKey(2));
  (void)server.enrolledPhone({AuthMethod::kOfflinePin});
  EXPECT_EQ(store.countMethodKeys(), (std::map<MasterKeyVersion, std::uint64_t>{{1, 2}}));
  EXPECT_EQ(server.master_key_rotation.progress().current, 2u);
  EXPECT_EQ(server.master_key_rotation.progress().remaining(), 3u);

  EXPECT_EQ(step(1), 1);
  (void)server.enrolledPhone();
  EXPECT_EQ(store.countMethodKeys(), (std::map<MasterKeyVersion, std::uint64_t>{{1, 2}, {2, 1}}));
  rotate();
  EXPECT_TRUE(server.master_key_rotation.progress().isDone());
}

TEST_F(MasterKeyRotationTest, TheOtherServersFollow) {
  server.key_ring.add(2, masterKey(2));
  KeyRing others_ring = ringOf({1});
  others_ring.add(2, masterKey(2));
  MasterKeyRotation other(store, others_ring, server.random);
  other.follow();
  EXPECT_EQ(others_ring.currentVersion(), 1u);
  EXPECT_EQ(step(1), 1);
  other.follow();
  EXPECT_EQ(others_ring.currentVersion(), 2u);
}

TEST_F(MasterKeyRotationTest, WhatAnotherServerActivatesAfterItHasBegunIsUnderTheNewMasterKey) {
  Phone phone = server.enrolledPhone();
  server.key_ring.add(2, masterKey(2));
  KeyRing others_ring = ringOf({1});
  others_ring.add(2, masterKey(2));
  MasterKeyRotation other(store, others_ring, server.random);
  while (other.step(100, kOrigin, server.now) > 0) {
  }
  ASSERT_EQ(server.key_ring.currentVersion(), 1u);

  (void)server.enrolledPhone({AuthMethod::kOfflinePin});
  EXPECT_EQ(store.countMethodKeys(), (std::map<MasterKeyVersion, std::uint64_t>{{2, 3}}));
}

TEST_F(MasterKeyRotationTest, TheStepThatDoesTheLastKeyWritesTheEvent) {
  (void)server.enrolledPhone({AuthMethod::kOfflinePin});
  server.key_ring = ringOf({1, 2});
  EXPECT_EQ(step(1), 1);
  EXPECT_EQ(step(1), 1);
  EXPECT_TRUE(events().empty());
  EXPECT_EQ(step(1), 1);
  ASSERT_EQ(events().size(), 1u);
  EXPECT_EQ(step(1), 0);
  ASSERT_EQ(events().size(), 1u);
  EXPECT_EQ(
      events()[0].event,
      (AuditEvent{.at = server.now, .origin = kOrigin, .action = AuditAction::kMasterKeyRotated, .detail = "1 to 2"}));
}

TEST_F(MasterKeyRotationTest, WithoutMethodsTheChannelKeyIsTheLast) {
  server.key_ring = ringOf({1, 2});
  EXPECT_EQ(step(10), 1);
  ASSERT_EQ(events().size(), 1u);
  EXPECT_EQ(events()[0].event.detail, "1 to 2");
  EXPECT_EQ(step(10), 0);
  EXPECT_EQ(events().size(), 1u);
}

TEST_F(MasterKeyRotationTest, KeysOfSeveralMasterKeysComeUnderTheNewest) {
  Phone oldest = server.enrolledPhone({AuthMethod::kOfflinePin});
  server.key_ring = ringOf({1, 2});
  Phone newer = server.enrolledPhone({AuthMethod::kOfflinePin});
  server.key_ring = ringOf({1, 2, 3});
  rotate();
  ASSERT_EQ(events().size(), 1u);
  EXPECT_EQ(events()[0].event.detail, "1,2 to 3");
  server.key_ring = ringOf({3});
  expectAuthenticates(oldest);
  expectAuthenticates(newer);
}

TEST_F(MasterKeyRotationTest, AnotherRotationTellsItsOwnMasterKeys) {
  (void)server.enrolledPhone();
  server.key_ring.add(2, masterKey(2));
  rotate();
  server.key_ring.add(3, masterKey(3));
  rotate();
  ASSERT_EQ(events().size(), 2u);
  EXPECT_EQ(events()[0].event.detail, "2 to 3");
  EXPECT_EQ(events()[1].event.detail, "1 to 2");
}

TEST_F(MasterKeyRotationTest, KeysThatAMethodGetsMeanwhileStay) {
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  server.key_ring = ringOf({1, 2});
  EXPECT_EQ(step(10), 1);
  store.before_method_keys = [&](const auto&) {
    ASSERT_TRUE(phone.startAddOrUpdate());
    ASSERT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflinePin));
  };
  EXPECT_EQ(step(10), 1) << "DEVICE_PIN alone";
  EXPECT_EQ(events().size(), 1u);
  EXPECT_EQ(step(10), 0);

  server.key_ring = ringOf({2});
  expectAuthenticates(phone);
}

TEST_F(MasterKeyRotationTest, AStepWhoseEveryRowChangedMeanwhileLooksAgain) {
  (void)server.enrolledPhone();
  server.key_ring = ringOf({1, 2});
  EXPECT_EQ(step(10), 1);
  store.before_method_keys = [&](const std::vector<KeyReplacement>& replacements) {
    const MethodKeysRow& row = replacements.at(0).row;
    const auto keys = server.key_ring.unwrap(row.keys, row.device, row.auth_method);
    ASSERT_TRUE(keys);
    const Wrapped wrapped = ringOf({1}).wrap(*keys, row.device, row.auth_method, server.random);
    ASSERT_EQ(store.MemoryStore::replaceMethodKeys({{row, wrapped}}), 1);
  };
  EXPECT_EQ(step(10), 1);
  EXPECT_TRUE(server.master_key_rotation.progress().isDone());
}

TEST_F(MasterKeyRotationTest, AnotherServerMayBeFasterWithTheChannelKey) {
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  server.key_ring = ringOf({1, 2});
  store.before_server_keys = [this] { ASSERT_EQ(step(10), 1); };
  EXPECT_EQ(step(10), 2) << "the method keys, since the channel key is done";
  EXPECT_EQ(events().size(), 1u);
  server.key_ring = ringOf({2});
  EXPECT_TRUE(openChannelKey(store, server.key_ring, server.random, server.now));
  expectAuthenticates(phone);
}

TEST_F(MasterKeyRotationTest, WhereNothingIsLeftToDoNothingIsWritten) {
  (void)server.enrolledPhone();
  const std::size_t events_before = store.findAuditEvents({}).size();
  EXPECT_EQ(step(10), 0);
  EXPECT_EQ(store.findAuditEvents({}).size(), events_before);
}

TEST_F(MasterKeyRotationTest, AChannelKeyWhoseMasterKeyIsMissingStopsIt) {
  server.key_ring = ringOf({2});
  EXPECT_THROW((void)step(10), std::runtime_error);
  EXPECT_EQ(store.loadServerKeys()->channel_private_key.key_version, 1u);
}

TEST_F(MasterKeyRotationTest, AMethodKeyWhoseMasterKeyIsMissingStopsIt) {
  (void)server.enrolledPhone();
  server.key_ring = ringOf({1, 2});
  EXPECT_EQ(step(10), 1);
  server.key_ring = ringOf({2});
  EXPECT_THROW((void)step(10), std::runtime_error);
  EXPECT_EQ(store.countMethodKeys(), (std::map<MasterKeyVersion, std::uint64_t>{{1, 1}}));
  EXPECT_TRUE(events().empty());
}

}  // namespace
}  // namespace heliograph::domain
