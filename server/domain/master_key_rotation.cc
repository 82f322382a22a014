#include "domain/master_key_rotation.h"

#include <stdexcept>
#include <string>
#include <utility>

#include "domain/opened_keys.h"
#include "domain/races.h"
#include "domain/server_keys.h"

namespace heliograph::domain {
namespace {

// "1,2 to 3"
std::string sentenceOf(const std::set<MasterKeyVersion>& from, MasterKeyVersion to) {
  std::string text;
  for (const MasterKeyVersion version : from) text += (text.empty() ? "" : ",") + std::to_string(version);
  return text + " to " + std::to_string(to);
}

}  // namespace

bool RotationProgress::isDone() const { return remaining() == 0; }

std::uint64_t RotationProgress::remaining() const {
  std::uint64_t keys = is_channel_key_done ? 0 : 1;
  for (const auto& [version, count] : method_keys) keys += version == current ? 0 : count;
  return keys;
}

MasterKeyRotation::MasterKeyRotation(Store& store, KeyRing& key_ring, Random& random)
    : store_(store), key_ring_(key_ring), random_(random) {}

RotationProgress MasterKeyRotation::progress() {
  const MasterKeyVersion current = key_ring_.newestVersion();
  const auto record = store_.loadServerKeys();
  return {.current = current,
          .is_channel_key_done = !record || record->channel_private_key.key_version == current,
          .method_keys = store_.countMethodKeys()};
}

int MasterKeyRotation::step(int limit, const AuditOrigin& origin, TimePoint now) {
  key_ring_.wrapUnder(key_ring_.newestVersion());
  if (rewrapChannelKey(origin, now)) return 1;
  for (int race = 0; race < kMaxRaces; ++race) {
    const auto rows = store_.methodKeysNotUnder(key_ring_.currentVersion(), limit);
    if (rows.empty()) return 0;
    const int rewrapped = rewrapMethodKeys(rows);
    if (rewrapped == 0) continue;  // every one of them changed meanwhile
    if (areMethodKeysDone()) store_.recordAudit(rotated(origin, now));
    return rewrapped;
  }
  throwTooManyRaces();
}

void MasterKeyRotation::follow() { followRotation(store_, key_ring_); }

bool MasterKeyRotation::rewrapChannelKey(const AuditOrigin& origin, TimePoint now) {
  for (int race = 0; race < kMaxRaces; ++race) {
    const auto record = store_.loadServerKeys();
    if (!record || record->channel_private_key.key_version == key_ring_.currentVersion()) return false;
    const auto replacement = domain::rewrapChannelKey(*record, key_ring_, random_);
    if (!replacement) throw std::runtime_error("the channel key does not open with the master keys that are there");
    remember(record->channel_private_key.key_version);
    const AuditTrail audit = areMethodKeysDone() ? rotated(origin, now) : AuditTrail{};
    if (store_.replaceServerKeys(*record, *replacement, audit)) return true;
  }
  throwTooManyRaces();
}

int MasterKeyRotation::rewrapMethodKeys(const std::vector<MethodKeysRow>& rows) {
  std::vector<KeyReplacement> replacements;
  replacements.reserve(rows.size());
  for (const MethodKeysRow& row : rows) {
    const auto keys = openKeys(key_ring_, row.keys, row.device, row.auth_method);
    replacements.push_back({row, key_ring_.wrap(keys, row.device, row.auth_method, random_)});
    remember(row.keys.key_version);
  }
  return store_.replaceMethodKeys(replacements);
}

bool MasterKeyRotation::areMethodKeysDone() { return store_.methodKeysNotUnder(key_ring_.currentVersion(), 1).empty(); }

AuditTrail MasterKeyRotation::rotated(const AuditOrigin& origin, TimePoint now) {
  const std::lock_guard lock(mutex_);
  return {{.at = now,
           .origin = origin,
           .action = AuditAction::kMasterKeyRotated,
           .detail = sentenceOf(std::exchange(from_, {}), key_ring_.currentVersion())}};
}

void MasterKeyRotation::remember(MasterKeyVersion from) {
  const std::lock_guard lock(mutex_);
  from_.insert(from);
}

}  // namespace heliograph::domain
