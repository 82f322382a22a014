// API keys in the admin API.
//
//   POST /admin-api/v1/api-keys                     {organisation_id, name, role?, expires_at?} -> 201, with the
//                                                   secret, which no other answer has
//   GET  /admin-api/v1/api-keys?organisation_id=    -> {api_keys}
//   GET  /admin-api/v1/api-keys/{id}
//   POST /admin-api/v1/api-keys/{id}/revoke

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_API_KEYS_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_API_KEYS_H_

#include <string>

#include "domain/administration.h"
#include "domain/directory.h"
#include "http/api_key_gate.h"
#include "http/json.h"
#include "http/router.h"

namespace heliograph::http {

// A key as the interface shows it, without its secret.
[[nodiscard]] Json toJson(const domain::ApiKey& key);

// A new key works at once on the server that made it, and within a second on the others. Gate, administration and
// directory outlive the router.
void addApiKeyRoutes(Router& router, ApiKeyGate& gate, domain::Administration& administration,
                     domain::DirectoryCache& directory);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_API_KEYS_H_
