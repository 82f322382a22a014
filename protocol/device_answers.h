// The answers to the calls of the device API, as bytes, by the type of the call (protocol/device_requests.h). Integers
// big-endian.
//
//   answer     = status (2) || remaining attempts (1, FF where none are counted) || body (empty unless status is 0)
//   01         device id (16) || device ticket (16) || settings (9)
//   02, 04     server random (32) || settings (9) || salt number (4) || salt (32)
//   03         session id (16) || challenge (32) || settings (9)
//   06         session id (16) || challenge (32) || methods (2) || title length (1) || title || context length (1)
//              || context || settings (9)
//   07         settings (9) || salt number (4) || salt (32)
//   05, 08, 09 (nothing)
//   settings   = allowed methods (2) || methods that may authorise an activation (2) || OTP length (1, 0 where none)
//                || PIN type (1) || PIN minimum (1) || PIN maximum (1) || failures allowed (1)
//
// A reader refuses an unknown status, a value outside its bounds and any byte too few or too many.

#ifndef HELIOGRAPH_PROTOCOL_DEVICE_ANSWERS_H_
#define HELIOGRAPH_PROTOCOL_DEVICE_ANSWERS_H_

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "protocol/auth_method.h"
#include "protocol/context.h"
#include "protocol/device_requests.h"
#include "protocol/ids.h"
#include "protocol/method_keys.h"
#include "protocol/online_proof.h"
#include "protocol/otp.h"
#include "protocol/pin.h"

namespace heliograph::protocol {

// The phone's copy of its application's configuration.
struct DeviceSettings {
  AuthMethodSet allowed;
  AuthMethodSet allowed_to_authorise;  // ALLOWED_AUTH_METHODS_FOR_AUTH_AND_ACTIVATE
  std::optional<OtpLength> otp_length;
  PinRules pin;
  std::uint8_t failures_allowed = 3;
  friend bool operator==(const DeviceSettings&, const DeviceSettings&) = default;
};

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
  OnlineSalt salt;
};
struct AddOrUpdateStarted {
  AddOrUpdateSessionId session;
  OnlineChallenge challenge;
  DeviceSettings settings;
};
struct DeviceDeactivated {};
struct AuthenticationStarted {
  AuthenticationSessionId session;
  OnlineChallenge challenge;
  AuthMethodSet auth_methods;    // online ones that may answer, at least one
  std::optional<Context> title;  // one line: no LF
  std::optional<Context> context;
  DeviceSettings settings;
};
struct AuthenticationFinished {
  DeviceSettings settings;
  OnlineSalt salt;
};
struct AuthenticationCancelled {};
struct MethodDeactivated {};
// The call was understood and refused.
struct Refused {
  DeviceStatus status;  // never kOk
  std::optional<std::uint8_t> remaining_attempts = std::nullopt;
};

[[nodiscard]] SecretBytes encode(const EnrolmentStarted& answer);
[[nodiscard]] SecretBytes encode(const MethodActivated& answer);
[[nodiscard]] SecretBytes encode(const AddOrUpdateStarted& answer);
[[nodiscard]] SecretBytes encode(const DeviceDeactivated& answer);
[[nodiscard]] SecretBytes encode(const AuthenticationStarted& answer);
[[nodiscard]] SecretBytes encode(const AuthenticationFinished& answer);
[[nodiscard]] SecretBytes encode(const AuthenticationCancelled& answer);
[[nodiscard]] SecretBytes encode(const MethodDeactivated& answer);
[[nodiscard]] SecretBytes encode(const Refused& answer);

// The phone knows which answer it waits for. The outer Result is malformed or not, the inner one accepted or refused.
template <class Answer>
using AnswerResult = Result<Result<Answer, Refused>, DeviceMessageError>;
[[nodiscard]] AnswerResult<EnrolmentStarted> decodeEnrolmentStarted(ByteView plaintext);
[[nodiscard]] AnswerResult<MethodActivated> decodeMethodActivated(ByteView plaintext);
[[nodiscard]] AnswerResult<AddOrUpdateStarted> decodeAddOrUpdateStarted(ByteView plaintext);
[[nodiscard]] AnswerResult<DeviceDeactivated> decodeDeviceDeactivated(ByteView plaintext);
[[nodiscard]] AnswerResult<AuthenticationStarted> decodeAuthenticationStarted(ByteView plaintext);
[[nodiscard]] AnswerResult<AuthenticationFinished> decodeAuthenticationFinished(ByteView plaintext);
[[nodiscard]] AnswerResult<AuthenticationCancelled> decodeAuthenticationCancelled(ByteView plaintext);
[[nodiscard]] AnswerResult<MethodDeactivated> decodeMethodDeactivated(ByteView plaintext);

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_DEVICE_ANSWERS_H_
