#include "store/sqlite/directory_commands.h"

#include <map>
#include <utility>

#include "store/sqlite/domain_columns.h"
#include "store/sqlite/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadVersion(R"sql(
  SELECT version FROM directory_version WHERE id = 1
)sql");
constexpr Sql kRaiseVersion(R"sql(
  UPDATE directory_version SET version = version + 1 WHERE id = 1
)sql");

constexpr Sql kReadApplications(R"sql(
  SELECT application_id, organisation_id, name FROM applications
)sql");
constexpr Sql kReadProperties(R"sql(
  SELECT application_id, property, value FROM application_properties
)sql");
constexpr Sql kReadApiKeys(R"sql(
  SELECT api_key_id, organisation_id, name, secret_hash, role, created_at, revoked_at FROM api_keys
)sql");

constexpr Sql kInsertOrganisation(R"sql(
  INSERT INTO organisations (organisation_id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING
)sql");
constexpr Sql kFindOrganisation(R"sql(
  SELECT organisation_id FROM organisations WHERE name = ?
)sql");

constexpr Sql kInsertApplication(R"sql(
  INSERT INTO applications (application_id, organisation_id, name, created_at, changed_at) VALUES (?, ?, ?, ?, ?)
)sql");
constexpr Sql kTouchApplication(R"sql(
  UPDATE applications SET changed_at = ? WHERE application_id = ?
)sql");
constexpr Sql kDeleteProperties(R"sql(
  DELETE FROM application_properties WHERE application_id = ?
)sql");
constexpr Sql kInsertProperty(R"sql(
  INSERT INTO application_properties (application_id, property, value) VALUES (?, ?, ?)
)sql");

constexpr Sql kInsertApiKey(R"sql(
  INSERT INTO api_keys (api_key_id, organisation_id, name, secret_hash, role, created_at, revoked_at)
  VALUES (?, ?, ?, ?, ?, ?, ?)
)sql");
constexpr Sql kFindApiKey(R"sql(
  SELECT api_key_id FROM api_keys WHERE api_key_id = ?
)sql");
constexpr Sql kRevokeApiKey(R"sql(
  UPDATE api_keys SET revoked_at = ? WHERE api_key_id = ? AND revoked_at IS NULL
)sql");

std::map<ApplicationId, domain::Properties> readProperties(Connection& connection) {
  std::map<ApplicationId, domain::Properties> properties;
  for (auto& [application, property, value] :
       readRows<ApplicationId, std::string, std::string>(connection, kReadProperties)) {
    properties[application].emplace(std::move(property), std::move(value));
  }
  return properties;
}

void insertProperties(Connection& connection, const ApplicationId& application,
                      const domain::ApplicationConfiguration& configuration) {
  for (const auto& [property, value] : domain::propertiesOf(configuration)) {
    change(connection, kInsertProperty, application, property, value);
  }
}

}  // namespace

domain::DirectoryVersion readDirectoryVersion(Connection& connection) {
  return readValue<domain::DirectoryVersion>(connection, kReadVersion).value();
}

domain::Directory readDirectory(Connection& connection) {
  domain::Directory directory{.version = readDirectoryVersion(connection), .applications = {}, .api_keys = {}};
  const auto properties = readProperties(connection);
  for (auto& [id, organisation, name] :
       readRows<ApplicationId, domain::OrganisationId, std::string>(connection, kReadApplications)) {
    const auto own = properties.find(id);
    auto configuration = domain::parseConfiguration(own == properties.end() ? domain::Properties{} : own->second);
    if (!configuration) throwUnexpectedContent();
    directory.applications.emplace(
        id, domain::Application{
                .id = id, .organisation = organisation, .name = std::move(name), .configuration = *configuration});
  }
  for (auto& [id, organisation, name, secret_hash, role, created_at, revoked_at] :
       readRows<domain::ApiKeyId, domain::OrganisationId, std::string, crypto::Sha256Hash, domain::ApiKeyRole,
                TimePoint, std::optional<TimePoint>>(connection, kReadApiKeys)) {
    directory.api_keys.emplace(id, domain::ApiKey{.id = id,
                                                  .organisation = organisation,
                                                  .name = std::move(name),
                                                  .secret_hash = secret_hash,
                                                  .role = role,
                                                  .created_at = created_at,
                                                  .revoked_at = revoked_at});
  }
  return directory;
}

void createOrganisation(Connection& connection, const domain::OrganisationId& id, const std::string& name,
                        TimePoint now) {
  if (change(connection, kInsertOrganisation, id, name, now) > 0) change(connection, kRaiseVersion);
}

std::optional<domain::OrganisationId> findOrganisation(Connection& connection, const std::string& name) {
  return readValue<domain::OrganisationId>(connection, kFindOrganisation, name);
}

void createApplication(Connection& connection, const domain::Application& application, TimePoint now) {
  change(connection, kInsertApplication, application.id, application.organisation, application.name, now, now);
  insertProperties(connection, application.id, application.configuration);
  change(connection, kRaiseVersion);
}

bool setConfiguration(Connection& connection, const ApplicationId& application,
                      const domain::ApplicationConfiguration& configuration, TimePoint now) {
  if (change(connection, kTouchApplication, now, application) == 0) return false;
  change(connection, kDeleteProperties, application);
  insertProperties(connection, application, configuration);
  change(connection, kRaiseVersion);
  return true;
}

void createApiKey(Connection& connection, const domain::ApiKey& key) {
  change(connection, kInsertApiKey, key.id, key.organisation, key.name, key.secret_hash, key.role, key.created_at,
         key.revoked_at);
  change(connection, kRaiseVersion);
}

bool revokeApiKey(Connection& connection, const domain::ApiKeyId& id, TimePoint now) {
  if (!readValue<domain::ApiKeyId>(connection, kFindApiKey, id)) return false;
  if (change(connection, kRevokeApiKey, now, id) > 0) change(connection, kRaiseVersion);
  return true;
}

}  // namespace heliograph::store
