// Taking the device off: the server forgets it, then the phone removes its keys.

#ifndef HELIOGRAPH_SDK_DEACTIVATION_H_
#define HELIOGRAPH_SDK_DEACTIVATION_H_

#include "sdk/environment.h"
#include "sdk/error.h"

namespace heliograph::sdk {

// With local_only the server is not told, and a damaged registration is no obstacle. Else it is told first, and where
// that fails nothing is removed; a server that knows the device no longer counts as told, so that a lost answer does
// not keep the keys here for ever.
[[nodiscard]] Outcome<void> deactivate(const Environment& environment, bool local_only);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_DEACTIVATION_H_
