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
// the server must not start. From then on `key_ring` wraps under the master key that the channel key is under: the
// newest one where it was made now, else the one that the last rotation has begun to wrap under.
[[nodiscard]] Result<crypto::P256PrivateKey, ServerKeysError> openChannelKey(Store& store, KeyRing& key_ring,
                                                                             Random& random, TimePoint now);

// The same channel key, wrapped under the newest master key.
[[nodiscard]] Result<ServerKeyRecord, ServerKeysError> rewrapChannelKey(const ServerKeyRecord& record,
                                                                        const KeyRing& key_ring, Random& random);

// Where another server has begun a rotation, whose first key is the channel key, `key_ring` wraps under its master key
// from now on, too. Changes nothing where it does not hold that one.
void followRotation(Store& store, const KeyRing& key_ring);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_SERVER_KEYS_H_
