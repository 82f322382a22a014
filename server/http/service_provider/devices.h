// Devices in the service provider API.
//
//   GET /api/smart-device/v1/devices/{id}
//   GET /api/smart-device/v1/devices?user_reference=&application_id=&cursor=   -> {devices, next_cursor?}

#ifndef HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_DEVICES_H_
#define HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_DEVICES_H_

#include <string>

#include "domain/devices.h"
#include "http/router.h"
#include "http/service_provider/api_key_gate.h"

namespace heliograph::http {

// A device as the interface shows it: a JSON object.
[[nodiscard]] std::string renderDevice(const domain::DeviceView& device);

// Gate and devices outlive the router.
void addDeviceRoutes(Router& router, ApiKeyGate& gate, domain::Devices& devices);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_DEVICES_H_
