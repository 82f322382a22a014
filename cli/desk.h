// Administration at the command line: the domain over the database of a configuration file.

#ifndef HELIOGRAPH_CLI_DESK_H_
#define HELIOGRAPH_CLI_DESK_H_

#include <filesystem>
#include <string>

#include "cli/installation.h"
#include "cli/server_file.h"
#include "domain/domain.h"

namespace heliograph::cli {

// Its parts refer to each other, so it stays where it was made.
class Desk {
 public:
  // Throws CommandFailure where file, database or master key cannot be used.
  explicit Desk(const std::filesystem::path& server_file);
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  [[nodiscard]] const ServerFile& file() const { return file_; }
  [[nodiscard]] Installation& installation() { return installation_; }
  [[nodiscard]] domain::Store& store() { return *installation_.store; }
  [[nodiscard]] domain::Domain& domain() { return domain_; }
  [[nodiscard]] Random& random() { return random_; }
  [[nodiscard]] const domain::AuditOrigin& origin() const { return origin_; }
  [[nodiscard]] TimePoint now() const { return clock_.now(); }

  // The organisation of this name. Throws CommandFailure (kNo) where there is none.
  [[nodiscard]] domain::OrganisationId organisationNamed(const std::string& name);
  // The same; made where there is none.
  [[nodiscard]] domain::OrganisationId organisationMadeFor(const std::string& name);

 private:
  crypto::SystemRandom random_;
  SystemClock clock_;
  ServerFile file_;
  Installation installation_;
  domain::Domain domain_;
  domain::AuditOrigin origin_;
};

// What went wrong, as a line on stderr. `subject` is what the user typed.
[[noreturn]] void refuse(domain::AdministrationError error, const std::string& subject);
[[noreturn]] void refuse(const domain::ConfigurationRefusal& refusal, const std::string& subject);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_DESK_H_
