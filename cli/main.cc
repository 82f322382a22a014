// heliograph: the server, its administration, and the vectors of the protocol. What a bank installs.

#include "cli/commands.h"
#include "command_line/program.h"

int main(int count, char** arguments) {
  using namespace heliograph::cli;
  const auto add_commands = [](CLI::App& root, const GlobalOptions& options) {
    addServeCommand(root, options);
    addOrganisationCommand(root, options);
    addAppCommand(root, options);
    addApiKeyCommand(root, options);
    addDeviceCommand(root, options);
    addAuditCommand(root, options);
    addMasterKeyCommand(root, options);
    addMaintenanceCommand(root, options);
    addMigrateCommand(root, options);
    addVectorsCommand(root, options);
  };
  return runProgram({"heliograph", "Offline strong customer authentication", add_commands}, count, arguments);
}
