#include "store/migration/migration.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/migration/catalogue.h"
#include "store/migration/moved_mark.h"
#include "store/migration/patience.h"
#include "store/migration/table_move.h"
#include "store/migration/target_guard.h"
#include "store/postgres/postgres_store.h"
#include "store/postgres/session_settings.h"
#include "store/postgres/single_value.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/transaction.h"

namespace heliograph::store {
namespace {

using Refusal = MigrationRefusal;
using Kind = MigrationRefusal::Kind;

// "heliomov", so that no other program takes the same by chance.
constexpr const char* kTakeLock = "SELECT pg_try_advisory_lock(7523377975226920822)";

constexpr const char* kServerKeys = "server_keys";
// The schema itself gives it its row.
constexpr const char* kDirectoryVersion = "directory_version";

constexpr Sql kReadPublicKey("SELECT channel_public_key FROM server_keys WHERE id = 1");
// Another one where somebody else has committed in between.
constexpr Sql kReadDataVersion("PRAGMA data_version");

bool isTrue(Link& link, const std::string& query) { return singleValueOf<bool>(link.query(query.c_str(), patience())); }

// One that was killed has the lock until PostgreSQL notices.
bool takesLock(Link& link, Deadline deadline) {
  constexpr std::chrono::milliseconds kPause{50};
  while (!isTrue(link, kTakeLock)) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(kPause);
  }
  return true;
}

std::optional<Bytes> publicKeyIn(Link& link) {
  const Rows rows = link.query(kReadPublicKey.text(), patience());
  if (rows.size() == 0) return std::nullopt;
  return singleValueOf<Bytes>(rows);
}

class Migration {
 public:
  explicit Migration(const MigrationOptions& options)
      : options_(options),
        connection_(options.sqlite_file, SqliteConnection::Access::kReadAndWrite, options.busy_timeout),
        link_(options.connection_string, std::string(kPlanByKey) + "SET enable_sort = off; " + kPassGuard) {}

  // Looks at both ends. Where it refuses nothing has changed but PostgreSQL's schema.
  Result<void, Refusal> open();
  [[nodiscard]] bool hasFileMoved() { return hasMoved(connection_); }

  // While servers run.
  Result<MigrationReport, Refusal> copyBesideServers();
  // With the file locked.
  MigrationReport copyTheRestAndMark();
  // The file was marked before.
  Result<MigrationReport, Refusal> finish();
  Result<MigrationReport, Refusal> undo();

 private:
  void bringSchemasUpToDate();
  [[nodiscard]] bool holdsRows();
  void copy();
  void compare();
  [[nodiscard]] const TableMove* firstThatDiffers() const;
  [[nodiscard]] MigrationReport report(bool has_changed_since = false) const;

  const MigrationOptions& options_;
  SqliteConnection connection_;
  Link link_;
  std::vector<TableShape> tables_;
  std::vector<std::unique_ptr<TableMove>> moves_;  // as long as the link, which knows their statements
};

void Migration::bringSchemasUpToDate() {
  if (!hasFileMoved()) bringUpToDate(connection_);
  (void)openPostgresStore({.connection_string = options_.connection_string});
  link_.open(patience());
}

Result<void, Refusal> Migration::open() {
  bringSchemasUpToDate();
  const auto public_key = readValue<Bytes>(connection_, kReadPublicKey);
  if (!public_key) return fail(Refusal{Kind::kNothingToMove});
  if (!takesLock(link_, std::chrono::steady_clock::now() + options_.busy_timeout)) {
    return fail(Refusal{Kind::kAlreadyRunning});
  }
  auto tables = commonTables(connection_, link_);
  if (!tables) return fail(Refusal{Kind::kDifferentTables, tables.error()});
  tables_ = std::move(*tables);
  // They go first, so whatever else a migration has brought there has them beside it.
  std::stable_partition(tables_.begin(), tables_.end(),
                        [](const TableShape& table) { return table.name == kServerKeys; });
  const auto target_key = publicKeyIn(link_);
  if (target_key && target_key != public_key) return fail(Refusal{Kind::kOtherInstallation});
  for (const TableShape& table : tables_) {
    moves_.push_back(
        std::make_unique<TableMove>(table, connection_, link_, options_.rows_per_chunk, options_.on_progress));
  }
  return {};
}

bool Migration::holdsRows() {
  return std::ranges::any_of(tables_, [&](const TableShape& table) {
    return table.name != kDirectoryVersion && isTrue(link_, "SELECT EXISTS (SELECT 1 FROM " + quoted(table.name) + ")");
  });
}

// In a transaction on the file.
void Migration::copy() {
  compare();
  for (auto move = moves_.rbegin(); move != moves_.rend(); ++move) (*move)->removeStrangers();
  for (const auto& move : moves_) move->copyDifferences();
  if (firstThatDiffers() != nullptr) {
    throw domain::StoreUnavailable("PostgreSQL does not give back what it was given");
  }
}

void Migration::compare() {
  for (const auto& move : moves_) move->compare();
}

const TableMove* Migration::firstThatDiffers() const {
  const auto found = std::ranges::find_if(moves_, [](const auto& move) { return !move->isEqual(); });
  return found == moves_.end() ? nullptr : found->get();
}

MigrationReport Migration::report(bool has_changed_since) const {
  MigrationReport report{.tables = {}, .has_changed_since = has_changed_since};
  for (const auto& move : moves_) {
    report.tables.push_back({.name = move->name(),
                             .rows = move->rows(),
                             .copied = move->copied(),
                             .removed = move->removed(),
                             .checksum = move->checksum()});
  }
  return report;
}

Result<MigrationReport, Refusal> Migration::copyBesideServers() {
  if (!isGuarded(link_)) {
    if (holdsRows()) return fail(Refusal{Kind::kTargetInUse});
    putGuard(link_, tables_);
  }
  const auto version_before = readValue<std::int64_t>(connection_, kReadDataVersion);
  {
    const ReadTransaction one_state(connection_);
    copy();
  }
  return report(readValue<std::int64_t>(connection_, kReadDataVersion) != version_before);
}

MigrationReport Migration::copyTheRestAndMark() {
  WriteTransaction alone(connection_);
  copy();
  markAsMoved(connection_, tables_);
  alone.commit();
  liftGuard(link_);
  return report();
}

Result<MigrationReport, Refusal> Migration::finish() {
  if (!isGuarded(link_)) return fail(Refusal{Kind::kHasMoved});
  compare();
  if (const TableMove* differing = firstThatDiffers()) return fail(Refusal{Kind::kTargetDiffers, differing->name()});
  liftGuard(link_);
  return report();
}

// The guard counts before the mark is gone. Where this stops in between both refuse writes, and it can be called again.
Result<MigrationReport, Refusal> Migration::undo() {
  link_.script("BEGIN", patience());
  if (!isGuarded(link_)) putGuard(link_, tables_);
  compare();
  if (const TableMove* differing = firstThatDiffers()) {
    link_.script("ROLLBACK", patience());
    return fail(Refusal{Kind::kTargetDiffers, differing->name()});
  }
  link_.script("COMMIT", patience());
  WriteTransaction alone(connection_);
  takeMarkAway(connection_, tables_);
  alone.commit();
  return report();
}

}  // namespace

Result<MigrationReport, MigrationRefusal> copyToPostgres(const MigrationOptions& options) {
  Migration migration(options);
  if (migration.hasFileMoved()) return fail(Refusal{Kind::kHasMoved});
  if (const auto opened = migration.open(); !opened) return fail(opened.error());
  return migration.copyBesideServers();
}

Result<MigrationReport, MigrationRefusal> moveToPostgres(const MigrationOptions& options) {
  Migration migration(options);
  if (const auto opened = migration.open(); !opened) return fail(opened.error());
  if (migration.hasFileMoved()) return migration.finish();
  // Nearly all of it, so that servers wait for little.
  if (const auto copied = migration.copyBesideServers(); !copied) return fail(copied.error());
  return migration.copyTheRestAndMark();
}

Result<MigrationReport, MigrationRefusal> undoMove(const MigrationOptions& options) {
  Migration migration(options);
  if (!migration.hasFileMoved()) return fail(Refusal{Kind::kHasNotMoved});
  if (const auto opened = migration.open(); !opened) return fail(opened.error());
  return migration.undo();
}

std::string sentenceOf(const MigrationRefusal& refusal) {
  switch (refusal.kind) {
    case Kind::kNothingToMove:
      return "no server has run on the file yet: there is nothing to move";
    case Kind::kHasMoved:
      return "this installation has moved to PostgreSQL before";
    case Kind::kHasNotMoved:
      return "this installation has not moved: there is nothing to undo";
    case Kind::kDifferentTables:
      return "the databases do not have the same tables: " + refusal.detail;
    case Kind::kTargetInUse:
      return "the PostgreSQL database is in use: it holds rows that no migration brought there";
    case Kind::kOtherInstallation:
      return "the PostgreSQL database belongs to another installation: its server keys are others";
    case Kind::kTargetDiffers:
      return "the PostgreSQL database does not hold what the file does: the first difference is in " + refusal.detail;
    case Kind::kAlreadyRunning:
      return "another migration to this database is running";
  }
  throw std::logic_error("a refusal that does not exist");
}

}  // namespace heliograph::store
