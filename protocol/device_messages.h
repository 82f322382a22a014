// What the channel carries (protocol/channel.h): the calls of the device API, their answers, and how a call proves that
// the owner of the phone agrees.

#ifndef HELIOGRAPH_PROTOCOL_DEVICE_MESSAGES_H_
#define HELIOGRAPH_PROTOCOL_DEVICE_MESSAGES_H_

#include "protocol/device_answers.h"   // IWYU pragma: export
#include "protocol/device_requests.h"  // IWYU pragma: export
#include "protocol/online_proof.h"     // IWYU pragma: export

#endif  // HELIOGRAPH_PROTOCOL_DEVICE_MESSAGES_H_
