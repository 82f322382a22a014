// Maintenance in the admin API.
//
//   GET  /admin-api/v1/maintenance            for how long finished sessions are kept, and whether a clean-up goes on
//   POST /admin-api/v1/maintenance/clean-up   202: what is past that is removed in the background from now on

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_MAINTENANCE_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_MAINTENANCE_H_

#include "domain/upkeep.h"
#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::http {

// Gate and upkeep outlive the router.
void addMaintenanceRoutes(Router& router, ApiKeyGate& gate, domain::Upkeep& upkeep);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_MAINTENANCE_H_
