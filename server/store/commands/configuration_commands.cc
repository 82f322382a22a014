#include "store/commands/configuration_commands.h"

#include <optional>
#include <string>
#include <utility>

#include "store/commands/audit_rows.h"
#include "store/commands/directory_commands.h"
#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadApplications(R"sql(
  SELECT application_id, organisation_id, name, configuration_version, created_at, changed_at FROM applications
)sql");
constexpr Sql kReadProperties(R"sql(
  SELECT p.application_id, p.property, p.value FROM applications a CROSS JOIN configuration_properties p
  ON p.application_id = a.application_id AND p.version = a.configuration_version
)sql");

constexpr Sql kInsertApplication(R"sql(
  INSERT INTO applications (application_id, organisation_id, name, configuration_version, created_at, changed_at)
  VALUES (?, ?, ?, ?, ?, ?)
)sql");
constexpr Sql kReadVersion(R"sql(
  SELECT configuration_version FROM applications WHERE application_id = ?
)sql");
constexpr Sql kSetVersion(R"sql(
  UPDATE applications SET configuration_version = ?, changed_at = ? WHERE application_id = ?
)sql");
constexpr Sql kInsertChange(R"sql(
  INSERT INTO configuration_changes (application_id, version, changed_at, changed_by) VALUES (?, ?, ?, ?)
)sql");
constexpr Sql kInsertProperty(R"sql(
  INSERT INTO configuration_properties (application_id, version, property, value) VALUES (?, ?, ?, ?)
)sql");

constexpr Sql kReadChanges(R"sql(
  SELECT version, changed_at, changed_by FROM configuration_changes WHERE application_id = ? ORDER BY version DESC
)sql");
constexpr Sql kReadPropertiesOfChange(R"sql(
  SELECT property, value FROM configuration_properties WHERE application_id = ? AND version = ?
)sql");

std::map<ApplicationId, domain::Properties> readProperties(Connection& connection) {
  std::map<ApplicationId, domain::Properties> properties;
  for (auto& [application, property, value] :
       readRows<ApplicationId, std::string, std::string>(connection, kReadProperties)) {
    properties[application].emplace(std::move(property), std::move(value));
  }
  return properties;
}

domain::ApplicationConfiguration configurationOf(const domain::Properties& properties) {
  auto configuration = domain::parseConfiguration(properties);
  if (!configuration) throwUnexpectedContent();
  return *std::move(configuration);
}

void insertChange(Connection& connection, const ApplicationId& application, domain::ConfigurationVersion version,
                  const domain::ApplicationConfiguration& configuration, TimePoint now,
                  const domain::AuditOrigin& origin) {
  change(connection, kInsertChange, application, version, now, origin.api_key);
  for (const auto& [property, value] : domain::propertiesOf(configuration)) {
    change(connection, kInsertProperty, application, version, property, value);
  }
}

}  // namespace

std::map<ApplicationId, domain::Application> readApplications(Connection& connection) {
  std::map<ApplicationId, domain::Application> applications;
  auto properties = readProperties(connection);
  for (auto& [id, organisation, name, version, created_at, changed_at] :
       readRows<ApplicationId, domain::OrganisationId, std::string, domain::ConfigurationVersion, TimePoint, TimePoint>(
           connection, kReadApplications)) {
    applications.emplace(id, domain::Application{.id = id,
                                                 .organisation = organisation,
                                                 .name = std::move(name),
                                                 .configuration = configurationOf(properties[id]),
                                                 .configuration_version = version,
                                                 .created_at = created_at,
                                                 .changed_at = changed_at});
  }
  return applications;
}

void createApplication(Connection& connection, const domain::Application& application,
                       const domain::AuditOrigin& origin, const domain::AuditTrail& audit) {
  connection.takeDirectory();
  change(connection, kInsertApplication, application.id, application.organisation, application.name,
         application.configuration_version, application.created_at, application.changed_at);
  insertChange(connection, application.id, application.configuration_version, application.configuration,
               application.created_at, origin);
  raiseDirectoryVersion(connection);
  recordAudit(connection, audit);
}

domain::ConfigurationRecord setConfiguration(Connection& connection, const ApplicationId& application,
                                             domain::ConfigurationVersion expected,
                                             const domain::ApplicationConfiguration& configuration, TimePoint now,
                                             const domain::AuditOrigin& origin, const domain::AuditTrail& audit) {
  connection.takeDirectory();
  const auto version = readValue<domain::ConfigurationVersion>(connection, kReadVersion, application);
  if (!version) return domain::ConfigurationRecord::kUnknownApplication;
  if (*version != expected) return domain::ConfigurationRecord::kLostRace;
  change(connection, kSetVersion, expected + 1, now, application);
  insertChange(connection, application, expected + 1, configuration, now, origin);
  raiseDirectoryVersion(connection);
  recordAudit(connection, audit);
  return domain::ConfigurationRecord::kRecorded;
}

std::vector<domain::ConfigurationChange> configurationHistory(Connection& connection,
                                                              const ApplicationId& application) {
  std::vector<domain::ConfigurationChange> history;
  for (const auto& [version, at, changed_by] :
       readRows<domain::ConfigurationVersion, TimePoint, std::optional<domain::ApiKeyId>>(connection, kReadChanges,
                                                                                          application)) {
    domain::ConfigurationChange change{.version = version, .at = at, .changed_by = changed_by, .properties = {}};
    for (auto& [property, value] :
         readRows<std::string, std::string>(connection, kReadPropertiesOfChange, application, version)) {
      change.properties.emplace(std::move(property), std::move(value));
    }
    history.push_back(std::move(change));
  }
  return history;
}

}  // namespace heliograph::store
