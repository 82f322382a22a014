// Organisations in the admin API.
//
//   POST /admin-api/v1/organisations         {name} -> 201
//   GET  /admin-api/v1/organisations         -> {organisations}
//   GET  /admin-api/v1/organisations/{id}

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_ORGANISATIONS_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_ORGANISATIONS_H_

#include <string>

#include "domain/administration.h"
#include "http/api_key_gate.h"
#include "http/json.h"
#include "http/router.h"

namespace heliograph::http {

// An organisation as the interface shows it.
[[nodiscard]] Json toJson(const domain::Organisation& organisation);

// Gate and administration outlive the router.
void addOrganisationRoutes(Router& router, ApiKeyGate& gate, domain::Administration& administration);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_ORGANISATIONS_H_
