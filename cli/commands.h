// The commands of heliograph, each in the file of its name. Every function adds a command with its options and help to
// `root`; the command runs when the command line is parsed, and throws CommandFailure.

#ifndef HELIOGRAPH_CLI_COMMANDS_H_
#define HELIOGRAPH_CLI_COMMANDS_H_

#include "command_line/global_options.h"

namespace CLI {
class App;
}

namespace heliograph::cli {

void addServeCommand(CLI::App& root, const GlobalOptions& options);
void addAppCommand(CLI::App& root, const GlobalOptions& options);
void addOrganisationCommand(CLI::App& root, const GlobalOptions& options);
void addApiKeyCommand(CLI::App& root, const GlobalOptions& options);
void addDeviceCommand(CLI::App& root, const GlobalOptions& options);
void addAuditCommand(CLI::App& root, const GlobalOptions& options);
void addMasterKeyCommand(CLI::App& root, const GlobalOptions& options);
void addMaintenanceCommand(CLI::App& root, const GlobalOptions& options);
void addMigrateCommand(CLI::App& root, const GlobalOptions& options);
void addVectorsCommand(CLI::App& root, const GlobalOptions& options);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_COMMANDS_H_
