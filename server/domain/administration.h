// Administration: organisations, applications and their configuration, API keys. Of all organisations: whoever gets
// here is an administrator.

#ifndef HELIOGRAPH_SERVER_DOMAIN_ADMINISTRATION_H_
#define HELIOGRAPH_SERVER_DOMAIN_ADMINISTRATION_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "domain/api_keys.h"
#include "domain/audit_event.h"
#include "domain/directory.h"
#include "domain/label.h"
#include "domain/store.h"

namespace heliograph::domain {

inline constexpr std::size_t kMaxNameSize = kMaxLabelSize;  // of organisations, applications and keys

enum class AdministrationError {
  kUnknownOrganisation,
  kUnknownApplication,
  kUnknownApiKey,
  kNameTaken,      // of an organisation
  kInvalidName,    // no label (domain/label.h)
  kInvalidExpiry,  // not in the future
  kLostRace,       // the configuration is not at the expected version any more
};

template <class Value>
using AdministrationResult = Result<Value, AdministrationError>;

// What to do about a configuration: which error where the properties are no configuration, else why it was not set.
struct ConfigurationRefusal {
  std::optional<ConfigurationError> invalid;
  std::optional<AdministrationError> other;
};

// Thread-safe. Throws what the store throws. `origin` says who did it, for the audit log.
class Administration {
 public:
  Administration(Store& store, Random& random) : store_(store), random_(random) {}

  [[nodiscard]] AdministrationResult<Organisation> createOrganisation(std::string name, const AuditOrigin& origin,
                                                                      TimePoint now);
  [[nodiscard]] std::vector<Organisation> organisations();
  [[nodiscard]] AdministrationResult<Organisation> findOrganisation(const OrganisationId& id);
  // The organisation of this name; where there is none it is made.
  [[nodiscard]] AdministrationResult<Organisation> organisationNamed(const std::string& name, const AuditOrigin& origin,
                                                                     TimePoint now);

  [[nodiscard]] Result<Application, ConfigurationRefusal> createApplication(const OrganisationId& organisation,
                                                                            std::string name,
                                                                            const Properties& properties,
                                                                            const AuditOrigin& origin, TimePoint now);
  [[nodiscard]] std::vector<Application> applications();
  [[nodiscard]] AdministrationResult<Application> findApplication(const ApplicationId& id);

  // Replaces the whole configuration: what `properties` leave out gets its default. With `expected`, kLostRace where
  // the configuration is at another version. Where it already is so, nothing is written and the version stays.
  [[nodiscard]] Result<Application, ConfigurationRefusal> replaceConfiguration(
      const ApplicationId& id, const Properties& properties, std::optional<ConfigurationVersion> expected,
      const AuditOrigin& origin, TimePoint now);
  // Sets the given properties and leaves the others; an empty value sets the default.
  [[nodiscard]] Result<Application, ConfigurationRefusal> changeConfiguration(
      const ApplicationId& id, const Properties& properties, std::optional<ConfigurationVersion> expected,
      const AuditOrigin& origin, TimePoint now);
  // What replaceConfiguration() and changeConfiguration() would make of it, judged in full; nothing is written. Version
  // and time of the answer are those of the configuration that there is.
  [[nodiscard]] Result<Application, ConfigurationRefusal> tryReplacement(const ApplicationId& id,
                                                                         const Properties& properties,
                                                                         std::optional<ConfigurationVersion> expected);
  [[nodiscard]] Result<Application, ConfigurationRefusal> tryChange(const ApplicationId& id,
                                                                    const Properties& properties,
                                                                    std::optional<ConfigurationVersion> expected);
  // The newest first.
  [[nodiscard]] AdministrationResult<std::vector<ConfigurationChange>> configurationHistory(const ApplicationId& id);

  [[nodiscard]] AdministrationResult<NewApiKey> createApiKey(const ApiKeyRequest& request, const AuditOrigin& origin,
                                                             TimePoint now);
  [[nodiscard]] std::vector<ApiKey> apiKeys();
  [[nodiscard]] AdministrationResult<ApiKey> findApiKey(const ApiKeyId& id);
  // Revoking twice keeps the first time.
  [[nodiscard]] AdministrationResult<ApiKey> revokeApiKey(const ApiKeyId& id, const AuditOrigin& origin, TimePoint now);

 private:
  // The properties to set, given the configuration as it is.
  using PropertiesFrom = std::function<Properties(const ApplicationConfiguration& before)>;
  struct Judged {
    Application before;
    ApplicationConfiguration configuration;
  };

  [[nodiscard]] Result<Judged, ConfigurationRefusal> judge(const ApplicationId& id,
                                                           const PropertiesFrom& properties_from,
                                                           std::optional<ConfigurationVersion> expected);
  [[nodiscard]] Result<Application, ConfigurationRefusal> tryConfiguration(
      const ApplicationId& id, const PropertiesFrom& properties_from, std::optional<ConfigurationVersion> expected);
  [[nodiscard]] Result<Application, ConfigurationRefusal> setConfiguration(const ApplicationId& id,
                                                                           const PropertiesFrom& properties_from,
                                                                           std::optional<ConfigurationVersion> expected,
                                                                           const AuditOrigin& origin, TimePoint now);
  [[nodiscard]] ConfigurationRecord recordConfiguration(const Application& before,
                                                        const ApplicationConfiguration& configuration,
                                                        const AuditOrigin& origin, TimePoint now);

  Store& store_;
  Random& random_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_ADMINISTRATION_H_
