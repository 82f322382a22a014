// Options that stand in front of every command, of every program.

#ifndef HELIOGRAPH_COMMAND_LINE_GLOBAL_OPTIONS_H_
#define HELIOGRAPH_COMMAND_LINE_GLOBAL_OPTIONS_H_

namespace heliograph::cli {

struct GlobalOptions {
  bool json = false;  // machine-readable output: one JSON document on stdout
};

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_COMMAND_LINE_GLOBAL_OPTIONS_H_
