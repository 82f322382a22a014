// Applications in the admin API. Their configuration has a file of its own.
//
//   POST /admin-api/v1/applications                     {organisation_id, name, configuration?} -> 201
//   GET  /admin-api/v1/applications?organisation_id=    -> {applications}
//   GET  /admin-api/v1/applications/{id}

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_APPLICATIONS_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_APPLICATIONS_H_

#include "domain/administration.h"
#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::http {

// Gate and administration outlive the router.
void addApplicationRoutes(Router& router, ApiKeyGate& gate, domain::Administration& administration);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_APPLICATIONS_H_
