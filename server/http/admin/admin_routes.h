// The admin API, /admin-api/v1: organisations, applications and their configuration, devices, API keys, the audit log,
// statistics, master key rotation and maintenance. For keys of the role ADMIN only; of all organisations.

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_ADMIN_ROUTES_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_ADMIN_ROUTES_H_

#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::domain {
struct Domain;
}

namespace heliograph::http {

// Gate and domain outlive the router.
void addAdminRoutes(Router& router, ApiKeyGate& gate, domain::Domain& domain);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_ADMIN_ROUTES_H_
