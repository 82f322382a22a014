#include "command_line/text_file.h"

#include <fstream>
#include <iterator>

#include "command_line/exit_code.h"

namespace heliograph::cli {

std::string readTextFile(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::string content{std::istreambuf_iterator<char>(in), {}};
  if (!in) throw CommandFailure(ExitCode::kUnusable, file.string() + ": cannot be read");
  return content;
}

}  // namespace heliograph::cli
