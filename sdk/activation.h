// The conversation that enrols this device: an activation code becomes a device id, then a first method.
//
//   start    a signing key; StartEnrolment -> device id, ticket, settings. No registration is stored yet.
//   finish   FinishEnrolment -> the method's keys; registration and keys are stored in one commit.
//
// The server binds the code to the first signing key that brings it. So the key stays until an activation is finished,
// with the record "device-public-key" (65) beside it: after a lost answer or a restart, the same code starts again
// with the same key. A finish that is repeated makes new keys for the method.

#ifndef HELIOGRAPH_SDK_ACTIVATION_H_
#define HELIOGRAPH_SDK_ACTIVATION_H_

#include <string_view>

#include "protocol/device_messages.h"
#include "sdk/auth_parameter.h"
#include "sdk/environment.h"
#include "sdk/error.h"
#include "sdk/registration.h"

namespace heliograph::sdk {

struct OpenActivation {
  DeviceIdentity device;
  protocol::DeviceSettings settings;

  // The online methods that are allowed and possible here: an offline method can only be added.
  [[nodiscard]] protocol::AuthMethodSet authMethods(const KeyStore& key_store) const;
};

[[nodiscard]] Outcome<OpenActivation> startActivation(const Environment& environment, std::string_view activation_code);

[[nodiscard]] Outcome<void> finishActivation(const Environment& environment, const OpenActivation& activation,
                                             const AuthParameter& parameter);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_ACTIVATION_H_
