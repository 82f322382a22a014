#include "domain/server_keys.h"

#include <optional>

namespace heliograph::domain {
namespace {

constexpr std::string_view kChannelKeyLabel = "channel-key";

ServerKeyRecord recordOf(const crypto::P256PrivateKey& key, const KeyRing& key_ring, Random& random,
                         TimePoint created_at) {
  return {key_ring.wrapSecret(key.scalar().expose(), kChannelKeyLabel, random), key.publicKey().point(), created_at};
}

ServerKeyRecord makeRecord(const KeyRing& key_ring, Random& random, TimePoint now) {
  return recordOf(crypto::P256PrivateKey::generate(random), key_ring, random, now);
}

std::optional<crypto::P256PrivateKey> keyOf(const ServerKeyRecord& record, const KeyRing& key_ring) {
  const auto scalar = key_ring.unwrapSecret(record.channel_private_key, kChannelKeyLabel);
  if (!scalar || scalar->size() != crypto::kP256ScalarSize) return std::nullopt;
  auto key =
      crypto::P256PrivateKey::fromScalar(crypto::P256Scalar::copyOf(scalar->expose().first<crypto::kP256ScalarSize>()));
  // Phones have pinned the public half: another one must never go into service unnoticed.
  if (!key || key->publicKey().point() != record.channel_public_key) return std::nullopt;
  return key;
}

}  // namespace

Result<crypto::P256PrivateKey, ServerKeysError> openChannelKey(Store& store, KeyRing& key_ring, Random& random,
                                                               TimePoint now) {
  std::optional<ServerKeyRecord> record = store.loadServerKeys();
  // What the store gives back counts: another server of this database may have been first.
  if (!record) record = store.storeServerKeys(makeRecord(key_ring, random, now));
  auto key = keyOf(*record, key_ring);
  if (!key) return fail(ServerKeysError::kMasterKeyDoesNotOpen);
  key_ring.wrapUnder(record->channel_private_key.key_version);
  return std::move(*key);
}

Result<ServerKeyRecord, ServerKeysError> rewrapChannelKey(const ServerKeyRecord& record, const KeyRing& key_ring,
                                                          Random& random) {
  const auto key = keyOf(record, key_ring);
  if (!key) return fail(ServerKeysError::kMasterKeyDoesNotOpen);
  return recordOf(*key, key_ring, random, record.created_at);
}

void followRotation(Store& store, const KeyRing& key_ring) {
  const auto record = store.loadServerKeys();
  if (!record || record->channel_private_key.key_version <= key_ring.currentVersion()) return;
  if (keyOf(*record, key_ring)) key_ring.follow(record->channel_private_key.key_version);
}

}  // namespace heliograph::domain
