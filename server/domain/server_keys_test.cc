#include "domain/server_keys.h"

#include <gtest/gtest.h>

#include "crypto/system_random.h"
#include "domain/testing/memory_store.h"

namespace heliograph::domain {
namespace {

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};
crypto::SystemRandom random_source;

KeyRing ringOf(std::uint8_t fill) {
  std::map<MasterKeyVersion, MasterKey> keys;
  keys.emplace(1, MasterKey::filledBy([&](MutableByteView out) { std::ranges::fill(out, fill); }));
  return KeyRing(std::move(keys));
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
  const KeyRing ring = ringOf(0x11);
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
  ASSERT_TRUE(openChannelKey(store, ringOf(0x11), random_source, kNow));
  const auto opened = openChannelKey(store, ringOf(0x22), random_source, kNow);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error(), ServerKeysError::kMasterKeyDoesNotOpen);
}

TEST(ServerKeys, APublicKeyThatIsNotTheKeysOwnDoesNotStartTheServer) {
  MemoryStore store;
  const KeyRing ring = ringOf(0x11);
  const auto key = crypto::P256PrivateKey::generate(random_source);
  const auto another = crypto::P256PrivateKey::generate(random_source);
  (void)store.storeServerKeys(
      {ring.wrapSecret(key.scalar().expose(), "channel-key", random_source), another.publicKey().point(), kNow});
  EXPECT_FALSE(openChannelKey(store, ring, random_source, kNow));
}

TEST(ServerKeys, WhatIsNoScalarDoesNotStartTheServer) {
  const KeyRing ring = ringOf(0x11);
  const auto key = crypto::P256PrivateKey::generate(random_source);
  for (const std::size_t size : {0u, 31u, 32u, 33u}) {
    MemoryStore store;
    (void)store.storeServerKeys(
        {ring.wrapSecret(Bytes(size, 0), "channel-key", random_source), key.publicKey().point(), kNow});
    EXPECT_FALSE(openChannelKey(store, ring, random_source, kNow)) << size;
  }
}

}  // namespace
}  // namespace heliograph::domain
