// Master keys, and the keys of methods at rest under them.
//
//   wrapped keys = AES-256-GCM(master key, data key (32) || OTP key (32)), nonce (12) in front,
//                  associated data = "heliograph/method-keys/1" || device id (16) || method id (1) || key version (4)
//   wrapped secret = the same of any bytes, associated data = "heliograph/secret/1" || label || key version (4)
//
// A row copied to another device, method or label does not open. A lost master key loses every method of every device.

#ifndef HELIOGRAPH_SERVER_DOMAIN_KEY_RING_H_
#define HELIOGRAPH_SERVER_DOMAIN_KEY_RING_H_

#include <cstdint>
#include <map>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "protocol/auth_method.h"
#include "protocol/ids.h"
#include "protocol/method_keys.h"

namespace heliograph::domain {

using MasterKey = Secret<struct MasterKeyTag, 32>;
using MasterKeyVersion = std::uint32_t;

struct Wrapped {
  MasterKeyVersion key_version;
  Bytes sealed;
  friend bool operator==(const Wrapped&, const Wrapped&) = default;
};

enum class KeyRingError { kUnknownVersion, kDoesNotOpen };

// Immutable once built; thread-safe.
class KeyRing {
 public:
  // Requires at least one key; the highest version wraps.
  explicit KeyRing(std::map<MasterKeyVersion, MasterKey> keys);

  [[nodiscard]] MasterKeyVersion currentVersion() const;

  [[nodiscard]] Wrapped wrap(const protocol::MethodKeys& keys, const DeviceId& device, protocol::AuthMethod method,
                             Random& random) const;
  [[nodiscard]] Result<protocol::MethodKeys, KeyRingError> unwrap(const Wrapped& wrapped, const DeviceId& device,
                                                                  protocol::AuthMethod method) const;

  [[nodiscard]] Wrapped wrapSecret(ByteView secret, std::string_view label, Random& random) const;
  [[nodiscard]] Result<SecretBytes, KeyRingError> unwrapSecret(const Wrapped& wrapped, std::string_view label) const;

 private:
  std::map<MasterKeyVersion, MasterKey> keys_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_KEY_RING_H_
