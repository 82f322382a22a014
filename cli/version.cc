// heliograph version.

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/json_output.h"

namespace heliograph::cli {

void addVersionCommand(CLI::App& root, const GlobalOptions& global) {
  CLI::App* command = root.add_subcommand("version", "Print the versions of program and protocol");
  command->callback([&global] {
    constexpr int kProtocolVersion = 1;
    if (global.json) {
      fmt::print("{}\n", Json{{"version", HELIOGRAPH_VERSION}, {"protocol_version", kProtocolVersion}}.dump());
    } else {
      fmt::print("heliograph {} (protocol {})\n", HELIOGRAPH_VERSION, kProtocolVersion);
    }
  });
}

}  // namespace heliograph::cli
