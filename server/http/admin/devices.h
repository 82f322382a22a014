// Devices in the admin API: of every organisation, for an operator who helps a bank. The same JSON and the same rules
// as in the service provider API (service_provider/devices.h, auth_methods.h).
//
//   GET    /admin-api/v1/devices?organisation_id=&user_reference=&application_id=&cursor=   -> {devices, next_cursor?}
//   GET    /admin-api/v1/devices/{id}                                          -> the device
//   POST   /admin-api/v1/devices/{id}/lock                                     {reason} -> the device
//   POST   /admin-api/v1/devices/{id}/unlock                                   -> the device
//   DELETE /admin-api/v1/devices/{id}                                          -> 204
//   POST   /admin-api/v1/devices/{id}/auth-methods/{auth_method}/lock          {reason} -> the method
//   POST   /admin-api/v1/devices/{id}/auth-methods/{auth_method}/unlock        -> the method
//   DELETE /admin-api/v1/devices/{id}/auth-methods/{auth_method}               -> 204
//
// A search needs organisation_id: devices of several organisations are never on one page. In the audit log a change is
// of the device's organisation, by the administrator's key.

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_DEVICES_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_DEVICES_H_

#include "domain/administration.h"
#include "domain/devices.h"
#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::http {

// Gate, devices and administration outlive the router.
void addAdminDeviceRoutes(Router& router, ApiKeyGate& gate, domain::Devices& devices,
                          domain::Administration& administration);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_DEVICES_H_
