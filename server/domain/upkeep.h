// What a server does in the background: seals the audit log, writes down key uses and refused credentials, removes
// what is past its retention, goes on with a master key rotation, and follows one that another server has begun. In
// small steps, each a store command or a few, so that requests do not wait for it.

#ifndef HELIOGRAPH_SERVER_DOMAIN_UPKEEP_H_
#define HELIOGRAPH_SERVER_DOMAIN_UPKEEP_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>

#include "base/clock.h"
#include "crypto/p256.h"
#include "domain/api_key_uses.h"
#include "domain/master_key_rotation.h"
#include "domain/observer.h"
#include "domain/refused_credentials.h"
#include "domain/store.h"

namespace heliograph::domain {

struct UpkeepRules {
  std::chrono::hours session_retention{24 * 90};  // finished sessions are kept for so long; 0: for ever
};

// run() is for one thread at a time, the rest for any.
class Upkeep {
 public:
  Upkeep(Store& store, const crypto::P256PrivateKey& channel_key, MasterKeyRotation& rotation, ApiKeyUses& api_key_uses,
         RefusedCredentials& refused_credentials, const UpkeepRules& rules, Observer& observer = nobody());

  // One round of small steps. True where there is more to do at once. Throws what the store throws: try again later.
  // Throws, too, where a rotation cannot go on (MasterKeyRotation::step); the rotation has ended then.
  bool run(TimePoint now);

  // At the end: writes down what was counted since, and seals it.
  void finish(TimePoint now);

  // Asks for a rotation or a clean-up; the next rounds do it. The clean-up happens by itself once an hour, too. Asking
  // for what goes on already changes nothing.
  void requestRotation(const AuditOrigin& origin);
  void requestCleanUp(const AuditOrigin& origin);
  [[nodiscard]] bool isRotating() const;
  [[nodiscard]] bool isCleaningUp() const;
  [[nodiscard]] const UpkeepRules& rules() const { return rules_; }

 private:
  bool sealAudit(TimePoint now);
  void doEveryHalfMinute(TimePoint now);
  void flush(TimePoint now);
  bool cleanUp(TimePoint now);
  void endCleanUp(const AuditOrigin& asker, TimePoint now);
  bool rotate(TimePoint now);
  void endRotation();
  [[nodiscard]] std::optional<AuditOrigin> askerOf(const std::optional<AuditOrigin>& request) const;

  Store& store_;
  crypto::P256PrivateKey audit_key_;
  MasterKeyRotation& rotation_;
  ApiKeyUses& api_key_uses_;
  RefusedCredentials& refused_credentials_;
  UpkeepRules rules_;
  Observer& observer_;

  mutable std::mutex mutex_;
  std::optional<AuditOrigin> rotation_asker_;  // while one goes on; guarded by mutex_
  std::optional<AuditOrigin> clean_up_asker_;  // the same of a clean-up

  // Of run() alone.
  std::optional<TimePoint> last_half_minute_;
  std::map<ApiKeyId, TimePoint> uses_to_write_;  // taken, and not yet in the store
  AuditTrail refused_to_write_;
  std::optional<TimePoint> last_clean_up_;
  std::uint64_t cleaned_up_ = 0;  // by the one that goes on
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_UPKEEP_H_
