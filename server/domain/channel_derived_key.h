// Keys that the server derives from its channel key, so that all servers of one database have them without another
// secret to keep: HKDF-SHA256 (RFC 5869), no salt, input = the private scalar (32), info = a label of the purpose.
// Private to domain/.

#ifndef HELIOGRAPH_SERVER_DOMAIN_CHANNEL_DERIVED_KEY_H_
#define HELIOGRAPH_SERVER_DOMAIN_CHANNEL_DERIVED_KEY_H_

#include <string_view>

#include "base/bytes.h"
#include "crypto/hkdf.h"
#include "crypto/p256.h"

namespace heliograph::domain {

template <class Key>
[[nodiscard]] Key deriveFromChannelKey(const crypto::P256PrivateKey& channel_key, std::string_view label) {
  const auto prk = crypto::hkdfExtract(crypto::HashAlgorithm::kSha256, {}, channel_key.scalar().expose());
  return Key::filledBy(
      [&](MutableByteView out) { crypto::hkdfExpand(crypto::HashAlgorithm::kSha256, prk, bytesOf(label), out); });
}

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_CHANNEL_DERIVED_KEY_H_
