// heliograph-lab: what one tries, shows and measures heliograph with. No part of what a bank installs: the demo bank's
// password is public, and `bench prepare` makes devices past the audit log.

#include "bench/bench_command.h"
#include "command_line/program.h"
#include "lab/commands.h"

int main(int count, char** arguments) {
  const auto add_commands = [](CLI::App& root, const heliograph::cli::GlobalOptions& options) {
    heliograph::lab::addDemoCommand(root, options);
    heliograph::lab::addServeCommand(root, options);
    heliograph::bench::addBenchCommand(root, options);
  };
  return heliograph::cli::runProgram({"heliograph-lab", "Demonstrations and measurements of heliograph", add_commands},
                                     count, arguments);
}
