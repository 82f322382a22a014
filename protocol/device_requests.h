// The calls of the device API, as bytes. Integers big-endian.
//
//   request    = type (1) || timestamp, Unix ms (8) || request id (16) || body
//   01 StartEnrolment        application id (16) || device public key (65) || code length (1) || activation code
//   all others               device id (16) || device ticket (16) || body || signature (64)
//   02 FinishEnrolment       method id (1) || phone random (32)
//   03 StartAddOrUpdate      (nothing)
//   04 FinishAddOrUpdate     session id (16) || proof (37) || method id (1) || phone random (32)
//   05 DeactivateDevice      (nothing)
//   06 StartAuthentication   (nothing)
//   07 FinishAuthentication  session id (16) || proof (37)
//   08 CancelAuthentication  session id (16)
//   09 DeactivateMethod      method id (1)
//
//   signature  = ECDSA P-256 SHA-256 by the device's key over
//                "heliograph/device-request/1" || enc (65) || every byte of the request before the signature
//   proof      = method id (1) || salt number (4, not 0) || response (32): how an online method answers a challenge
//                (protocol/online_proof.h)
//
// A reader refuses an unknown type, a value outside its bounds and any byte too few or too many.

#ifndef HELIOGRAPH_PROTOCOL_DEVICE_REQUESTS_H_
#define HELIOGRAPH_PROTOCOL_DEVICE_REQUESTS_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <variant>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/uuid.h"
#include "crypto/p256.h"
#include "protocol/auth_method.h"
#include "protocol/ids.h"
#include "protocol/method_keys.h"
#include "protocol/online_proof.h"

namespace heliograph::protocol {

using RequestId = Id<struct RequestIdTag>;
using AddOrUpdateSessionId = Id<struct AddOrUpdateSessionIdTag>;
using AuthenticationSessionId = Id<struct AuthenticationSessionIdTag>;
// Proves to the server, before it looks anything up, that it once issued this device id.
using DeviceTicket = std::array<std::uint8_t, 16>;

// How far a request's timestamp may be from the server's clock. Request ids are remembered as long.
inline constexpr std::chrono::minutes kRequestTimeTolerance{5};

inline constexpr std::size_t kMaxActivationCodeSize = 64;

struct StartEnrolment {
  ApplicationId application;
  crypto::P256PublicKey device_key;
  SecretBytes activation_code;
};
struct FinishEnrolment {
  AuthMethod method;
  PhoneRandom phone_random;
};
struct StartAddOrUpdate {};
struct FinishAddOrUpdate {
  AddOrUpdateSessionId session;
  OnlineProof proof;  // by the authorising method
  AuthMethod method;
  PhoneRandom phone_random;
};
struct DeactivateDevice {};
struct StartAuthentication {};
struct FinishAuthentication {
  AuthenticationSessionId session;
  OnlineProof proof;
};
struct CancelAuthentication {
  AuthenticationSessionId session;
};
struct DeactivateMethod {
  AuthMethod method;
};

struct RequestHeader {
  TimePoint timestamp;
  RequestId id;
};

// The calls that only an enrolled device makes.
using SignedBody = std::variant<FinishEnrolment, StartAddOrUpdate, FinishAddOrUpdate, DeactivateDevice,
                                StartAuthentication, FinishAuthentication, CancelAuthentication, DeactivateMethod>;

struct SignedRequest {
  RequestHeader header;
  DeviceId device;
  DeviceTicket ticket;
  SignedBody body;
};

struct EnrolmentRequest {
  RequestHeader header;
  StartEnrolment body;
};

[[nodiscard]] SecretBytes encode(const EnrolmentRequest& request);

// Everything before the signature.
[[nodiscard]] SecretBytes encodeUnsigned(const SignedRequest& request);
// What the device signs: label || enc || unsigned_request.
[[nodiscard]] SecretBytes signatureInput(const crypto::P256Point& encapsulated_key, ByteView unsigned_request);

// A signed request as it came, its signature not yet verified: the key is looked up by `request.device` first.
struct ReceivedSignedRequest {
  SignedRequest request;
  SecretBytes unsigned_bytes;
  crypto::P256Signature signature;

  [[nodiscard]] bool isSignedBy(const crypto::P256PublicKey& device_key,
                                const crypto::P256Point& encapsulated_key) const;
};

enum class DeviceMessageError { kTruncated, kTrailingBytes, kUnknownType, kUnknownMethod, kInvalidKey, kInvalidValue };

[[nodiscard]] Result<std::variant<EnrolmentRequest, ReceivedSignedRequest>, DeviceMessageError> decodeRequest(
    ByteView plaintext);

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_DEVICE_REQUESTS_H_
