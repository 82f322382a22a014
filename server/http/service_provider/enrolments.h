// Enrolments in the service provider API.
//
//   POST /api/smart-device/v1/enrolments   {application_id, user_reference?} -> 201, with the activation code
//   GET  /api/smart-device/v1/enrolments/{id}
//   POST /api/smart-device/v1/enrolments/{id}/cancel

#ifndef HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_ENROLMENTS_H_
#define HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_ENROLMENTS_H_

#include "domain/enrolments.h"
#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::http {

// Gate and enrolments outlive the router.
void addEnrolmentRoutes(Router& router, ApiKeyGate& gate, domain::Enrolments& enrolments);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_ENROLMENTS_H_
