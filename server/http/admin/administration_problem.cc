#include "http/admin/administration_problem.h"

#include <string>

namespace heliograph::http {

Problem problemOf(domain::AdministrationError error) {
  switch (error) {
    case domain::AdministrationError::kUnknownOrganisation:
      return {ProblemCode::kUnknownOrganisation, "organisation_id: there is no such organisation"};
    case domain::AdministrationError::kUnknownApplication:
      return {ProblemCode::kUnknownApplication, "there is no such application"};
    case domain::AdministrationError::kUnknownApiKey:
      return {ProblemCode::kUnknownApiKey, "there is no such API key"};
    case domain::AdministrationError::kNameTaken:
      return {ProblemCode::kNameTaken, "name: another organisation has it"};
    case domain::AdministrationError::kInvalidName:
      return malformed("name: it must have 1 to " + std::to_string(domain::kMaxNameSize) +
                       " bytes of UTF-8 without control characters");
    case domain::AdministrationError::kInvalidExpiry:
      return malformed("expires_at: it must be in the future");
    case domain::AdministrationError::kLostRace:
      return {ProblemCode::kPreconditionFailed, "If-Match: the configuration is at another version"};
  }
  return {ProblemCode::kInternalError, {}};
}

Problem problemOf(const domain::ConfigurationRefusal& refusal) {
  if (refusal.invalid) return {ProblemCode::kInvalidConfiguration, refusal.invalid->message};
  if (refusal.other) return problemOf(*refusal.other);
  return {ProblemCode::kInternalError, {}};
}

}  // namespace heliograph::http
