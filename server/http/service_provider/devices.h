// Devices in the service provider API.
//
//   GET    /api/smart-device/v1/devices/{id}
//   GET    /api/smart-device/v1/devices?user_reference=&application_id=&cursor=   -> {devices, next_cursor?}
//   POST   /api/smart-device/v1/devices/{id}/lock                                 {reason} -> the device
//   POST   /api/smart-device/v1/devices/{id}/unlock                               -> the device
//   DELETE /api/smart-device/v1/devices/{id}                                      -> 204

#ifndef HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_DEVICES_H_
#define HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_DEVICES_H_

#include <string>

#include "domain/devices.h"
#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::http {

// A device, and one of its methods, as the interface shows them: JSON objects.
[[nodiscard]] std::string renderDevice(const domain::DeviceView& device);
[[nodiscard]] std::string renderMethod(const domain::MethodView& method);

// Gate and devices outlive the router.
void addDeviceRoutes(Router& router, ApiKeyGate& gate, domain::Devices& devices);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_DEVICES_H_
