// What the three programs have in common: --help, --json, `version`, and how they end (exit_code.h). stdout carries
// data, stderr one line if something is wrong.

#ifndef HELIOGRAPH_COMMAND_LINE_PROGRAM_H_
#define HELIOGRAPH_COMMAND_LINE_PROGRAM_H_

#include <functional>
#include <string>

#include "command_line/global_options.h"

namespace CLI {
class App;
}

namespace heliograph::cli {

struct Program {
  std::string name;         // as people type it
  std::string description;  // one line of --help
  // Adds the program's commands with their options and help to `root`. A command runs when the command line is parsed,
  // and throws CommandFailure.
  std::function<void(CLI::App& root, const GlobalOptions& options)> add_commands;
};

// Does what the command line says. What main() returns: an ExitCode.
[[nodiscard]] int runProgram(const Program& program, int count, char** arguments);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_COMMAND_LINE_PROGRAM_H_
