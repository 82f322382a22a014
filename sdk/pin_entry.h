// The PIN in an AuthParameter, checked before anything is computed or asked of the key store.

#ifndef HELIOGRAPH_SDK_PIN_ENTRY_H_
#define HELIOGRAPH_SDK_PIN_ENTRY_H_

#include <optional>

#include "protocol/pin.h"
#include "sdk/auth_parameter.h"
#include "sdk/error.h"

namespace heliograph::sdk {

// The PIN where the method uses one, nothing where it does not. kInvalidInputFormat where a PIN is missing, breaks
// `rules`, or was given for a method without one.
[[nodiscard]] Outcome<std::optional<protocol::Pin>> enteredPin(const AuthParameter& parameter,
                                                               const protocol::PinRules& rules);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_PIN_ENTRY_H_
