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

struct ApiKeyRequest {
  OrganisationId organisation;
  std::string name;
  ApiKeyRole role = ApiKeyRole::kServiceProvider;
  std::optional<TimePoint> expires_at = std::nullopt;
};

[[nodiscard]] NewApiKey makeApiKey(const ApiKeyRequest& request, Random& random, TimePoint now);

// The key, where id and secret fit and it is neither revoked nor expired. In memory alone, and in time that does not
// tell an unknown id from a wrong secret.
[[nodiscard]] std::optional<ApiKey> authenticate(const Directory& directory, std::string_view key_id, ByteView secret,
                                                 TimePoint now);

// The key of this id, where it is neither revoked nor expired. For who has shown before that its secret is theirs
// (domain/console_sessions.h).
[[nodiscard]] std::optional<ApiKey> findGoodKey(const Directory& directory, const ApiKeyId& id, TimePoint now);

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_API_KEYS_H_
