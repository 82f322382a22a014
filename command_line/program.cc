#include "command_line/program.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "command_line/exit_code.h"
#include "command_line/json.h"

namespace heliograph::cli {
namespace {

constexpr const char* kExitCodes =
    "Exit codes: 0 done; 1 the answer is no; 2 the command line cannot be understood; 3 a configuration, file or input "
    "cannot be used; 4 something this depends on is not available.";

int fail(const Program& program, ExitCode code, std::string_view message) {
  fmt::print(stderr, "{}: {}\n", program.name, message);
  return static_cast<int>(code);
}

void addVersionCommand(CLI::App& root, const Program& program, const GlobalOptions& global) {
  CLI::App* command = root.add_subcommand("version", "Print the versions of program and protocol");
  command->callback([&program, &global] {
    constexpr int kProtocolVersion = 1;
    if (global.json) {
      fmt::print("{}\n", Json{{"version", HELIOGRAPH_VERSION}, {"protocol_version", kProtocolVersion}}.dump());
    } else {
      fmt::print("{} {} (protocol {})\n", program.name, HELIOGRAPH_VERSION, kProtocolVersion);
    }
  });
}

int parseAndRun(const Program& program, int count, char** arguments) {
  GlobalOptions options;
  CLI::App root(program.description, program.name);
  root.require_subcommand(1);
  root.footer(kExitCodes);
  root.add_flag("--json", options.json, "Print one JSON document instead of text");
  root.fallthrough();
  program.add_commands(root, options);
  addVersionCommand(root, program, options);
  try {
    root.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return root.exit(error);  // --help
    return fail(program, ExitCode::kUsage, fmt::format("{} (see {} --help)", error.what(), program.name));
  }
  return static_cast<int>(ExitCode::kDone);
}

}  // namespace

int runProgram(const Program& program, int count, char** arguments) {
  try {
    return parseAndRun(program, count, arguments);
  } catch (const CommandFailure& failure) {
    return fail(program, failure.code(), failure.what());
  } catch (const std::exception& failure) {
    return fail(program, ExitCode::kUnavailable, failure.what());
  }
}

}  // namespace heliograph::cli
