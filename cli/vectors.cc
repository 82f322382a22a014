// heliograph vectors: this implementation against known answers; for second implementers and release checks.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/vector_check.h"
#include "command_line/exit_code.h"
#include "command_line/text_file.h"

namespace heliograph::cli {
namespace {

void check(const std::string& file, const GlobalOptions& global) {
  const VectorReport report = checkVectors(readTextFile(file));
  if (global.json) {
    fmt::print("{}\n", Json{{"passed", report.passed}, {"failures", report.failures}}.dump());
  } else {
    for (const std::string& failure : report.failures) fmt::print("{}\n", failure);
    fmt::print("{} passed, {} failed\n", report.passed, report.failures.size());
  }
  if (!report.failures.empty()) {
    std::fflush(stdout);
    throw CommandFailure(ExitCode::kNo, fmt::format("{}: {} vectors failed", file, report.failures.size()));
  }
}

}  // namespace

void addVectorsCommand(CLI::App& root, const GlobalOptions& global) {
  auto file = std::make_shared<std::string>();
  CLI::App* vectors = root.add_subcommand("vectors", "Known answers for the offline protocol");
  vectors->require_subcommand(1);
  CLI::App* check_command = vectors->add_subcommand("check", "Hold this implementation against a file of vectors");
  check_command->add_option("file", *file, "A file in the format heliograph/offline-core/1")->required();
  check_command->callback([file, &global] { check(*file, global); });
}

}  // namespace heliograph::cli
