// The device API: sealed messages of the phone (protocol/channel.h), in and out.
//
//   POST /api/device/v1/messages   application/octet-stream, at most kMaxChannelMessageSize bytes
//
// No key of HTTP's guards it: who a message comes from is proved inside of it.

#ifndef HELIOGRAPH_SERVER_HTTP_DEVICE_MESSAGES_H_
#define HELIOGRAPH_SERVER_HTTP_DEVICE_MESSAGES_H_

#include "base/clock.h"
#include "domain/device_calls.h"
#include "http/router.h"

namespace heliograph::http {

// Device calls and clock outlive the router.
void addDeviceMessageRoutes(Router& router, domain::DeviceCalls& device_calls, const Clock& clock);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_DEVICE_MESSAGES_H_
