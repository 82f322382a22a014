// API keys: who calls the service provider API.
//
// A key id is a UUID, a secret 32 random bytes in hexadecimal. The secret is shown once; its SHA-256 is kept.

#ifndef HELIOGRAPH_SERVER_DOMAIN_API_KEYS_H_
#define HELIOGRAPH_SERVER_DOMAIN_API_KEYS_H_

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "domain/directory.h"

namespace heliograph::domain {

struct NewApiKey {
  ApiKey key;
  SecretBytes secret;  // ASCII
};

[[nodiscard]] NewApiKey makeApiKey(const OrganisationId& organisation, std::string name, Random& random, TimePoint now);

// The key, where id and secret fit and it is not revoked. In memory alone, and in time that does not tell an unknown id
// from a wrong secret.
[[nodiscard]] std::optional<ApiKey> authenticate(const Directory& directory, std::string_view key_id, ByteView secret);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_API_KEYS_H_
