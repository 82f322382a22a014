// Online authentications in the service provider API: sessions that the phone answers over the network.
//
//   POST /api/smart-device/v1/authentications              {device_id, context?, context_title?, auth_methods?} -> 201;
//                                                          takes an Idempotency-Key
//   GET  /api/smart-device/v1/authentications/{id}         once completed with auth_method and auth_level
//   POST /api/smart-device/v1/authentications/{id}/cancel

#ifndef HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_AUTHENTICATIONS_H_
#define HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_AUTHENTICATIONS_H_

#include "domain/authentications.h"
#include "domain/idempotency.h"
#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::http {

// What is passed outlives the router.
void addAuthenticationRoutes(Router& router, ApiKeyGate& gate, domain::Authentications& authentications,
                             const domain::IdempotencyKeys& idempotency_keys);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_AUTHENTICATIONS_H_
