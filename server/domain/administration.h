// Administration: organisations, applications and their configuration, API keys.

#ifndef HELIOGRAPH_SERVER_DOMAIN_ADMINISTRATION_H_
#define HELIOGRAPH_SERVER_DOMAIN_ADMINISTRATION_H_

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "domain/api_keys.h"
#include "domain/application_configuration.h"
#include "domain/store.h"

namespace heliograph::domain {

// Thread-safe. Throws what the store throws.
class Administration {
 public:
  Administration(Store& store, Random& random) : store_(store), random_(random) {}

  // Where the organisation does not exist yet it is made.
  [[nodiscard]] Result<Application, ConfigurationError> createApplication(const std::string& organisation,
                                                                          std::string name,
                                                                          const Properties& properties, TimePoint now);
  // Sets the given properties and leaves the others. Nothing where there is no such application.
  [[nodiscard]] Result<std::optional<Application>, ConfigurationError> setProperties(const ApplicationId& id,
                                                                                     const Properties& properties,
                                                                                     TimePoint now);
  [[nodiscard]] std::vector<Application> applications();
  [[nodiscard]] std::optional<Application> findApplication(const ApplicationId& id);

  // Where the organisation does not exist yet it is made.
  [[nodiscard]] NewApiKey createApiKey(const std::string& organisation, std::string name, TimePoint now);
  [[nodiscard]] std::vector<ApiKey> apiKeys();
  [[nodiscard]] bool revokeApiKey(const ApiKeyId& id, TimePoint now);

 private:
  [[nodiscard]] OrganisationId organisationNamed(const std::string& name, TimePoint now);

  Store& store_;
  Random& random_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_ADMINISTRATION_H_
