// Master keys, and the keys of methods at rest under them.
//
//   wrapped keys = AES-256-GCM(master key, data key (32) || OTP key (32)), nonce (12) in front,
//                  associated data = "heliograph/method-keys/1" || device id (16) || method id (1) || key version (4)
//   wrapped secret = the same of any bytes, associated data = "heliograph/secret/1" || label || key version (4)
//
// A row copied to another device, method or label does not open. A lost master key loses every method of every device.
//
// A key that was added opens from then on, and wraps once a rotation has begun: in this process by wrapUnder(), in the
// others as soon as they open something that is wrapped under it. So all servers can be given a new key one after the
// other, and none meets a key that it cannot open.

#ifndef HELIOGRAPH_SERVER_DOMAIN_KEY_RING_H_
#define HELIOGRAPH_SERVER_DOMAIN_KEY_RING_H_

#include <cstdint>
#include <map>
#include <memory>
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

// Thread-safe.
class KeyRing {
 public:
  // Requires at least one key; the highest version wraps.
  explicit KeyRing(std::map<MasterKeyVersion, MasterKey> keys);
  KeyRing(KeyRing&&) noexcept;
  KeyRing& operator=(KeyRing&&) noexcept;
  ~KeyRing();

  // The version that wraps.
  [[nodiscard]] MasterKeyVersion currentVersion() const;
  [[nodiscard]] MasterKeyVersion newestVersion() const;
  // Changes nothing where there is a key of this version already.
  void add(MasterKeyVersion version, MasterKey key);
  // Requires a key of this version.
  void wrapUnder(MasterKeyVersion version);
  // The same where there is such a key and it is newer than what wraps: somebody else has begun a rotation. Part of
  // what opening does.
  void follow(MasterKeyVersion version) const;

  [[nodiscard]] Wrapped wrap(const protocol::MethodKeys& keys, const DeviceId& device, protocol::AuthMethod method,
                             Random& random) const;
  [[nodiscard]] Result<protocol::MethodKeys, KeyRingError> unwrap(const Wrapped& wrapped, const DeviceId& device,
                                                                  protocol::AuthMethod method) const;

  [[nodiscard]] Wrapped wrapSecret(ByteView secret, std::string_view label, Random& random) const;
  [[nodiscard]] Result<SecretBytes, KeyRingError> unwrapSecret(const Wrapped& wrapped, std::string_view label) const;

 private:
  struct State;
  // Nothing where there is none. Keys are never removed, so the reference stays good.
  [[nodiscard]] const MasterKey* find(MasterKeyVersion version) const;

  std::unique_ptr<State> state_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_KEY_RING_H_
