// The commands of heliograph-phone: a real phone at the command line, on the SDK, with its state in a folder.
//
// Activation codes and PINs are prompted for, or read from standard input a line each: never taken as arguments.
// `offline` has no transport at all, so it can open no socket.

#ifndef HELIOGRAPH_PHONE_COMMANDS_H_
#define HELIOGRAPH_PHONE_COMMANDS_H_

#include "command_line/global_options.h"

namespace CLI {
class App;
}

namespace heliograph::phone {

void addCommands(CLI::App& root, const cli::GlobalOptions& options);

}  // namespace heliograph::phone

#endif  // HELIOGRAPH_PHONE_COMMANDS_H_
