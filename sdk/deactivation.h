// Taking the device off, or one of its methods: the server forgets it, then the phone removes its keys.
//
// Where the server cannot be told nothing is removed: else its keys would stay good there, and nobody would know. A
// server that knows of nothing to forget counts as told, so that a lost answer does not keep the keys here for ever.

#ifndef HELIOGRAPH_SDK_DEACTIVATION_H_
#define HELIOGRAPH_SDK_DEACTIVATION_H_

#include "protocol/auth_method.h"
#include "sdk/environment.h"
#include "sdk/error.h"

namespace heliograph::sdk {

// With local_only the server is not told, and a damaged registration is no obstacle.
[[nodiscard]] Outcome<void> deactivate(const Environment& environment, bool local_only);

// Removes the method's keys and its mark in the registration in one commit. kMethodNotAllowed where it is not activated
// here. With local_only the server is not told.
[[nodiscard]] Outcome<void> deactivateAuthMethod(const Environment& environment, protocol::AuthMethod method,
                                                 bool local_only);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_DEACTIVATION_H_
