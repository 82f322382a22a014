// The heliograph program. stdout carries data, stderr one line where something is wrong; cli/exit_code.h lists the exit
// codes.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

#include "bench/bench_command.h"
#include "cli/commands.h"
#include "cli/exit_code.h"
#include "domain/store.h"

namespace {

using heliograph::cli::ExitCode;

constexpr const char* kExitCodes =
    "Exit codes: 0 done; 1 the answer is no; 2 the command line cannot be understood; 3 a configuration, file or input "
    "cannot be used; 4 something this depends on is not available.";

int fail(ExitCode code, std::string_view message) {
  fmt::print(stderr, "heliograph: {}\n", message);
  return static_cast<int>(code);
}

int run(int count, char** arguments) {
  heliograph::cli::GlobalOptions options;
  CLI::App root("Offline strong customer authentication", "heliograph");
  root.require_subcommand(1);
  root.footer(kExitCodes);
  root.add_flag("--json", options.json, "Print one JSON document instead of text");
  root.fallthrough();
  heliograph::cli::addServeCommand(root, options);
  heliograph::cli::addDemoCommand(root, options);
  heliograph::cli::addOrganisationCommand(root, options);
  heliograph::cli::addAppCommand(root, options);
  heliograph::cli::addApiKeyCommand(root, options);
  heliograph::cli::addDeviceCommand(root, options);
  heliograph::cli::addAuditCommand(root, options);
  heliograph::cli::addMasterKeyCommand(root, options);
  heliograph::cli::addMaintenanceCommand(root, options);
  heliograph::cli::addMigrateCommand(root, options);
  heliograph::cli::addPhoneCommand(root, options);
  heliograph::bench::addBenchCommand(root, options);
  heliograph::cli::addVectorsCommand(root, options);
  heliograph::cli::addVersionCommand(root, options);
  try {
    root.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return root.exit(error);  // --help
    return fail(ExitCode::kUsage, std::string(error.what()) + " (see heliograph --help)");
  }
  return static_cast<int>(ExitCode::kDone);
}

}  // namespace

int main(int count, char** arguments) {
  try {
    return run(count, arguments);
  } catch (const heliograph::cli::CommandFailure& failure) {
    return fail(failure.code(), failure.what());
  } catch (const heliograph::domain::StoreUnavailable& failure) {
    return fail(ExitCode::kUnavailable, failure.what());
  } catch (const std::exception& failure) {
    return fail(ExitCode::kUnavailable, failure.what());
  }
}
