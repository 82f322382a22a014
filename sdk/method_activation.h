// The phone's half of activating a method: its share of the keys, and keeping them once the server has answered.

#ifndef HELIOGRAPH_SDK_METHOD_ACTIVATION_H_
#define HELIOGRAPH_SDK_METHOD_ACTIVATION_H_

#include <optional>

#include "protocol/auth_method.h"
#include "protocol/device_messages.h"
#include "protocol/method_keys.h"
#include "protocol/pin.h"
#include "sdk/auth_parameter.h"
#include "sdk/environment.h"
#include "sdk/error.h"
#include "sdk/registration.h"

namespace heliograph::sdk {

// The methods of `methods` that the platform can protect.
[[nodiscard]] protocol::AuthMethodSet possibleHere(const KeyStore& key_store, protocol::AuthMethodSet methods);

// kMethodNotAllowed where the settings do not allow the method or the platform cannot protect it.
[[nodiscard]] Outcome<void> requireAllowed(const KeyStore& key_store, const protocol::DeviceSettings& settings,
                                           protocol::AuthMethod method);

// A method that is being activated: what its owner entered and what the phone contributes to its keys.
struct MethodActivation {
  protocol::AuthMethod method;
  std::optional<protocol::Pin> pin;
  protocol::PinRules pin_rules;  // under which it was chosen
  protocol::PhoneRandom phone_random;

  // kInvalidInputFormat where the PIN breaks `pin_rules`.
  [[nodiscard]] static Outcome<MethodActivation> begin(const AuthParameter& parameter,
                                                       const protocol::PinRules& pin_rules, Random& random);

  // Derives the keys as the server did and commits them together with the answer's salt and the registration, whose
  // settings are now those of the answer. Where the commit fails the store holds what it held; the server has the new
  // keys already, so the method has to be activated again.
  [[nodiscard]] Outcome<void> complete(const Environment& environment, const Registration& registration,
                                       const protocol::KeyAgreementSecret& secret,
                                       const protocol::MethodActivated& answer) const;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_METHOD_ACTIVATION_H_
