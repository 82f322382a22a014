#include "domain/audit_event.h"

#include <gtest/gtest.h>

namespace heliograph::domain {
namespace {

TEST(AuditEvent, ItsActionHasANameAndTheNameTheAction) {
  constexpr std::pair<AuditAction, std::string_view> kNames[] = {
      {AuditAction::kOrganisationCreated, "ORGANISATION_CREATED"},
      {AuditAction::kApplicationCreated, "APPLICATION_CREATED"},
      {AuditAction::kConfigurationChanged, "CONFIGURATION_CHANGED"},
      {AuditAction::kApiKeyCreated, "API_KEY_CREATED"},
      {AuditAction::kApiKeyRevoked, "API_KEY_REVOKED"},
      {AuditAction::kCredentialsRefused, "CREDENTIALS_REFUSED"},
      {AuditAction::kConsoleSignedIn, "CONSOLE_SIGNED_IN"},
      {AuditAction::kEnrolmentCreated, "ENROLMENT_CREATED"},
      {AuditAction::kEnrolmentCancelled, "ENROLMENT_CANCELLED"},
      {AuditAction::kEnrolmentStarted, "ENROLMENT_STARTED"},
      {AuditAction::kMethodActivated, "AUTH_METHOD_ACTIVATED"},
      {AuditAction::kMethodDeactivated, "AUTH_METHOD_DEACTIVATED"},
      {AuditAction::kMethodLocked, "AUTH_METHOD_LOCKED"},
      {AuditAction::kMethodUnlocked, "AUTH_METHOD_UNLOCKED"},
      {AuditAction::kDeviceDeactivated, "DEVICE_DEACTIVATED"},
      {AuditAction::kDeviceLocked, "DEVICE_LOCKED"},
      {AuditAction::kDeviceUnlocked, "DEVICE_UNLOCKED"},
      {AuditAction::kAddOrUpdateStarted, "ADD_OR_UPDATE_STARTED"},
      {AuditAction::kAddOrUpdateAttempted, "ADD_OR_UPDATE_ATTEMPTED"},
      {AuditAction::kAuthenticationBegun, "AUTHENTICATION_BEGUN"},
      {AuditAction::kAuthenticationAttempted, "AUTHENTICATION_ATTEMPTED"},
      {AuditAction::kAuthenticationCancelled, "AUTHENTICATION_CANCELLED"},
      {AuditAction::kOfflineAuthenticationBegun, "OFFLINE_AUTHENTICATION_BEGUN"},
      {AuditAction::kOfflineAuthenticationAttempted, "OFFLINE_AUTHENTICATION_ATTEMPTED"},
      {AuditAction::kOfflineAuthenticationCancelled, "OFFLINE_AUTHENTICATION_CANCELLED"},
      {AuditAction::kMasterKeyRotated, "MASTER_KEY_ROTATED"},
      {AuditAction::kSessionsCleanedUp, "SESSIONS_CLEANED_UP"},
  };
  for (const auto& [action, name] : kNames) {
    EXPECT_EQ(nameOf(action), name);
    EXPECT_EQ(auditActionFromName(name), action) << name;
  }
}

TEST(AuditEvent, ItsActorHasANameAndTheNameTheActor) {
  constexpr std::pair<AuditActor, std::string_view> kNames[] = {
      {AuditActor::kApiKey, "API_KEY"}, {AuditActor::kDevice, "DEVICE"},     {AuditActor::kCommandLine, "COMMAND_LINE"},
      {AuditActor::kServer, "SERVER"},  {AuditActor::kStranger, "STRANGER"},
  };
  for (const auto& [actor, name] : kNames) {
    EXPECT_EQ(nameOf(actor), name);
    EXPECT_EQ(auditActorFromName(name), actor) << name;
  }
}

TEST(AuditEvent, ItsOutcomeHasANameAndTheNameTheOutcome) {
  constexpr std::pair<AuditOutcome, std::string_view> kNames[] = {
      {AuditOutcome::kSuccess, "SUCCESS"}, {AuditOutcome::kFailure, "FAILURE"}, {AuditOutcome::kRefused, "REFUSED"}};
  for (const auto& [outcome, name] : kNames) {
    EXPECT_EQ(nameOf(outcome), name);
    EXPECT_EQ(auditOutcomeFromName(name), outcome) << name;
  }
}

TEST(AuditEvent, OtherNamesAreNone) {
  for (const std::string_view name : {"", "device_locked", "DEVICE_LOCKED ", "METHOD_LOCKED", "SUCCES"}) {
    EXPECT_FALSE(auditActionFromName(name)) << name;
    EXPECT_FALSE(auditActorFromName(name)) << name;
    EXPECT_FALSE(auditOutcomeFromName(name)) << name;
  }
}

}  // namespace
}  // namespace heliograph::domain
