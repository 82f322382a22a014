// The --config option that every command on the server's side shares.

#ifndef HELIOGRAPH_CLI_SERVER_OPTION_H_
#define HELIOGRAPH_CLI_SERVER_OPTION_H_

#include <filesystem>

namespace CLI {
class App;
}

namespace heliograph::cli {

// Adds --config FILE (default heliograph.toml). `file` must outlive the parse.
void addServerFileOption(CLI::App& command, std::filesystem::path& file);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_SERVER_OPTION_H_
