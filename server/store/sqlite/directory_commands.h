// Store's commands on the directory (domain/store.h): organisations, applications, API keys.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_DIRECTORY_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_DIRECTORY_COMMANDS_H_

#include <optional>
#include <string>

#include "domain/directory.h"
#include "store/sqlite/connection.h"

namespace heliograph::store {

[[nodiscard]] domain::DirectoryVersion readDirectoryVersion(Connection& connection);
[[nodiscard]] domain::Directory readDirectory(Connection& connection);

void createOrganisation(Connection& connection, const domain::OrganisationId& id, const std::string& name,
                        TimePoint now);
[[nodiscard]] std::optional<domain::OrganisationId> findOrganisation(Connection& connection, const std::string& name);

void createApplication(Connection& connection, const domain::Application& application, TimePoint now);
[[nodiscard]] bool setConfiguration(Connection& connection, const ApplicationId& application,
                                    const domain::ApplicationConfiguration& configuration, TimePoint now);

void createApiKey(Connection& connection, const domain::ApiKey& key);
[[nodiscard]] bool revokeApiKey(Connection& connection, const domain::ApiKeyId& id, TimePoint now);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_DIRECTORY_COMMANDS_H_
