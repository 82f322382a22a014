#include "domain/administration.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "domain/races.h"

namespace heliograph::domain {
namespace {

template <class Key, class Value>
std::vector<Value> valuesOf(const std::map<Key, Value>& rows) {
  std::vector<Value> values;
  values.reserve(rows.size());
  for (const auto& [key, value] : rows) values.push_back(value);
  return values;
}

template <class Key, class Value>
AdministrationResult<Value> find(const std::map<Key, Value>& rows, const Key& key, AdministrationError missing) {
  const auto found = rows.find(key);
  if (found == rows.end()) return fail(missing);
  return found->second;
}

tl::unexpected<ConfigurationRefusal> refuse(ConfigurationError error) {
  return fail(ConfigurationRefusal{.invalid = std::move(error), .other = std::nullopt});
}
tl::unexpected<ConfigurationRefusal> refuse(AdministrationError error) {
  return fail(ConfigurationRefusal{.invalid = std::nullopt, .other = error});
}

// The names of the properties that differ, joined by commas. All of them together are longer than a detail may be: what
// does not fit is "...", and in the configuration's history.
std::string changedProperties(const ApplicationConfiguration& before, const ApplicationConfiguration& after) {
  constexpr std::string_view kMore = ",...";
  const Properties old_values = propertiesOf(before);
  std::string names;
  for (const auto& [name, value] : propertiesOf(after)) {
    if (old_values.at(name) == value) continue;
    if (names.size() + 1 + name.size() + kMore.size() > kMaxAuditDetailSize) return names.append(kMore);
    if (!names.empty()) names += ',';
    names += name;
  }
  return names;
}

Application withConfiguration(Application application, const ApplicationConfiguration& configuration, TimePoint now) {
  application.configuration = configuration;
  ++application.configuration_version;
  application.changed_at = now;
  return application;
}

// The functions live no longer than `properties`.
auto replacedBy(const Properties& properties) {
  return [&properties](const ApplicationConfiguration&) { return properties; };
}
auto changedBy(const Properties& properties) {
  return [&properties](const ApplicationConfiguration& before) {
    Properties all = propertiesOf(before);
    for (const auto& [name, value] : properties) all.insert_or_assign(name, value);
    return all;
  };
}

AuditEvent eventOf(AuditAction action, const Application& application, const AuditOrigin& origin, TimePoint now) {
  return {.at = now,
          .origin = origin,
          .action = action,
          .organisation = application.organisation,
          .application = application.id};
}

AuditEvent eventOf(AuditAction action, const ApiKey& key, const AuditOrigin& origin, TimePoint now) {
  return {.at = now, .origin = origin, .action = action, .organisation = key.organisation, .detail = key.id.text()};
}

}  // namespace

// --- organisations ---------------------------------------------------------------------------------------------------

AdministrationResult<Organisation> Administration::createOrganisation(std::string name, const AuditOrigin& origin,
                                                                      TimePoint now) {
  if (!isLabel(name)) return fail(AdministrationError::kInvalidName);
  Organisation organisation{.id = OrganisationId::random(random_), .name = std::move(name), .created_at = now};
  const AuditEvent event{
      .at = now, .origin = origin, .action = AuditAction::kOrganisationCreated, .organisation = organisation.id};
  if (!store_.createOrganisation(organisation, {event})) return fail(AdministrationError::kNameTaken);
  return organisation;
}

std::vector<Organisation> Administration::organisations() { return valuesOf(store_.loadDirectory().organisations); }

AdministrationResult<Organisation> Administration::findOrganisation(const OrganisationId& id) {
  return find(store_.loadDirectory().organisations, id, AdministrationError::kUnknownOrganisation);
}

AdministrationResult<Organisation> Administration::organisationNamed(const std::string& name, const AuditOrigin& origin,
                                                                     TimePoint now) {
  if (const auto known = store_.findOrganisation(name)) return findOrganisation(*known);
  auto created = createOrganisation(name, origin, now);
  if (created || created.error() != AdministrationError::kNameTaken) return created;
  // Somebody else was faster: the name's owner is whom the store says.
  const auto faster = store_.findOrganisation(name);
  if (!faster) return created;
  return findOrganisation(*faster);
}

// --- applications ----------------------------------------------------------------------------------------------------

Result<Application, ConfigurationRefusal> Administration::createApplication(const OrganisationId& organisation,
                                                                            std::string name,
                                                                            const Properties& properties,
                                                                            const AuditOrigin& origin, TimePoint now) {
  if (!isLabel(name)) return refuse(AdministrationError::kInvalidName);
  if (const auto known = findOrganisation(organisation); !known) return refuse(known.error());
  const auto configuration = parseConfiguration(properties);
  if (!configuration) return refuse(configuration.error());
  Application application{.id = ApplicationId::random(random_),
                          .organisation = organisation,
                          .name = std::move(name),
                          .configuration = *configuration,
                          .created_at = now,
                          .changed_at = now};
  store_.createApplication(application, origin, {eventOf(AuditAction::kApplicationCreated, application, origin, now)});
  return application;
}

std::vector<Application> Administration::applications() { return valuesOf(store_.loadDirectory().applications); }

AdministrationResult<Application> Administration::findApplication(const ApplicationId& id) {
  return find(store_.loadDirectory().applications, id, AdministrationError::kUnknownApplication);
}

Result<Application, ConfigurationRefusal> Administration::replaceConfiguration(
    const ApplicationId& id, const Properties& properties, std::optional<ConfigurationVersion> expected,
    const AuditOrigin& origin, TimePoint now) {
  return setConfiguration(id, replacedBy(properties), expected, origin, now);
}

Result<Application, ConfigurationRefusal> Administration::changeConfiguration(
    const ApplicationId& id, const Properties& properties, std::optional<ConfigurationVersion> expected,
    const AuditOrigin& origin, TimePoint now) {
  return setConfiguration(id, changedBy(properties), expected, origin, now);
}

Result<Application, ConfigurationRefusal> Administration::tryReplacement(const ApplicationId& id,
                                                                         const Properties& properties,
                                                                         std::optional<ConfigurationVersion> expected) {
  return tryConfiguration(id, replacedBy(properties), expected);
}

Result<Application, ConfigurationRefusal> Administration::tryChange(const ApplicationId& id,
                                                                    const Properties& properties,
                                                                    std::optional<ConfigurationVersion> expected) {
  return tryConfiguration(id, changedBy(properties), expected);
}

Result<Administration::Judged, ConfigurationRefusal> Administration::judge(
    const ApplicationId& id, const PropertiesFrom& properties_from, std::optional<ConfigurationVersion> expected) {
  auto before = findApplication(id);
  if (!before) return refuse(before.error());
  if (expected && *expected != before->configuration_version) return refuse(AdministrationError::kLostRace);
  auto configuration = parseConfiguration(properties_from(before->configuration));
  if (!configuration) return refuse(configuration.error());
  return Judged{.before = *std::move(before), .configuration = *std::move(configuration)};
}

Result<Application, ConfigurationRefusal> Administration::tryConfiguration(
    const ApplicationId& id, const PropertiesFrom& properties_from, std::optional<ConfigurationVersion> expected) {
  return judge(id, properties_from, expected).map([](Judged judged) {
    judged.before.configuration = judged.configuration;
    return judged.before;
  });
}

Result<Application, ConfigurationRefusal> Administration::setConfiguration(const ApplicationId& id,
                                                                           const PropertiesFrom& properties_from,
                                                                           std::optional<ConfigurationVersion> expected,
                                                                           const AuditOrigin& origin, TimePoint now) {
  for (int race = 0; race < kMaxRaces; ++race) {
    const auto judged = judge(id, properties_from, expected);
    if (!judged) return fail(judged.error());
    const auto& [before, configuration] = *judged;
    if (configuration == before.configuration) return before;

    switch (recordConfiguration(before, configuration, origin, now)) {
      case ConfigurationRecord::kRecorded:
        return withConfiguration(before, configuration, now);
      case ConfigurationRecord::kUnknownApplication:
        return refuse(AdministrationError::kUnknownApplication);
      case ConfigurationRecord::kLostRace:
        break;  // if a version is expected, the next look finds another one
    }
  }
  throwTooManyRaces();
}

ConfigurationRecord Administration::recordConfiguration(const Application& before,
                                                        const ApplicationConfiguration& configuration,
                                                        const AuditOrigin& origin, TimePoint now) {
  AuditEvent event = eventOf(AuditAction::kConfigurationChanged, before, origin, now);
  event.detail = changedProperties(before.configuration, configuration);
  return store_.setConfiguration(before.id, before.configuration_version, configuration, now, origin, {event});
}

AdministrationResult<std::vector<ConfigurationChange>> Administration::configurationHistory(const ApplicationId& id) {
  if (const auto known = findApplication(id); !known) return fail(known.error());
  return store_.configurationHistory(id);
}

// --- API keys --------------------------------------------------------------------------------------------------------

AdministrationResult<NewApiKey> Administration::createApiKey(const ApiKeyRequest& request, const AuditOrigin& origin,
                                                             TimePoint now) {
  if (!isLabel(request.name)) return fail(AdministrationError::kInvalidName);
  if (request.expires_at && *request.expires_at <= now) return fail(AdministrationError::kInvalidExpiry);
  if (const auto known = findOrganisation(request.organisation); !known) return fail(known.error());
  NewApiKey made = makeApiKey(request, random_, now);
  store_.createApiKey(made.key, {eventOf(AuditAction::kApiKeyCreated, made.key, origin, now)});
  return made;
}

std::vector<ApiKey> Administration::apiKeys() { return valuesOf(store_.loadDirectory().api_keys); }

AdministrationResult<ApiKey> Administration::findApiKey(const ApiKeyId& id) {
  return find(store_.loadDirectory().api_keys, id, AdministrationError::kUnknownApiKey);
}

AdministrationResult<ApiKey> Administration::revokeApiKey(const ApiKeyId& id, const AuditOrigin& origin,
                                                          TimePoint now) {
  auto key = findApiKey(id);
  if (!key) return key;
  const AuditEvent event = eventOf(AuditAction::kApiKeyRevoked, *key, origin, now);
  if (!store_.revokeApiKey(id, now, {event})) return fail(AdministrationError::kUnknownApiKey);
  return findApiKey(id);
}

}  // namespace heliograph::domain
