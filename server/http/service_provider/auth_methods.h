// Single methods of a device in the service provider API, online or offline.
//
//   GET    /api/smart-device/v1/devices/{id}/auth-methods/{auth_method}          -> the method
//   POST   /api/smart-device/v1/devices/{id}/auth-methods/{auth_method}/lock     {reason} -> the method
//   POST   /api/smart-device/v1/devices/{id}/auth-methods/{auth_method}/unlock   -> the method
//   DELETE /api/smart-device/v1/devices/{id}/auth-methods/{auth_method}          -> 204

#ifndef HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_AUTH_METHODS_H_
#define HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_AUTH_METHODS_H_

#include "domain/devices.h"
#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::http {

// The method that a path is about: {device_id} and {auth_method}. kUnknownDevice, kUnknownAuthMethod.
struct MethodTarget {
  DeviceId device;
  protocol::AuthMethod auth_method;
};
[[nodiscard]] Result<MethodTarget, Problem> methodTargetOf(const PathParameters& parameters);

// What the routes do to a device of the caller's organisation. The admin API does the same (admin/devices.h).
[[nodiscard]] Outcome lockMethod(const Call& call, domain::Devices& devices, const MethodTarget& target);
[[nodiscard]] Outcome unlockMethod(const Call& call, domain::Devices& devices, const MethodTarget& target);
[[nodiscard]] Outcome removeMethod(const Call& call, domain::Devices& devices, const MethodTarget& target);

// Gate and devices outlive the router.
void addAuthMethodRoutes(Router& router, ApiKeyGate& gate, domain::Devices& devices);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_AUTH_METHODS_H_
