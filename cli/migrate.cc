// heliograph migrate: an installation moves from its SQLite file to PostgreSQL.

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "base/hex.h"
#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/server_file.h"
#include "cli/server_option.h"
#include "command_line/exit_code.h"
#include "store/migration/migration.h"

namespace heliograph::cli {
namespace {

struct MigrateOptions {
  std::filesystem::path file;
  std::string connection_string;
  bool is_final = false;
};

// A line that is written over and over, where somebody watches.
void showProgress(const std::string& table, std::uint64_t rows) {
  if (isatty(STDERR_FILENO) == 1) fmt::print(stderr, "\r\033[K{}: {} rows\r", table, rows);
}

store::MigrationOptions migrationOf(const MigrateOptions& options) {
  store::MigrationOptions migration{.sqlite_file = readServerFile(options.file).sqlite_file,
                                    .connection_string = options.connection_string};
  migration.on_progress = showProgress;
  return migration;
}

Json toJson(const store::MovedTable& table) {
  return {{"table", table.name},
          {"rows", table.rows},
          {"copied", table.copied},
          {"removed", table.removed},
          {"checksum", toHex(table.checksum)}};
}

void print(const store::MigrationReport& report, std::string_view outcome, const GlobalOptions& global) {
  if (global.json) {
    Json tables = Json::array();
    for (const store::MovedTable& table : report.tables) tables.push_back(toJson(table));
    fmt::print("{}\n", Json{{"tables", tables}, {"changed_meanwhile", report.has_changed_since}}.dump());
    return;
  }
  fmt::print("{:<24} {:>12} {:>12} {:>12}  {}\n", "table", "rows", "copied", "removed", "checksum of both");
  for (const store::MovedTable& table : report.tables) {
    fmt::print("{:<24} {:>12} {:>12} {:>12}  {}\n", table.name, table.rows, table.copied, table.removed,
               toHex(table.checksum));
  }
  fmt::print("{}\n", outcome);
}

store::MigrationReport orRefuse(Result<store::MigrationReport, store::MigrationRefusal> report) {
  if (!report) throw CommandFailure(ExitCode::kNo, store::sentenceOf(report.error()));
  return *std::move(report);
}

void moveToPostgres(const MigrateOptions& options, const GlobalOptions& global) {
  const store::MigrationOptions migration = migrationOf(options);
  if (options.is_final) {
    print(orRefuse(store::moveToPostgres(migration)),
          "the installation has moved: put store.postgresql into the servers' files and start them", global);
    return;
  }
  const store::MigrationReport report = orRefuse(store::copyToPostgres(migration));
  print(report,
        report.has_changed_since ? "PostgreSQL is equal to the file as it was at the start; changed meanwhile: run "
                                   "again, or with --final"
                                 : "PostgreSQL is equal to the file; the file still is the database: move with --final",
        global);
}

void undo(const MigrateOptions& options, const GlobalOptions& global) {
  print(orRefuse(store::undoMove(migrationOf(options))), "the file is the database again", global);
}

}  // namespace

void addMigrateCommand(CLI::App& root, const GlobalOptions& global) {
  auto options = std::make_shared<MigrateOptions>();
  CLI::App* migrate = root.add_subcommand("migrate", "Move the installation to another database");
  migrate->require_subcommand(1);

  CLI::App* move_command = migrate->add_subcommand(
      "sqlite-to-postgres", "Copy what PostgreSQL lacks, beside running servers; may be stopped and run again");
  move_command->add_flag("--final", options->is_final,
                         "Lock the file, copy the rest, and move: from then on the file takes no writes");
  move_command->callback([options, &global] { moveToPostgres(*options, global); });

  CLI::App* undo_command =
      migrate->add_subcommand("undo", "Make the file the database again, as long as PostgreSQL has not changed");
  undo_command->callback([options, &global] { undo(*options, global); });

  for (CLI::App* command : {move_command, undo_command}) {
    addServerFileOption(*command, options->file);
    command->add_option("--to", options->connection_string, "The PostgreSQL database, as store.postgresql has it")
        ->required();
  }
}

}  // namespace heliograph::cli
