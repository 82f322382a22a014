// The server's half of activating a method: its random, and the keys that both ends derive. Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_NEW_METHOD_KEYS_H_
#define HELIOGRAPH_SERVER_DOMAIN_NEW_METHOD_KEYS_H_

#include "base/random.h"
#include "domain/key_ring.h"
#include "protocol/method_keys.h"

namespace heliograph::domain {

struct NewMethodKeys {
  protocol::ServerRandom server_random;  // for the answer
  Wrapped wrapped;                       // for the store
};

[[nodiscard]] NewMethodKeys makeMethodKeys(const protocol::KeyAgreementSecret& secret,
                                           const protocol::PhoneRandom& phone_random, const DeviceId& device,
                                           protocol::AuthMethod method, const KeyRing& key_ring, Random& random);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_NEW_METHOD_KEYS_H_
