// How an online method answers a challenge, and what its answer is bound to. Integers big-endian.
//
//   response   = HMAC-SHA256(key = OTP key of the method, "heliograph/online-response/1" || device id (16)
//                || method id (1) || session id (16) || challenge (32) || salt number (4) || salt (32) || subject (32))
//   subject    = what is agreed to:
//                authentication  SHA-256("heliograph/authentication/1" || title length (1) || title
//                                        || context length (1) || context), lengths 0 where there is none
//                add or update   SHA-256("heliograph/add-or-update/1" || method id (1) || phone random (32))

#ifndef HELIOGRAPH_PROTOCOL_ONLINE_PROOF_H_
#define HELIOGRAPH_PROTOCOL_ONLINE_PROOF_H_

#include <array>
#include <cstdint>
#include <optional>

#include "base/secret.h"
#include "base/uuid.h"
#include "crypto/hash.h"
#include "protocol/auth_method.h"
#include "protocol/context.h"
#include "protocol/ids.h"
#include "protocol/method_keys.h"

namespace heliograph::protocol {

using OnlineChallenge = std::array<std::uint8_t, 32>;
// Compare with crypto::equalInConstantTime only.
using OnlineResponse = std::array<std::uint8_t, 32>;

// What a device's next response has to hold besides its key. The server hands out a new one with every success, so two
// copies of one phone cannot both have the newest.
struct OnlineSalt {
  std::uint32_t number;  // from 1
  Secret<struct OnlineSaltTag, 32> value;
};

// A response with what the server needs to make it again.
struct OnlineProof {
  AuthMethod method;
  std::uint32_t salt_number;  // from 1
  OnlineResponse response;
};

// What a response agrees to.
using OnlineSubject = crypto::Sha256Hash;
[[nodiscard]] OnlineSubject authenticationSubject(const std::optional<Context>& title,
                                                  const std::optional<Context>& context);
// The method that is added, and the random that its new keys come from: a response cannot be moved to other keys.
[[nodiscard]] OnlineSubject addOrUpdateSubject(AuthMethod method, const PhoneRandom& phone_random);

struct OnlineQuestion {
  DeviceId device;
  AuthMethod method;  // that answers
  UuidBytes session;
  OnlineChallenge challenge;
  OnlineSubject subject;
};
[[nodiscard]] OnlineResponse onlineResponse(const OtpKey& key, const OnlineQuestion& question, const OnlineSalt& salt);

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_ONLINE_PROOF_H_
