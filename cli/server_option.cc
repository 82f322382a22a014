#include "cli/server_option.h"

#include <CLI/CLI.hpp>

#include "cli/server_file.h"

namespace heliograph::cli {

void addServerFileOption(CLI::App& command, std::filesystem::path& file) {
  file = kDefaultServerFile;
  command.add_option("-c,--config", file, "The server's configuration file")->capture_default_str();
}

}  // namespace heliograph::cli
