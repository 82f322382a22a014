// Offline authentications in the service provider API.
//
//   POST /api/smart-device/v1/offline-authentications              {device_id, auth_method, context} -> 201, with the
//                                                                  verification data
//   POST /api/smart-device/v1/offline-authentications/{id}/verify  {otp} -> 200, with the result, and a warning where
//                                                                  the next wrong password would lock
//   GET  /api/smart-device/v1/offline-authentications/{id}
//   POST /api/smart-device/v1/offline-authentications/{id}/cancel
//   GET  /api/smart-device/v1/offline-authentications/{id}/qr      image/svg+xml or image/png
//
// The first two take an Idempotency-Key.

#ifndef HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_OFFLINE_AUTHENTICATIONS_H_
#define HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_OFFLINE_AUTHENTICATIONS_H_

#include "domain/offline_authentications.h"
#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::http {

// What is passed outlives the router.
void addOfflineAuthenticationRoutes(Router& router, ApiKeyGate& gate, domain::OfflineAuthentications& authentications,
                                    const domain::IdempotencyKeys& idempotency_keys);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_OFFLINE_AUTHENTICATIONS_H_
