// The two keys of a method, and how phone and server come to share them.
//
//   data key (offline) opens verification data; it can not make an OTP
//   OTP key  (offline) makes OTPs
//   device key, response key: the same two for the online methods (possession; what answers a challenge)
//
//   PRK = HKDF-Extract(salt = phone random (32) || server random (32), the channel's exported secret)
//   offline: data key = HKDF-Expand(PRK, "heliograph/data-key/1" || device id (16) || method id (1), 32)
//            OTP key  = HKDF-Expand(PRK, "heliograph/otp-key/1"  || device id (16) || method id (1), 32)
//   online:  data key = HKDF-Expand(PRK, "heliograph/online-key/1/data" || device id || method id, 32)
//            OTP key  = HKDF-Expand(PRK, "heliograph/online-key/1/response" || device id || method id, 32)

#ifndef HELIOGRAPH_PROTOCOL_METHOD_KEYS_H_
#define HELIOGRAPH_PROTOCOL_METHOD_KEYS_H_

#include <array>
#include <cstdint>

#include "base/secret.h"
#include "protocol/auth_method.h"
#include "protocol/ids.h"

namespace heliograph::protocol {

using DataKey = Secret<struct DataKeyTag, 32>;
using OtpKey = Secret<struct OtpKeyTag, 32>;
// What the channel of the activating message exports for this purpose (protocol/channel.h).
using KeyAgreementSecret = Secret<struct KeyAgreementSecretTag, 32>;

using PhoneRandom = Secret<struct PhoneRandomTag, 32>;
using ServerRandom = Secret<struct ServerRandomTag, 32>;

struct MethodKeys {
  DataKey data_key;
  OtpKey otp_key;  // of an online method: the key that answers challenges
};

[[nodiscard]] MethodKeys deriveMethodKeys(const KeyAgreementSecret& secret, const PhoneRandom& phone_random,
                                          const ServerRandom& server_random, const DeviceId& device, AuthMethod method);

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_METHOD_KEYS_H_
