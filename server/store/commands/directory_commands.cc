#include "store/commands/directory_commands.h"

#include <utility>

#include "store/commands/audit_rows.h"
#include "store/commands/configuration_commands.h"
#include "store/commands/domain_columns.h"
#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadVersion(R"sql(
  SELECT version FROM directory_version WHERE id = 1
)sql");
constexpr Sql kRaiseVersion(R"sql(
  UPDATE directory_version SET version = version + 1 WHERE id = 1
)sql");

constexpr Sql kReadOrganisations(R"sql(
  SELECT organisation_id, name, created_at FROM organisations
)sql");
constexpr Sql kReadApiKeys(R"sql(
  SELECT api_key_id, organisation_id, name, secret_hash, role, created_at, revoked_at, expires_at, last_used_at
  FROM api_keys
)sql");

constexpr Sql kInsertOrganisation(R"sql(
  INSERT INTO organisations (organisation_id, name, created_at) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING
)sql");
constexpr Sql kFindOrganisation(R"sql(
  SELECT organisation_id FROM organisations WHERE name = ?
)sql");

constexpr Sql kInsertApiKey(R"sql(
  INSERT INTO api_keys (api_key_id, organisation_id, name, secret_hash, role, created_at, revoked_at, expires_at,
    last_used_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
)sql");
constexpr Sql kFindApiKey(R"sql(
  SELECT api_key_id FROM api_keys WHERE api_key_id = ?
)sql");
constexpr Sql kRevokeApiKey(R"sql(
  UPDATE api_keys SET revoked_at = ? WHERE api_key_id = ? AND revoked_at IS NULL
)sql");
constexpr Sql kRecordUse(R"sql(
  UPDATE api_keys SET last_used_at = ? WHERE api_key_id = ? AND (last_used_at IS NULL OR last_used_at < ?)
)sql");

std::map<domain::OrganisationId, domain::Organisation> readOrganisations(Connection& connection) {
  std::map<domain::OrganisationId, domain::Organisation> organisations;
  for (auto& [id, name, created_at] :
       readRows<domain::OrganisationId, std::string, TimePoint>(connection, kReadOrganisations)) {
    organisations.emplace(id, domain::Organisation{.id = id, .name = std::move(name), .created_at = created_at});
  }
  return organisations;
}

std::map<domain::ApiKeyId, domain::ApiKey> readApiKeys(Connection& connection) {
  std::map<domain::ApiKeyId, domain::ApiKey> api_keys;
  for (auto& [id, organisation, name, secret_hash, role, created_at, revoked_at, expires_at, last_used_at] :
       readRows<domain::ApiKeyId, domain::OrganisationId, std::string, crypto::Sha256Hash, domain::ApiKeyRole,
                TimePoint, std::optional<TimePoint>, std::optional<TimePoint>, std::optional<TimePoint>>(
           connection, kReadApiKeys)) {
    api_keys.emplace(id, domain::ApiKey{.id = id,
                                        .organisation = organisation,
                                        .name = std::move(name),
                                        .secret_hash = secret_hash,
                                        .role = role,
                                        .created_at = created_at,
                                        .revoked_at = revoked_at,
                                        .expires_at = expires_at,
                                        .last_used_at = last_used_at});
  }
  return api_keys;
}

}  // namespace

domain::DirectoryVersion readDirectoryVersion(Connection& connection) {
  return readValue<domain::DirectoryVersion>(connection, kReadVersion).value();
}

void raiseDirectoryVersion(Connection& connection) { change(connection, kRaiseVersion); }

domain::Directory readDirectory(Connection& connection) {
  return {.version = readDirectoryVersion(connection),
          .organisations = readOrganisations(connection),
          .applications = readApplications(connection),
          .api_keys = readApiKeys(connection)};
}

bool createOrganisation(Connection& connection, const domain::Organisation& organisation,
                        const domain::AuditTrail& audit) {
  connection.takeDirectory();
  if (change(connection, kInsertOrganisation, organisation.id, organisation.name, organisation.created_at) == 0) {
    return false;
  }
  raiseDirectoryVersion(connection);
  recordAudit(connection, audit);
  return true;
}

std::optional<domain::OrganisationId> findOrganisation(Connection& connection, const std::string& name) {
  return readValue<domain::OrganisationId>(connection, kFindOrganisation, name);
}

void createApiKey(Connection& connection, const domain::ApiKey& key, const domain::AuditTrail& audit) {
  connection.takeDirectory();
  change(connection, kInsertApiKey, key.id, key.organisation, key.name, key.secret_hash, key.role, key.created_at,
         key.revoked_at, key.expires_at, key.last_used_at);
  raiseDirectoryVersion(connection);
  recordAudit(connection, audit);
}

bool revokeApiKey(Connection& connection, const domain::ApiKeyId& id, TimePoint now, const domain::AuditTrail& audit) {
  connection.takeDirectory();
  if (!readValue<domain::ApiKeyId>(connection, kFindApiKey, id)) return false;
  if (change(connection, kRevokeApiKey, now, id) == 0) return true;
  raiseDirectoryVersion(connection);
  recordAudit(connection, audit);
  return true;
}

void recordApiKeyUses(Connection& connection, const std::map<domain::ApiKeyId, TimePoint>& last_used) {
  for (const auto& [id, time] : last_used) change(connection, kRecordUse, time, id, time);
}

}  // namespace heliograph::store
