// heliograph masterkey: a new master key, and moving everything under it.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <stdexcept>

#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/json_output.h"
#include "cli/master_key_file.h"
#include "cli/server_option.h"
#include "command_line/exit_code.h"
#include "domain/master_key_rotation.h"
#include "http/admin/master_key_rotation.h"
#include "http/json.h"

namespace heliograph::cli {
namespace {

constexpr int kKeysPerStep = 256;

struct MasterKeyOptions {
  std::filesystem::path file;
};

void add(const MasterKeyOptions& options, const GlobalOptions& global) {
  crypto::SystemRandom random;
  const ServerFile file = readServerFile(options.file);
  const domain::MasterKeyVersion version = addMasterKey(file.master_key_file, random);
  if (global.json) {
    fmt::print("{}\n", Json{{"version", version}}.dump());
  } else {
    fmt::print(
        "master key {} is in {}; bring the file to every server and tell each to read it (SIGHUP or restart), "
        "then rotate\n",
        version, file.master_key_file.string());
  }
}

void status(const MasterKeyOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  domain::MasterKeyRotation& rotation = desk.domain().master_key_rotation;
  const Json progress = Json::parse(http::toJson(rotation.progress()).text());
  fmt::print("{}\n", progress.dump(global.json ? -1 : 2));
}

// A key that does not open stays so, however often the command is run; a database that does not answer may come back.
int step(domain::MasterKeyRotation& rotation, Desk& desk) {
  try {
    return rotation.step(kKeysPerStep, desk.origin(), desk.now());
  } catch (const domain::StoreUnavailable&) {
    throw;
  } catch (const domain::StoreOverloaded&) {
    throw;
  } catch (const std::runtime_error& failure) {
    throw CommandFailure(ExitCode::kUnusable, failure.what());
  }
}

void rotate(const MasterKeyOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  domain::MasterKeyRotation& rotation = desk.domain().master_key_rotation;
  const std::uint64_t total = rotation.progress().remaining();
  std::uint64_t done = 0;
  while (const int count = step(rotation, desk)) {
    done += static_cast<std::uint64_t>(count);
    if (!global.json) fmt::print(stderr, "\r{} of about {} keys", done, total);
  }
  if (!global.json && done > 0) fmt::print(stderr, "\n");
  const domain::RotationProgress progress = rotation.progress();
  if (global.json) {
    fmt::print("{}\n", http::toJson(progress).text());
  } else {
    fmt::print("{} keys moved; everything is under master key {}\n", done, progress.current);
  }
}

}  // namespace

void addMasterKeyCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<MasterKeyOptions>();
  CLI::App* keys = root.add_subcommand("masterkey", "The key that keeps all others, and its rotation");
  keys->require_subcommand(1);

  CLI::App* add_command = keys->add_subcommand("add", "Put a new key into the master key file");
  add_command->callback([options, &global] { add(*options, global); });

  CLI::App* rotate_command =
      keys->add_subcommand("rotate", "Move every key under the newest master key; may be stopped and run again");
  rotate_command->callback([options, &global] { rotate(*options, global); });

  CLI::App* status_command = keys->add_subcommand("status", "How many keys are under which master key");
  status_command->callback([options, &global] { status(*options, global); });

  for (CLI::App* command : {add_command, rotate_command, status_command}) addServerFileOption(*command, options->file);
}

}  // namespace heliograph::cli
