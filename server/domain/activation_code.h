// Activation codes: drawn evenly, kept only as a keyed hash.
//
//   hash = HMAC-SHA256(key = HKDF(channel private key, "heliograph/activation-code/1"), application id (16) || code)
//
// A code has few bits, so a plain hash of one could be tried out by whoever reads the database; the key stops that. The
// hash is also the index by which a code is found, so that finding one takes no comparison of the code itself.
// Alphanumeric codes use 31 characters that are not mistaken for each other, in upper case; lower case is read as
// upper.

#ifndef HELIOGRAPH_SERVER_DOMAIN_ACTIVATION_CODE_H_
#define HELIOGRAPH_SERVER_DOMAIN_ACTIVATION_CODE_H_

#include <string_view>

#include "base/random.h"
#include "base/secret.h"
#include "crypto/p256.h"
#include "domain/application_configuration.h"
#include "domain/store.h"

namespace heliograph::domain {

// Immutable; thread-safe.
class ActivationCodes {
 public:
  explicit ActivationCodes(const crypto::P256PrivateKey& channel_key);

  [[nodiscard]] SecretBytes draw(const ApplicationConfiguration& configuration, Random& random) const;
  [[nodiscard]] ActivationCodeHash hash(const ApplicationId& application, ByteView code) const;

 private:
  Secret<struct ActivationCodeKeyTag, 32> key_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_ACTIVATION_CODE_H_
