// The content of a file that somebody named on the command line.

#ifndef HELIOGRAPH_COMMAND_LINE_TEXT_FILE_H_
#define HELIOGRAPH_COMMAND_LINE_TEXT_FILE_H_

#include <filesystem>
#include <string>

namespace heliograph::cli {

// Throws CommandFailure (kUnusable) that names the file where it cannot be read.
[[nodiscard]] std::string readTextFile(const std::filesystem::path& file);

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_COMMAND_LINE_TEXT_FILE_H_
