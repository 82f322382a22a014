#include "domain/refusal.h"

#include <gtest/gtest.h>

namespace heliograph::domain {
namespace {

TEST(RefusalCode, HasTheNameThatTheAuditLogSays) {
  const struct {
    RefusalCode code;
    std::string_view name;
  } rows[] = {
      {RefusalCode::kRevokedKey, "REVOKED_KEY"},
      {RefusalCode::kMalformedRequest, "MALFORMED_REQUEST"},
      {RefusalCode::kInvalidContext, "INVALID_CONTEXT"},
      {RefusalCode::kInvalidOtp, "INVALID_OTP"},
      {RefusalCode::kUnknownApplication, "UNKNOWN_APPLICATION"},
      {RefusalCode::kUnknownEnrolment, "UNKNOWN_ENROLMENT"},
      {RefusalCode::kUnknownDevice, "UNKNOWN_DEVICE"},
      {RefusalCode::kUnknownSession, "UNKNOWN_SESSION"},
      {RefusalCode::kIdempotencyKeyReused, "IDEMPOTENCY_KEY_REUSED"},
      {RefusalCode::kTooManyRequests, "TOO_MANY_REQUESTS"},
      {RefusalCode::kMethodNotAllowed, "AUTH_METHOD_NOT_ALLOWED"},
      {RefusalCode::kMethodNotActivated, "AUTH_METHOD_NOT_ACTIVATED"},
      {RefusalCode::kSessionNotOpen, "SESSION_NOT_OPEN"},
      {RefusalCode::kDeviceLocked, "DEVICE_LOCKED"},
      {RefusalCode::kMethodLocked, "METHOD_LOCKED"},
  };
  for (const auto& row : rows) EXPECT_EQ(nameOf(row.code), row.name);
}

}  // namespace
}  // namespace heliograph::domain
