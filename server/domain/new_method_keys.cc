#include "domain/new_method_keys.h"

#include <utility>

namespace heliograph::domain {

NewMethodKeys makeMethodKeys(const protocol::KeyAgreementSecret& secret, const protocol::PhoneRandom& phone_random,
                             const DeviceId& device, protocol::AuthMethod method, const KeyRing& key_ring,
                             Random& random) {
  auto server_random = protocol::ServerRandom::filledBy([&](MutableByteView out) { random.fill(out); });
  const auto keys = protocol::deriveMethodKeys(secret, phone_random, server_random, device, method);
  return {std::move(server_random), key_ring.wrap(keys, device, method, random)};
}

}  // namespace heliograph::domain
