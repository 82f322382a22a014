// heliograph maintenance: removing what is past its retention.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>

#include "cli/commands.h"
#include "cli/desk.h"
#include "cli/json_output.h"
#include "cli/server_option.h"

namespace heliograph::cli {
namespace {

constexpr int kRowsPerStep = 500;

struct MaintenanceOptions {
  std::filesystem::path file;
  std::optional<int> days;
};

void cleanUp(const MaintenanceOptions& options, const GlobalOptions& global) {
  Desk desk(options.file);
  const TimePoint now = desk.now();
  const std::chrono::hours kept =
      options.days ? std::chrono::days(*options.days) : desk.file().rules.upkeep.session_retention;
  // A retention of 0 keeps sessions for ever; keys and marks that are past their time go all the same.
  const TimePoint before = kept.count() == 0 ? TimePoint{} : now - kept;
  std::uint64_t removed = 0;
  while (const int count = desk.store().cleanUp(before, now, kRowsPerStep))
    removed += static_cast<std::uint64_t>(count);
  if (removed > 0) {
    desk.store().recordAudit({{.at = now,
                               .origin = desk.origin(),
                               .action = domain::AuditAction::kSessionsCleanedUp,
                               .detail = std::to_string(removed)}});
  }
  if (global.json) {
    fmt::print("{}\n", Json{{"removed", removed}}.dump());
  } else {
    fmt::print("removed {} rows\n", removed);
  }
}

}  // namespace

void addMaintenanceCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<MaintenanceOptions>();
  CLI::App* maintenance = root.add_subcommand("maintenance", "Upkeep of the database");
  maintenance->require_subcommand(1);
  CLI::App* clean_up_command =
      maintenance->add_subcommand("clean-up", "Remove finished sessions that are past their retention, in small steps");
  clean_up_command
      ->add_option("--older-than-days", options->days,
                   "Instead of retention.finished_sessions_days of the server's file")
      ->check(CLI::Range(1, 36500));
  addServerFileOption(*clean_up_command, options->file);
  clean_up_command->callback([options, &global] { cleanUp(*options, global); });
}

}  // namespace heliograph::cli
