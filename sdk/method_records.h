// The keys of one activated method at rest (docs/protocol.md section 5).
//
//   methods/<method>/data-key    data key (32)                                    released to this device
//   methods/<method>/otp-key     *_DEVICE     OTP key (32)                        released to this device
//                                *_PIN        salt (16) || masked OTP key (32)    released to this device
//                                biometrics   OTP key (32)                        released by a fresh match
//
// <method> is the API name in lower case with hyphens, as in methods/offline-pin/otp-key.

#ifndef HELIOGRAPH_SDK_METHOD_RECORDS_H_
#define HELIOGRAPH_SDK_METHOD_RECORDS_H_

#include <optional>
#include <vector>

#include "base/random.h"
#include "protocol/auth_method.h"
#include "protocol/method_keys.h"
#include "protocol/pin.h"
#include "sdk/error.h"
#include "sdk/key_store.h"

namespace heliograph::sdk {

// The changes that store `keys` in the place of any old ones of the method. Requires a PIN exactly where the method
// uses one.
[[nodiscard]] std::vector<KeyStoreChange> recordsOf(protocol::AuthMethod method, const protocol::MethodKeys& keys,
                                                    const std::optional<protocol::Pin>& pin, Random& random);

// The changes that remove all keys of the method.
[[nodiscard]] std::vector<KeyStoreChange> removalOf(protocol::AuthMethod method);

[[nodiscard]] Outcome<protocol::DataKey> readDataKey(KeyStore& key_store, protocol::AuthMethod method);

// Asks the user where the method is biometric. With a wrong PIN this is a wrong key, and nothing here can tell.
// kBiometricEnrolmentChanged, too, where the platform has destroyed the key before.
[[nodiscard]] Outcome<protocol::OtpKey> readOtpKey(KeyStore& key_store, protocol::AuthMethod method,
                                                   const std::optional<protocol::Pin>& pin);

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_METHOD_RECORDS_H_
