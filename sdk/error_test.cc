#include "sdk/error.h"

#include <gtest/gtest.h>

#include <string_view>

namespace heliograph::sdk {
namespace {

struct Case {
  ErrorCode code;
  int number;
  std::string_view name;
  bool recoverable;
};

constexpr Case kCases[] = {
    {ErrorCode::kInvalidInputFormat, 105, "INVALID_INPUT_FORMAT", true},
    {ErrorCode::kNotActivated, 106, "NOT_ACTIVATED", false},
    {ErrorCode::kWrongState, 110, "WRONG_STATE", false},
    {ErrorCode::kMethodNotAllowed, 129, "METHOD_NOT_ALLOWED", false},
    {ErrorCode::kNoSession, 208, "NO_SESSION", false},
    {ErrorCode::kExpiredSession, 209, "EXPIRED_SESSION", false},
    {ErrorCode::kAuthenticationFailed, 214, "AUTHENTICATION_FAILED", false},
    {ErrorCode::kLockedByAdmin, 224, "LOCKED_BY_ADMIN", false},
    {ErrorCode::kLocked, 226, "LOCKED", false},
    {ErrorCode::kIllegalAuthMethod, 231, "ILLEGAL_AUTH_METHOD", false},
    {ErrorCode::kNetworkUnavailable, 301, "NETWORK_UNAVAILABLE", true},
    {ErrorCode::kRejectedRequest, 302, "REJECTED_REQUEST", false},
    {ErrorCode::kTryLater, 303, "TRY_LATER", true},
    {ErrorCode::kUnexpectedAnswer, 304, "UNEXPECTED_ANSWER", false},
    {ErrorCode::kNotForThisDevice, 311, "NOT_FOR_THIS_DEVICE", false},
    {ErrorCode::kInvalidContext, 312, "INVALID_CONTEXT", false},
    {ErrorCode::kKeyStoreUnavailable, 321, "KEY_STORE_UNAVAILABLE", false},
    {ErrorCode::kKeyStoreInsecure, 322, "KEY_STORE_INSECURE", false},
    {ErrorCode::kBiometricNoMatch, 323, "BIOMETRIC_NO_MATCH", true},
    {ErrorCode::kBiometricCancelled, 324, "BIOMETRIC_CANCELLED", true},
    {ErrorCode::kBiometricEnrolmentChanged, 325, "BIOMETRIC_ENROLMENT_CHANGED", false},
};

TEST(Error, EveryCodeHasItsNumberNameAndRecoverability) {
  for (const Case& expected : kCases) {
    SCOPED_TRACE(expected.name);
    const Error error{expected.code, "why"};
    EXPECT_EQ(error.number(), expected.number);
    EXPECT_EQ(error.name(), expected.name);
    EXPECT_EQ(error.isRecoverable(), expected.recoverable);
  }
}

TEST(Error, AFailedAuthenticationIsRecoverableWhileAttemptsAreLeft) {
  EXPECT_TRUE((Error{ErrorCode::kAuthenticationFailed, "why", 1}.isRecoverable()));
  EXPECT_FALSE((Error{ErrorCode::kAuthenticationFailed, "why", 0}.isRecoverable()));
}

}  // namespace
}  // namespace heliograph::sdk
