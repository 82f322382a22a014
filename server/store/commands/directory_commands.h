// Store's commands on the directory (domain/store.h): organisations and API keys. Applications are in
// configuration_commands.h.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_DIRECTORY_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_DIRECTORY_COMMANDS_H_

#include <map>
#include <optional>
#include <string>

#include "domain/directory.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] domain::DirectoryVersion readDirectoryVersion(Connection& connection);
// Part of every change of the directory.
void raiseDirectoryVersion(Connection& connection);
[[nodiscard]] domain::Directory readDirectory(Connection& connection);

[[nodiscard]] bool createOrganisation(Connection& connection, const domain::Organisation& organisation,
                                      const domain::AuditTrail& audit);
[[nodiscard]] std::optional<domain::OrganisationId> findOrganisation(Connection& connection, const std::string& name);

void createApiKey(Connection& connection, const domain::ApiKey& key, const domain::AuditTrail& audit);
[[nodiscard]] bool revokeApiKey(Connection& connection, const domain::ApiKeyId& id, TimePoint now,
                                const domain::AuditTrail& audit);
void recordApiKeyUses(Connection& connection, const std::map<domain::ApiKeyId, TimePoint>& last_used);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_DIRECTORY_COMMANDS_H_
