// Master key rotation: every key that an older master key wraps is wrapped under the newest one, in small steps beside
// the requests. It may stop at any point and go on later, in this process or another one: what is left to do is what
// the rows say.

#ifndef HELIOGRAPH_SERVER_DOMAIN_MASTER_KEY_ROTATION_H_
#define HELIOGRAPH_SERVER_DOMAIN_MASTER_KEY_ROTATION_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "base/random.h"
#include "domain/audit_event.h"
#include "domain/key_ring.h"
#include "domain/store.h"

namespace heliograph::domain {

struct RotationProgress {
  MasterKeyVersion current;  // the newest of the key ring
  bool is_channel_key_done;
  std::map<MasterKeyVersion, std::uint64_t> method_keys;  // how many are wrapped under which
  [[nodiscard]] bool isDone() const;
  [[nodiscard]] std::uint64_t remaining() const;  // keys that are not under the newest one, the channel key among them
};

// Thread-safe.
class MasterKeyRotation {
 public:
  MasterKeyRotation(Store& store, KeyRing& key_ring, Random& random);

  [[nodiscard]] RotationProgress progress();
  // Wraps at most `limit` keys again under the newest master key of the key ring, which wraps new ones from then on,
  // too: the channel key first, in a step of its own. How many; 0 where nothing is left. The step that does the last
  // one writes kMasterKeyRotated. Throws where a key does not open: its master key is missing from the key ring, or its
  // row was altered.
  int step(int limit, const AuditOrigin& origin, TimePoint now);
  // Where another server has begun a rotation this one wraps under the newer master key from now on, too.
  void follow();

 private:
  // False where it is done already.
  [[nodiscard]] bool rewrapChannelKey(const AuditOrigin& origin, TimePoint now);
  [[nodiscard]] int rewrapMethodKeys(const std::vector<MethodKeysRow>& rows);
  [[nodiscard]] bool areMethodKeysDone();
  // The event of a finished rotation.
  [[nodiscard]] AuditTrail rotated(const AuditOrigin& origin, TimePoint now);
  void remember(MasterKeyVersion from);

  Store& store_;
  KeyRing& key_ring_;
  Random& random_;
  std::mutex mutex_;
  std::set<MasterKeyVersion> from_;  // what the keys of this rotation were wrapped under; guarded by mutex_
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_MASTER_KEY_ROTATION_H_
