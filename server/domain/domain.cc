#include "domain/domain.h"

namespace heliograph::domain {

Domain::Domain(Store& store, KeyRing& key_ring, const crypto::P256PrivateKey& channel_key, Random& random,
               Observer& observer, const DomainRules& rules)
    : directory(store),
      codes(channel_key),
      limits(rules.limits),
      idempotency_keys(channel_key),
      console_sessions(store, channel_key),
      enrolments(store, directory, codes, random),
      authentications(store, directory, limits, random),
      offline_authentications(store, directory, key_ring, limits, random, observer),
      devices(store, directory, observer),
      device_calls(store, directory, key_ring, channel_key, codes, random, observer),
      administration(store, random),
      audit_log(store, channel_key),
      statistics(store, directory),
      master_key_rotation(store, key_ring, random),
      upkeep(store, channel_key, master_key_rotation, api_key_uses, refused_credentials, rules.upkeep, observer) {}

}  // namespace heliograph::domain
