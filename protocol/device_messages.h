// What the channel carries: the calls of the device API and their answers, as bytes. Integers big-endian.
//
//   request    = type (1) || timestamp, Unix ms (8) || request id (16) || body
//   01 StartEnrolment       application id (16) || device public key (65) || code length (1) || activation code
//   all others              device id (16) || device ticket (16) || body || signature (64)
//   02 FinishEnrolment      method id (1) || phone random (32)
//   03 StartAddOrUpdate     (nothing)
//   04 FinishAddOrUpdate    session id (16) || authorising method id (1) || response (32) || method id (1) || phone
//   random (32) 05 DeactivateDevice     (nothing)
//
//   signature  = ECDSA P-256 SHA-256 by the device's key over
//                "heliograph/device-request/1" || enc (65) || every byte of the request before the signature
//   response   = HMAC-SHA256(key = OTP key of the authorising method,
//                "heliograph/online-response/1" || device id (16) || method id (1) || session id (16) || challenge
//                (32))
//
//   answer     = status (2) || remaining attempts (1, FF where none are counted) || body (empty unless status is 0)
//   01         device id (16) || device ticket (16) || settings (9)
//   02, 04     server random (32) || settings (9)
//   03         session id (16) || challenge (32) || settings (9)
//   05         (nothing)
//   settings   = allowed methods (2) || methods that may authorise an activation (2) || OTP length (1, 0 where none)
//                || PIN type (1) || PIN minimum (1) || PIN maximum (1) || failures allowed (1)
//
// A reader refuses an unknown type, a value outside its bounds and any byte too few or too many.

#ifndef HELIOGRAPH_PROTOCOL_DEVICE_MESSAGES_H_
#define HELIOGRAPH_PROTOCOL_DEVICE_MESSAGES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/p256.h"
#include "protocol/auth_method.h"
#include "protocol/ids.h"
#include "protocol/method_keys.h"
#include "protocol/otp.h"
#include "protocol/pin.h"

namespace heliograph::protocol {

using RequestId = Id<struct RequestIdTag>;
using AddOrUpdateSessionId = Id<struct AddOrUpdateSessionIdTag>;
// Proves to the server, before it looks anything up, that it once issued this device id.
using DeviceTicket = std::array<std::uint8_t, 16>;
using OnlineChallenge = std::array<std::uint8_t, 32>;
using OnlineResponse = std::array<std::uint8_t, 32>;

// How far a request's timestamp may be from the server's clock. Request ids are remembered as long.
inline constexpr std::chrono::minutes kRequestTimeTolerance{5};

inline constexpr std::size_t kMaxActivationCodeSize = 64;

// The phone's copy of its application's configuration.
struct DeviceSettings {
  AuthMethodSet allowed;
  AuthMethodSet allowed_to_authorise;  // ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE
  std::optional<OtpLength> otp_length;
  PinRules pin;
  std::uint8_t failures_allowed = 3;
  friend bool operator==(const DeviceSettings&, const DeviceSettings&) = default;
};

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
  AuthMethod authorising_method;
  OnlineResponse response;
  AuthMethod method;
  PhoneRandom phone_random;
};
struct DeactivateDevice {};

struct RequestHeader {
  TimePoint timestamp;
  RequestId id;
};

// The calls that only an enrolled device makes.
using SignedBody = std::variant<FinishEnrolment, StartAddOrUpdate, FinishAddOrUpdate, DeactivateDevice>;

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

// Status of an answer: 0, or the number of the SDK's error that the phone reports (sdk/error.h).
enum class DeviceStatus : std::uint16_t {
  kOk = 0,
  kNotActivated = 106,      // the device is unknown, removed, or not signed with its key
  kMethodNotAllowed = 129,  // the configuration does not allow this method here
  kNoSession = 208,         // no such enrolment or session (a wrong activation code, too)
  kSessionExpired = 209,
  kAuthenticationFailed = 214,  // wrong response; remaining attempts tell how many are left
  kLockedByAdmin = 224,
  kLocked = 226,             // attempts are spent
  kIllegalAuthMethod = 231,  // the authorising method may not authorise
  kRejectedRequest = 302,    // malformed, replayed, or a timestamp too far from the server's clock
  kTryLater = 303,           // too many requests; repeat later
};

struct EnrolmentStarted {
  DeviceId device;
  DeviceTicket ticket;
  DeviceSettings settings;
};
struct MethodActivated {
  ServerRandom server_random;
  DeviceSettings settings;
};
struct AddOrUpdateStarted {
  AddOrUpdateSessionId session;
  OnlineChallenge challenge;
  DeviceSettings settings;
};
struct DeviceDeactivated {};
// The call was understood and refused.
struct Refused {
  DeviceStatus status;  // never kOk
  std::optional<std::uint8_t> remaining_attempts = std::nullopt;
};

[[nodiscard]] SecretBytes encode(const EnrolmentStarted& answer);
[[nodiscard]] SecretBytes encode(const MethodActivated& answer);
[[nodiscard]] SecretBytes encode(const AddOrUpdateStarted& answer);
[[nodiscard]] SecretBytes encode(const DeviceDeactivated& answer);
[[nodiscard]] SecretBytes encode(const Refused& answer);

// The phone knows which answer it waits for. The outer Result is malformed or not, the inner one accepted or refused.
template <class Answer>
using AnswerResult = Result<Result<Answer, Refused>, DeviceMessageError>;
[[nodiscard]] AnswerResult<EnrolmentStarted> decodeEnrolmentStarted(ByteView plaintext);
[[nodiscard]] AnswerResult<MethodActivated> decodeMethodActivated(ByteView plaintext);
[[nodiscard]] AnswerResult<AddOrUpdateStarted> decodeAddOrUpdateStarted(ByteView plaintext);
[[nodiscard]] AnswerResult<DeviceDeactivated> decodeDeviceDeactivated(ByteView plaintext);

[[nodiscard]] OnlineResponse onlineResponse(const OtpKey& key, const DeviceId& device, AuthMethod method,
                                            const AddOrUpdateSessionId& session, const OnlineChallenge& challenge);

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_DEVICE_MESSAGES_H_
