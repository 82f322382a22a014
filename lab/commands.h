// The commands of heliograph-lab, each in the file of its name; bench has a room of its own (lab/bench).

#ifndef HELIOGRAPH_LAB_COMMANDS_H_
#define HELIOGRAPH_LAB_COMMANDS_H_

#include "command_line/global_options.h"

namespace CLI {
class App;
}

namespace heliograph::lab {

void addDemoCommand(CLI::App& root, const cli::GlobalOptions& options);
void addServeCommand(CLI::App& root, const cli::GlobalOptions& options);

}  // namespace heliograph::lab

#endif  // HELIOGRAPH_LAB_COMMANDS_H_
