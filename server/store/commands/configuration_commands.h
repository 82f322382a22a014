// Store's commands on applications, their configuration and its history (domain/store.h).

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_CONFIGURATION_COMMANDS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_CONFIGURATION_COMMANDS_H_

#include <map>
#include <vector>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

[[nodiscard]] std::map<ApplicationId, domain::Application> readApplications(Connection& connection);

void createApplication(Connection& connection, const domain::Application& application,
                       const domain::AuditOrigin& origin, const domain::AuditTrail& audit);
[[nodiscard]] domain::ConfigurationRecord setConfiguration(Connection& connection, const ApplicationId& application,
                                                           domain::ConfigurationVersion expected,
                                                           const domain::ApplicationConfiguration& configuration,
                                                           TimePoint now, const domain::AuditOrigin& origin,
                                                           const domain::AuditTrail& audit);
[[nodiscard]] std::vector<domain::ConfigurationChange> configurationHistory(Connection& connection,
                                                                            const ApplicationId& application);

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_CONFIGURATION_COMMANDS_H_
