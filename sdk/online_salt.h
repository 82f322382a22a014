// The salt that this device's next online response must hold, in a record of its own.
//
//   online-salt    number (4, not 0) || salt (32)    released to this device
//
// Of its own, because it changes with every success online, when no key does. It goes with the registration and not
// before: the server expects it from whatever method answers next.

#ifndef HELIOGRAPH_SDK_ONLINE_SALT_H_
#define HELIOGRAPH_SDK_ONLINE_SALT_H_

#include "protocol/online_proof.h"
#include "sdk/error.h"
#include "sdk/key_store.h"

namespace heliograph::sdk {

// The change that stores `salt` in the place of the old one.
[[nodiscard]] KeyStoreChange recordOf(const protocol::OnlineSalt& salt);

// kKeyStoreUnavailable, too, where there is none or the record is not one that recordOf() makes.
[[nodiscard]] Outcome<protocol::OnlineSalt> readOnlineSalt(KeyStore& key_store);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_ONLINE_SALT_H_
