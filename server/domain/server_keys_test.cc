#include "domain/server_keys.h"

#include <gtest/gtest.h>

#include "crypto/system_random.h"
#include "domain/testing/memory_store.h"

namespace heliograph::domain {
namespace {

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};
crypto::SystemRandom random_source;

MasterKey masterKey(std::uint8_t fill) {
  return MasterKey::filledBy([&](MutableByteView out) { std::ranges::fill(out, fill); });
}

KeyRing ringOf(std::uint8_t fill) {
  std::map<MasterKeyVersion, MasterKey> keys;
  keys.emplace(1, masterKey(fill));
  return KeyRing(std::move(keys));
}

KeyRing bothKeys() {
  std::map<MasterKeyVersion, MasterKey> keys;
  keys.emplace(1, masterKey(0x11));
  keys.emplace(2, masterKey(0x22));
  return KeyRing(std::move(keys));
}

Result<crypto::P256PrivateKey, ServerKeysError> openWith(Store& store, KeyRing ring) {
  return openChannelKey(store, ring, random_source, kNow);
}

// A store in which another server stores its key between the look and the write.
class StoreOfAFasterServer final : public MemoryStore {
 public:
  ServerKeyRecord storeServerKeys(const ServerKeyRecord& record) override {
    if (!is_stored) {
      is_stored = true;
      faster = openChannelKey(*this, ring, random_source, kNow)->publicKey();
    }
    return MemoryStore::storeServerKeys(record);
  }
  KeyRing ring = ringOf(0x11);
  bool is_stored = false;
  std::optional<crypto::P256PublicKey> faster;
};

TEST(ServerKeys, TheChannelKeyIsMadeAtTheFirstStartAndFoundAtTheNext) {
  MemoryStore store;
  KeyRing ring = ringOf(0x11);
  const auto first = openChannelKey(store, ring, random_source, kNow);
  const auto second = openChannelKey(store, ring, random_source, kNow);
  ASSERT_TRUE(first);
  ASSERT_TRUE(second);
  EXPECT_EQ(first->publicKey(), second->publicKey());
}

TEST(ServerKeys, TheFasterServersKeyCounts) {
  StoreOfAFasterServer store;
  const auto key = openChannelKey(store, store.ring, random_source, kNow);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->publicKey(), *store.faster);
}

TEST(ServerKeys, AnotherMasterKeyDoesNotStartTheServer) {
  MemoryStore store;
  ASSERT_TRUE(openWith(store, ringOf(0x11)));
  const auto opened = openWith(store, ringOf(0x22));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), ServerKeysError::kMasterKeyDoesNotOpen);
}

TEST(ServerKeys, APublicKeyThatIsNotTheKeysOwnDoesNotStartTheServer) {
  MemoryStore store;
  KeyRing ring = ringOf(0x11);
  const auto key = crypto::P256PrivateKey::generate(random_source);
  const auto another = crypto::P256PrivateKey::generate(random_source);
  (void)store.storeServerKeys(
      {ring.wrapSecret(key.scalar().expose(), "channel-key", random_source), another.publicKey().point(), kNow});
  EXPECT_FALSE(openChannelKey(store, ring, random_source, kNow));
}

TEST(ServerKeys, WhatIsNoScalarDoesNotStartTheServer) {
  KeyRing ring = ringOf(0x11);
  const auto key = crypto::P256PrivateKey::generate(random_source);
  for (const std::size_t size : {0u, 31u, 32u, 33u}) {
    MemoryStore store;
    (void)store.storeServerKeys(
        {ring.wrapSecret(Bytes(size, 0), "channel-key", random_source), key.publicKey().point(), kNow});
    EXPECT_FALSE(openChannelKey(store, ring, random_source, kNow)) << size;
  }
}

TEST(ServerKeys, TheChannelKeyUnderANewerMasterKeyIsTheSame) {
  MemoryStore store;
  const auto key = openWith(store, ringOf(0x11));
  const auto record = store.loadServerKeys();
  const auto rewrapped = rewrapChannelKey(*record, bothKeys(), random_source);
  ASSERT_TRUE(rewrapped);
  EXPECT_EQ(rewrapped->channel_private_key.key_version, 2u);
  EXPECT_EQ(rewrapped->channel_public_key, key->publicKey().point());
  EXPECT_EQ(rewrapped->created_at, kNow);

  std::map<MasterKeyVersion, MasterKey> newest_alone;
  newest_alone.emplace(2, masterKey(0x22));
  MemoryStore later;
  (void)later.storeServerKeys(*rewrapped);
  const auto opened = openWith(later, KeyRing(std::move(newest_alone)));
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->publicKey(), key->publicKey());
}

TEST(ServerKeys, ANewerMasterKeyWrapsNothingUntilARotationHasBegun) {
  MemoryStore store;
  ASSERT_TRUE(openWith(store, ringOf(0x11)));
  KeyRing this_server = ringOf(0x11);
  this_server.add(2, masterKey(0x22));
  ASSERT_TRUE(openChannelKey(store, this_server, random_source, kNow));
  followRotation(store, this_server);
  EXPECT_EQ(this_server.currentVersion(), 1u);

  KeyRing restarted = bothKeys();
  ASSERT_TRUE(openChannelKey(store, restarted, random_source, kNow));
  EXPECT_EQ(restarted.currentVersion(), 1u);
}

TEST(ServerKeys, ARotationThatAnotherServerHasBegunIsFollowed) {
  MemoryStore store;
  KeyRing this_server = ringOf(0x11);
  ASSERT_TRUE(openChannelKey(store, this_server, random_source, kNow));
  this_server.add(2, masterKey(0x22));
  const auto before = store.loadServerKeys();
  ASSERT_TRUE(store.replaceServerKeys(*before, *rewrapChannelKey(*before, bothKeys(), random_source), {}));

  followRotation(store, this_server);
  EXPECT_EQ(this_server.currentVersion(), 2u);
  KeyRing without_the_newer_key = ringOf(0x11);
  followRotation(store, without_the_newer_key);
  EXPECT_EQ(without_the_newer_key.currentVersion(), 1u);
  KeyRing restarted = bothKeys();
  ASSERT_TRUE(openChannelKey(store, restarted, random_source, kNow));
  EXPECT_EQ(restarted.currentVersion(), 2u);
}

TEST(ServerKeys, AChannelKeyThatDoesNotOpenIsNotWrappedAnew) {
  MemoryStore store;
  ASSERT_TRUE(openWith(store, ringOf(0x11)));
  const auto rewrapped = rewrapChannelKey(*store.loadServerKeys(), ringOf(0x22), random_source);
  ASSERT_FALSE(rewrapped);
  EXPECT_EQ(rewrapped.error(), ServerKeysError::kMasterKeyDoesNotOpen);
}

}  // namespace
}  // namespace heliograph::domain
