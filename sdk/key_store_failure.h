// What a failure of the key store means to the controller's caller.

#ifndef HELIOGRAPH_SDK_KEY_STORE_FAILURE_H_
#define HELIOGRAPH_SDK_KEY_STORE_FAILURE_H_

#include "sdk/error.h"
#include "sdk/key_store.h"

namespace heliograph::sdk {

// kNotFound becomes kKeyStoreUnavailable: a record that the registration speaks of is not there. Callers for whom it
// means something else ask before.
[[nodiscard]] Error errorOf(KeyStoreError error);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_KEY_STORE_FAILURE_H_
