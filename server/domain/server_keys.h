// The server's own keys: the channel key, at rest under the master key and shared by all servers of one database.

#ifndef HELIOGRAPH_SERVER_DOMAIN_SERVER_KEYS_H_
#define HELIOGRAPH_SERVER_DOMAIN_SERVER_KEYS_H_

#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "crypto/p256.h"
#include "domain/key_ring.h"
#include "domain/store.h"

namespace heliograph::domain {

enum class ServerKeysError { kMasterKeyDoesNotOpen };

// The channel key, made at the first start. kMasterKeyDoesNotOpen where the database was made with another master key:
// the server must not start.
[[nodiscard]] Result<crypto::P256PrivateKey, ServerKeysError> openChannelKey(Store& store, const KeyRing& key_ring,
                                                                             Random& random, TimePoint now);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_SERVER_KEYS_H_
