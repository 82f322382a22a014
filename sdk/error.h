// The SDK's errors: a number, a name and whether the same finish call may be repeated.
//
// The numbers below 300 are those of the field's existing mobile SDKs where the meaning is the same.

#ifndef HELIOGRAPH_SDK_ERROR_H_
#define HELIOGRAPH_SDK_ERROR_H_

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace heliograph::sdk {

enum class ErrorCode : int {
  kInvalidInputFormat = 105,  // a PIN, code, configuration or verification data that breaks its format
  kNotActivated = 106,
  kWrongState = 110,        // another operation is open, or none is
  kMethodNotAllowed = 129,  // the application's configuration does not allow this method here
  kNoSession = 208,         // no such session or enrolment on the server (a wrong activation code, too)
  kExpiredSession = 209,
  kAuthenticationFailed = 214,  // wrong PIN, online; remaining_attempts tells how many are left
  kLockedByAdmin = 224,
  kLocked = 226,             // attempts are spent
  kIllegalAuthMethod = 231,  // this method cannot do what was asked
  kNetworkUnavailable = 301,
  kRejectedRequest = 302,  // the server did not accept the message: malformed, replayed, or the clock is wrong
  kTryLater = 303,
  kUnexpectedAnswer = 304,  // not an answer of the server whose channel key the application carries
  kNotForThisDevice = 311,  // verification data for another device or method, or altered
  kInvalidContext = 312,    // verification data whose context must not be shown
  kKeyStoreUnavailable = 321,
  kKeyStoreInsecure = 322,  // others can read it
  kBiometricNoMatch = 323,
  kBiometricCancelled = 324,
  kBiometricEnrolmentChanged = 325,  // the key is gone for good: add the method again
};

[[nodiscard]] std::string_view nameOf(ErrorCode code);

struct Error {
  ErrorCode code;
  std::string detail;  // one sentence that names what is at fault; never a secret
  std::optional<int> remaining_attempts = std::nullopt;

  [[nodiscard]] int number() const { return static_cast<int>(code); }
  [[nodiscard]] std::string_view name() const { return nameOf(code); }
  // A recoverable error leaves the operation open: the same finish call may be repeated without a new start.
  [[nodiscard]] bool isRecoverable() const;
};

template <class Value>
using Outcome = Result<Value, Error>;

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_ERROR_H_
