// The registration: what the phone keeps about itself, in one record.
//
//   version 01 (1) || device id (16) || device ticket (16) || activated methods (2)
//   || rules of the OFFLINE_PIN (3) || rules of the DEVICE_PIN (3)
//   || allowed methods (2) || methods that may authorise an activation (2) || OTP length (1, 0 where none)
//   || rules of new PINs (3) || failures allowed (1)
//
//   rules = type (1) || minimum (1) || maximum (1)
//
// The rules of a PIN are those under which it was chosen: where the application's rules become stricter, a PIN in use
// must still be accepted, or its owner is shut out by the phone before the server hears of it.

#ifndef HELIOGRAPH_SDK_REGISTRATION_H_
#define HELIOGRAPH_SDK_REGISTRATION_H_

#include <optional>

#include "protocol/auth_method.h"
#include "protocol/device_messages.h"
#include "protocol/ids.h"
#include "protocol/pin.h"
#include "sdk/error.h"
#include "sdk/key_store.h"

namespace heliograph::sdk {

struct DeviceIdentity {
  DeviceId id;
  protocol::DeviceTicket ticket;
};

struct Registration {
  DeviceIdentity device;
  protocol::DeviceSettings settings;  // as the server last told them
  protocol::AuthMethodSet activated;
  protocol::PinRules offline_pin_rules;
  protocol::PinRules device_pin_rules;

  // The rules under which the PIN of an activated method was chosen.
  [[nodiscard]] const protocol::PinRules& chosenPinRules(protocol::AuthMethod method) const;

  // Adds the method; its PIN, if it has one, was chosen under `pin_rules`.
  void activate(protocol::AuthMethod method, const protocol::PinRules& pin_rules);
  // Takes the method away, and with it the rules of its PIN.
  void deactivate(protocol::AuthMethod method);
};

[[nodiscard]] KeyStoreChange recordOf(const Registration& registration);

// kNotActivated where there is none; kKeyStoreUnavailable, too, where the record is not one that recordOf() makes.
[[nodiscard]] Outcome<Registration> loadRegistration(KeyStore& key_store);

// Takes over what the server told; stored where it changed. Where that fails `registration` has the old settings.
[[nodiscard]] Outcome<void> keepSettings(KeyStore& key_store, Registration& registration,
                                         const protocol::DeviceSettings& settings);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_REGISTRATION_H_
