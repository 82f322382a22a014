// The table of the properties that an application has (domain/application_configuration.h), in the admin API.
//
//   GET /admin-api/v1/configuration-properties   -> {properties}

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_CONFIGURATION_PROPERTIES_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_CONFIGURATION_PROPERTIES_H_

#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::http {

// The gate outlives the router.
void addConfigurationPropertyRoutes(Router& router, ApiKeyGate& gate);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_CONFIGURATION_PROPERTIES_H_
