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
#include "http/fields.h"
#include "http/json.h"
#include "http/router.h"

namespace heliograph::http {

// A device, and one of its methods, as the interface shows them.
[[nodiscard]] Json toJson(const domain::DeviceView& device);
[[nodiscard]] Json toJson(const domain::MethodView& method);

// What the routes do to a device of the caller's organisation. The admin API does the same (admin/devices.h).
[[nodiscard]] Outcome findDevice(const Call& call, domain::Devices& devices, const DeviceId& id);
[[nodiscard]] Outcome lockDevice(const Call& call, domain::Devices& devices, const DeviceId& id);
[[nodiscard]] Outcome unlockDevice(const Call& call, domain::Devices& devices, const DeviceId& id);
[[nodiscard]] Outcome removeDevice(const Call& call, domain::Devices& devices, const DeviceId& id);
// A page of what fits user_reference, application_id and cursor of the query.
[[nodiscard]] Outcome searchDevices(const Call& call, domain::Devices& devices, const Fields& query);

// Gate and devices outlive the router.
void addDeviceRoutes(Router& router, ApiKeyGate& gate, domain::Devices& devices);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_DEVICES_H_
