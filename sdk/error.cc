#include "sdk/error.h"

namespace heliograph::sdk {

std::string_view nameOf(ErrorCode code) {
  switch (code) {
    case ErrorCode::kInvalidInputFormat:
      return "INVALID_INPUT_FORMAT";
    case ErrorCode::kNotActivated:
      return "NOT_ACTIVATED";
    case ErrorCode::kWrongState:
      return "WRONG_STATE";
    case ErrorCode::kMethodNotAllowed:
      return "METHOD_NOT_ALLOWED";
    case ErrorCode::kNoSession:
      return "NO_SESSION";
    case ErrorCode::kExpiredSession:
      return "EXPIRED_SESSION";
    case ErrorCode::kAuthenticationFailed:
      return "AUTHENTICATION_FAILED";
    case ErrorCode::kLockedByAdmin:
      return "LOCKED_BY_ADMIN";
    case ErrorCode::kLocked:
      return "LOCKED";
    case ErrorCode::kIllegalAuthMethod:
      return "ILLEGAL_AUTH_METHOD";
    case ErrorCode::kNetworkUnavailable:
      return "NETWORK_UNAVAILABLE";
    case ErrorCode::kRejectedRequest:
      return "REJECTED_REQUEST";
    case ErrorCode::kTryLater:
      return "TRY_LATER";
    case ErrorCode::kUnexpectedAnswer:
      return "UNEXPECTED_ANSWER";
    case ErrorCode::kNotForThisDevice:
      return "NOT_FOR_THIS_DEVICE";
    case ErrorCode::kInvalidContext:
      return "INVALID_CONTEXT";
    case ErrorCode::kKeyStoreUnavailable:
      return "KEY_STORE_UNAVAILABLE";
    case ErrorCode::kKeyStoreInsecure:
      return "KEY_STORE_INSECURE";
    case ErrorCode::kBiometricNoMatch:
      return "BIOMETRIC_NO_MATCH";
    case ErrorCode::kBiometricCancelled:
      return "BIOMETRIC_CANCELLED";
    case ErrorCode::kBiometricEnrolmentChanged:
      return "BIOMETRIC_ENROLMENT_CHANGED";
  }
  return "";  // only for a number that no ErrorCode has
}

bool Error::isRecoverable() const {
  switch (code) {
    case ErrorCode::kInvalidInputFormat:  // nothing was done yet: the user types again
    case ErrorCode::kNetworkUnavailable:  // the repetition is a new message with keys of its own
    case ErrorCode::kTryLater:
    case ErrorCode::kBiometricNoMatch:
    case ErrorCode::kBiometricCancelled:
      return true;
    case ErrorCode::kAuthenticationFailed:  // the server keeps its session open as long as it tells of attempts
      return remaining_attempts.value_or(0) > 0;
    case ErrorCode::kNotActivated:
    case ErrorCode::kWrongState:
    case ErrorCode::kMethodNotAllowed:
    case ErrorCode::kNoSession:
    case ErrorCode::kExpiredSession:
    case ErrorCode::kLockedByAdmin:
    case ErrorCode::kLocked:
    case ErrorCode::kIllegalAuthMethod:
    case ErrorCode::kRejectedRequest:   // the repetition would carry the same clock and the same form
    case ErrorCode::kUnexpectedAnswer:  // somebody answers in the server's place: the user should know
    case ErrorCode::kNotForThisDevice:  // other verification data needs another start
    case ErrorCode::kInvalidContext:
    case ErrorCode::kKeyStoreUnavailable:  // nobody knows what was kept: start from what the store then says
    case ErrorCode::kKeyStoreInsecure:
    case ErrorCode::kBiometricEnrolmentChanged:
      return false;
  }
  return false;
}

}  // namespace heliograph::sdk
