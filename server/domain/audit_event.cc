#include "domain/audit_event.h"

namespace heliograph::domain {
namespace {

// The value between the first one and `last` that has this name.
template <class Enum>
std::optional<Enum> fromName(std::string_view name, Enum last) {
  for (int number = 0; number <= static_cast<int>(last); ++number) {
    const auto value = static_cast<Enum>(number);
    if (nameOf(value) == name) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view nameOf(AuditAction action) {
  switch (action) {
    case AuditAction::kOrganisationCreated:
      return "ORGANISATION_CREATED";
    case AuditAction::kApplicationCreated:
      return "APPLICATION_CREATED";
    case AuditAction::kConfigurationChanged:
      return "CONFIGURATION_CHANGED";
    case AuditAction::kApiKeyCreated:
      return "API_KEY_CREATED";
    case AuditAction::kApiKeyRevoked:
      return "API_KEY_REVOKED";
    case AuditAction::kCredentialsRefused:
      return "CREDENTIALS_REFUSED";
    case AuditAction::kConsoleSignedIn:
      return "CONSOLE_SIGNED_IN";
    case AuditAction::kEnrolmentCreated:
      return "ENROLMENT_CREATED";
    case AuditAction::kEnrolmentCancelled:
      return "ENROLMENT_CANCELLED";
    case AuditAction::kEnrolmentStarted:
      return "ENROLMENT_STARTED";
    case AuditAction::kMethodActivated:
      return "AUTH_METHOD_ACTIVATED";
    case AuditAction::kMethodDeactivated:
      return "AUTH_METHOD_DEACTIVATED";
    case AuditAction::kMethodLocked:
      return "AUTH_METHOD_LOCKED";
    case AuditAction::kMethodUnlocked:
      return "AUTH_METHOD_UNLOCKED";
    case AuditAction::kDeviceDeactivated:
      return "DEVICE_DEACTIVATED";
    case AuditAction::kDeviceLocked:
      return "DEVICE_LOCKED";
    case AuditAction::kDeviceUnlocked:
      return "DEVICE_UNLOCKED";
    case AuditAction::kAddOrUpdateStarted:
      return "ADD_OR_UPDATE_STARTED";
    case AuditAction::kAddOrUpdateAttempted:
      return "ADD_OR_UPDATE_ATTEMPTED";
    case AuditAction::kAuthenticationBegun:
      return "AUTHENTICATION_BEGUN";
    case AuditAction::kAuthenticationAttempted:
      return "AUTHENTICATION_ATTEMPTED";
    case AuditAction::kAuthenticationCancelled:
      return "AUTHENTICATION_CANCELLED";
    case AuditAction::kOfflineAuthenticationBegun:
      return "OFFLINE_AUTHENTICATION_BEGUN";
    case AuditAction::kOfflineAuthenticationAttempted:
      return "OFFLINE_AUTHENTICATION_ATTEMPTED";
    case AuditAction::kOfflineAuthenticationCancelled:
      return "OFFLINE_AUTHENTICATION_CANCELLED";
    case AuditAction::kMasterKeyRotated:
      return "MASTER_KEY_ROTATED";
    case AuditAction::kSessionsCleanedUp:
      return "SESSIONS_CLEANED_UP";
  }
  return {};
}

std::optional<AuditAction> auditActionFromName(std::string_view name) {
  return fromName(name, AuditAction::kSessionsCleanedUp);
}

std::string_view nameOf(AuditActor actor) {
  switch (actor) {
    case AuditActor::kApiKey:
      return "API_KEY";
    case AuditActor::kDevice:
      return "DEVICE";
    case AuditActor::kCommandLine:
      return "COMMAND_LINE";
    case AuditActor::kServer:
      return "SERVER";
    case AuditActor::kStranger:
      return "STRANGER";
  }
  return {};
}

std::optional<AuditActor> auditActorFromName(std::string_view name) { return fromName(name, AuditActor::kStranger); }

std::string_view nameOf(AuditOutcome outcome) {
  switch (outcome) {
    case AuditOutcome::kSuccess:
      return "SUCCESS";
    case AuditOutcome::kFailure:
      return "FAILURE";
    case AuditOutcome::kRefused:
      return "REFUSED";
  }
  return {};
}

std::optional<AuditOutcome> auditOutcomeFromName(std::string_view name) {
  return fromName(name, AuditOutcome::kRefused);
}

}  // namespace heliograph::domain
