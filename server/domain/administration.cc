#include "domain/administration.h"

#include <utility>

namespace heliograph::domain {

Result<Application, ConfigurationError> Administration::createApplication(const std::string& organisation,
                                                                          std::string name,
                                                                          const Properties& properties, TimePoint now) {
  const auto configuration = parseConfiguration(properties);
  if (!configuration) return fail(configuration.error());
  Application application{.id = ApplicationId::random(random_),
                          .organisation = organisationNamed(organisation, now),
                          .name = std::move(name),
                          .configuration = *configuration};
  store_.createApplication(application, now);
  return application;
}

Result<std::optional<Application>, ConfigurationError> Administration::setProperties(const ApplicationId& id,
                                                                                     const Properties& properties,
                                                                                     TimePoint now) {
  std::optional<Application> application = findApplication(id);
  if (!application) return std::nullopt;
  Properties merged = propertiesOf(application->configuration);
  for (const auto& [name, value] : properties) merged.insert_or_assign(name, value);
  const auto configuration = parseConfiguration(merged);
  if (!configuration) return fail(configuration.error());
  application->configuration = *configuration;
  if (!store_.setConfiguration(id, *configuration, now)) return std::nullopt;
  return application;
}

std::vector<Application> Administration::applications() {
  std::vector<Application> applications;
  for (const auto& [id, application] : store_.loadDirectory().applications) applications.push_back(application);
  return applications;
}

std::optional<Application> Administration::findApplication(const ApplicationId& id) {
  const Directory directory = store_.loadDirectory();
  const auto found = directory.applications.find(id);
  return found == directory.applications.end() ? std::nullopt : std::optional(found->second);
}

NewApiKey Administration::createApiKey(const std::string& organisation, std::string name, TimePoint now) {
  NewApiKey made = makeApiKey(organisationNamed(organisation, now), std::move(name), random_, now);
  store_.createApiKey(made.key);
  return made;
}

std::vector<ApiKey> Administration::apiKeys() {
  std::vector<ApiKey> keys;
  for (const auto& [id, key] : store_.loadDirectory().api_keys) keys.push_back(key);
  return keys;
}

bool Administration::revokeApiKey(const ApiKeyId& id, TimePoint now) { return store_.revokeApiKey(id, now); }

OrganisationId Administration::organisationNamed(const std::string& name, TimePoint now) {
  if (const auto known = store_.findOrganisation(name)) return *known;
  const auto id = OrganisationId::random(random_);
  store_.createOrganisation(id, name, now);
  // Somebody else may have been faster: the name's owner is whom the store says.
  return store_.findOrganisation(name).value_or(id);
}

}  // namespace heliograph::domain
