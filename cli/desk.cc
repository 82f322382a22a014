#include "cli/desk.h"

#include "cli/command_line_origin.h"
#include "command_line/exit_code.h"

namespace heliograph::cli {

Desk::Desk(const std::filesystem::path& server_file)
    : file_(readServerFile(server_file)),
      installation_(openInstallation(file_, random_, clock_)),
      domain_(*installation_.store, installation_.key_ring, installation_.channel_key, random_, domain::nobody(),
              file_.rules),
      origin_(commandLineOrigin()) {}

domain::OrganisationId Desk::organisationNamed(const std::string& name) {
  const auto found = store().findOrganisation(name);
  if (!found) refuse(domain::AdministrationError::kUnknownOrganisation, name);
  return *found;
}

domain::OrganisationId Desk::organisationMadeFor(const std::string& name) {
  const auto organisation = domain_.administration.organisationNamed(name, origin_, now());
  if (!organisation) refuse(organisation.error(), name);
  return organisation->id;
}

void refuse(domain::AdministrationError error, const std::string& subject) {
  using domain::AdministrationError;
  switch (error) {
    case AdministrationError::kUnknownOrganisation:
      throw CommandFailure(ExitCode::kNo, subject + ": no such organisation");
    case AdministrationError::kUnknownApplication:
      throw CommandFailure(ExitCode::kNo, subject + ": no such application");
    case AdministrationError::kUnknownApiKey:
      throw CommandFailure(ExitCode::kNo, subject + ": no such key");
    case AdministrationError::kNameTaken:
      throw CommandFailure(ExitCode::kNo, subject + ": the name is taken");
    case AdministrationError::kInvalidName:
      throw CommandFailure(ExitCode::kUsage, "a name has 1 to 128 bytes of UTF-8 and no control characters");
    case AdministrationError::kInvalidExpiry:
      throw CommandFailure(ExitCode::kUsage, subject + ": the expiry is not in the future");
    case AdministrationError::kLostRace:
      throw CommandFailure(ExitCode::kUnavailable, subject + ": somebody else is changing it; try again");
  }
  throw CommandFailure(ExitCode::kNo, subject);
}

void refuse(const domain::ConfigurationRefusal& refusal, const std::string& subject) {
  if (refusal.invalid) throw CommandFailure(ExitCode::kUnusable, refusal.invalid->message);
  refuse(refusal.other.value(), subject);
}

}  // namespace heliograph::cli
