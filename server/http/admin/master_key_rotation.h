// Master key rotation in the admin API.
//
//   GET  /admin-api/v1/master-key-rotation   how far it is
//   POST /admin-api/v1/master-key-rotation   202: it goes on in the background from now on

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_MASTER_KEY_ROTATION_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_MASTER_KEY_ROTATION_H_

#include <string>

#include "domain/master_key_rotation.h"
#include "domain/upkeep.h"
#include "http/api_key_gate.h"
#include "http/json.h"
#include "http/router.h"

namespace heliograph::http {

// Progress as the interface shows it, but for whether this server is at it.
[[nodiscard]] Json toJson(const domain::RotationProgress& progress);

// Gate, rotation and upkeep outlive the router.
void addMasterKeyRotationRoutes(Router& router, ApiKeyGate& gate, domain::MasterKeyRotation& rotation,
                                domain::Upkeep& upkeep);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_MASTER_KEY_ROTATION_H_
