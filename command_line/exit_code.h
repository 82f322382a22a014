// How a program ends, and the one exception that its commands throw. program.cc turns it into a line on stderr.
//
//   0  done
//   1  the answer is no: a check failed, something is unknown or was refused
//   2  the command line cannot be understood
//   3  a configuration, a file or an input cannot be used as it is
//   4  something this depends on is not available: the database, the server, the network

#ifndef HELIOGRAPH_COMMAND_LINE_EXIT_CODE_H_
#define HELIOGRAPH_COMMAND_LINE_EXIT_CODE_H_

#include <stdexcept>
#include <string>

namespace heliograph::cli {

enum class ExitCode : int { kDone = 0, kNo = 1, kUsage = 2, kUnusable = 3, kUnavailable = 4 };

class CommandFailure : public std::runtime_error {
 public:
  // `message`: one line, no capital, no full stop, no secret.
  CommandFailure(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  [[nodiscard]] ExitCode code() const { return code_; }

 private:
  ExitCode code_;
};

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_COMMAND_LINE_EXIT_CODE_H_
