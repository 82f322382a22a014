// An installation in SQLite moves to PostgreSQL, as a whole, and whatever comes between.

#include "store/migration/migration.h"

#include <gmock/gmock.h>

#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/hex.h"
#include "domain/store.h"
#include "store/commands/stored.h"
#include "store/contract/store_contract.h"
#include "store/postgres/postgres_store.h"
#include "store/sqlite/connection.h"
#include "store/sqlite/sqlite_store.h"
#include "store/testing/postgres_database.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

using testing::AllOf;
using testing::Each;
using testing::Eq;
using testing::Field;
using testing::Gt;
using testing::HasSubstr;
using testing::IsSupersetOf;

using Kind = MigrationRefusal::Kind;

// --- what a store answers, as lines ----------------------------------------------------------------------------------

// Writes values with bars between.
class Line {
 public:
  template <class... Values>
  explicit Line(const Values&... values) {
    (add(values), ...);
  }
  [[nodiscard]] std::string text() const { return text_.str(); }

 private:
  void add(const std::string& value) { text_ << value << '|'; }
  void add(const Bytes& value) { add(toHex(value)); }
  template <std::size_t Size>
  void add(const std::array<std::uint8_t, Size>& value) {
    add(toHex(value));
  }
  template <class Tag>
  void add(const Id<Tag>& value) {
    add(value.text());
  }
  void add(const protocol::Context& value) { add(std::string(value.text())); }
  void add(const TimePoint& value) { add(toUnixMilliseconds(value)); }
  template <StoredInteger Integer>
  void add(Integer value) {
    text_ << value << '|';
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void add(Enum value) { add(static_cast<int>(value)); }
  void add(const domain::Wrapped& value) {
    add(value.key_version);
    add(value.sealed);
  }
  void add(const domain::Lock& value) {
    add(value.reason);
    add(value.since);
    add(value.until);
  }
  void add(const domain::SaltNumbers& value) {
    add(value.previous);
    add(value.confirmed);
    add(value.offered);
    add(value.confirmed_at);
  }
  template <class Value>
  void add(const std::optional<Value>& value) {
    value ? add(*value) : add(std::string("-"));
  }

  std::ostringstream text_;
};

std::vector<std::string> answersOf(const domain::Directory& directory) {
  std::vector<std::string> lines{Line(directory.version).text()};
  for (const auto& [id, it] : directory.organisations) lines.push_back(Line(id, it.name, it.created_at).text());
  for (const auto& [id, it] : directory.applications) {
    lines.push_back(Line(id, it.organisation, it.name, it.configuration_version, it.created_at, it.changed_at).text());
    for (const auto& [property, value] : propertiesOf(it.configuration)) lines.push_back(Line(property, value).text());
  }
  for (const auto& [id, it] : directory.api_keys) {
    lines.push_back(Line(id, it.organisation, it.name, it.secret_hash, it.role, it.created_at, it.revoked_at,
                         it.expires_at, it.last_used_at)
                        .text());
  }
  return lines;
}

std::vector<std::string> answersOf(const domain::Device& device) {
  std::vector<std::string> lines{Line(device.id, device.application, device.organisation, device.user_reference,
                                      device.public_key, device.state, device.lock, device.locks.of_one_factor,
                                      device.locks.of_two_factors, device.created_at, device.salts, device.version)
                                     .text()};
  for (const domain::Method& it : device.methods) {
    lines.push_back(Line(it.auth_method, it.keys, it.attempts.failures, it.attempts.locks, it.attempts.lock,
                         it.activated_at, it.last_used_at, it.version)
                        .text());
  }
  return lines;
}

std::string answerOf(const domain::Enrolment& it) {
  return Line(it.id, it.application, it.organisation, it.user_reference, it.status, it.device, it.created_at,
              it.expires_at)
      .text();
}

std::string answerOf(const domain::OfflineSession& it) {
  return Line(it.id, it.device, it.application, it.organisation, it.parameters.method, it.context, it.status,
              it.created_at, it.expires_at, it.finished_at)
      .text();
}

std::string answerOf(const domain::AuthenticationSession& it) {
  return Line(it.id, it.device, it.application, it.organisation, it.title, it.context, it.challenge, it.status,
              it.auth_method, it.created_at, it.expires_at, it.finished_at)
      .text();
}

std::string answerOf(const domain::AddOrUpdateSession& it) {
  return Line(it.id, it.device, it.challenge, it.status, it.created_at, it.expires_at).text();
}

// --- an installation -------------------------------------------------------------------------------------------------

class Migration : public StoreContract {
 protected:
  // What was made, to ask for.
  struct Known {
    ApplicationId application;
    DeviceId device;
    domain::EnrolmentId enrolment;
    domain::OfflineSession offline;
    domain::AuthenticationSession authentication;
    domain::AddOrUpdateSession add_or_update;
  };

  void SetUp() override {
    openFile();
    (void)store_->storeServerKeys(newServerKeys());
  }
  void openFile() { store_ = openSqliteStore({.file = file_, .busy_timeout = 100ms}); }

  // At least a row in every table.
  Known makeEverything() {
    audit_ = {newEvent(), newEvent()};
    createApiKey();
    const auto application = createApplicationOf(createOrganisation());
    domain::ApplicationConfiguration configuration;
    configuration.amount_failures_allowed = 5;
    EXPECT_EQ(configure(application.id, 1, configuration), domain::ConfigurationRecord::kRecorded);
    const auto enrolment = createEnrolment(application, "alice \u00e9");
    const DeviceId device = createDevice(application, AuthMethod::kDevicePin, "bob");
    addMethod(device, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
    auto with_key = newOfflineSession(device);
    with_key.idempotency = newIdempotencyKey();
    const auto begun = tryToBegin(with_key).value();
    EXPECT_TRUE(record(lastGuessAt(begun.session)));
    EXPECT_TRUE(store_->storeAuditHead({.number = 1,
                                        .first = 1,
                                        .last = 2,
                                        .count = 2,
                                        .root = newBytes<crypto::Sha256Hash>(),
                                        .previous = {},
                                        .at = kNow,
                                        .signature = newBytes<crypto::P256Signature>()}));
    return {.application = application.id,
            .device = device,
            .enrolment = enrolment.id,
            .offline = begun.session,
            .authentication = beginAuthentication(device),
            .add_or_update = startAddOrUpdate(device)};
  }

  [[nodiscard]] MigrationOptions options() const {
    return {.sqlite_file = file_, .connection_string = database_.connectionString(), .rows_per_chunk = 4};
  }
  [[nodiscard]] MigrationReport copyAll() const { return copyToPostgres(options()).value(); }
  [[nodiscard]] std::unique_ptr<domain::Store> openMoved() const {
    return openPostgresStore({.connection_string = database_.connectionString(), .timeout = 30s});
  }

  // In PostgreSQL, past the guard.
  void sqlAsMigration(const std::string& sql) const { database_.run("SET heliograph.moving = 'on'; " + sql); }
  void sqlInFile(const std::string& sql) const {
    SqliteConnection(file_, SqliteConnection::Access::kReadAndWrite, 1000ms).runScript(sql.c_str());
  }

  [[nodiscard]] static std::vector<std::string> answersOf(domain::Store& store, const Known& known) {
    std::vector<std::string> lines = store::answersOf(store.loadDirectory());
    const auto add = [&](const std::string& line) { lines.push_back(line); };
    for (const auto& line : store::answersOf(store.findDevice(known.device).value())) add(line);
    add(answerOf(store.findEnrolment(known.enrolment).value()));
    add(answerOf(store.loadOfflineSession(known.offline.id, store.directoryVersion(), std::nullopt).value().session));
    add(answerOf(store.findAuthentication(known.device, known.authentication.id).value()));
    add(answerOf(store.findAddOrUpdateSession(known.add_or_update.id).value()));
    for (const auto& it : store.configurationHistory(known.application))
      add(Line(it.version, it.at, it.changed_by).text());
    const auto keys = store.loadServerKeys().value();
    add(Line(keys.channel_private_key, keys.channel_public_key, keys.created_at).text());
    for (const auto& it : store.countSessions(
             {.application = known.application, .from = kNow - 1h, .to = kNow + 1h, .interval = 1h, .now = kNow})) {
      add(Line(it.from, it.auth_method, it.status, it.count).text());
    }
    return lines;
  }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "heliograph.db";
  PostgresDatabase database_;
};

std::uint64_t copiedRows(const MigrationReport& report) {
  std::uint64_t copied = 0;
  for (const MovedTable& table : report.tables) copied += table.copied;
  return copied;
}

std::uint64_t removedRows(const MigrationReport& report) {
  std::uint64_t removed = 0;
  for (const MovedTable& table : report.tables) removed += table.removed;
  return removed;
}

Kind kindOf(const Result<MigrationReport, MigrationRefusal>& result) { return result.error().kind; }

// --- copying ---------------------------------------------------------------------------------------------------------

TEST_P(Migration, BringsEveryRowOfEveryTable) {
  makeEverything();
  const MigrationReport report = copyAll();
  EXPECT_THAT(report.tables, testing::SizeIs(18));
  EXPECT_THAT(report.tables, Each(Field("rows", &MovedTable::rows, Gt(0U))));
  EXPECT_FALSE(report.has_changed_since);
  for (const MovedTable& table : report.tables) {
    EXPECT_EQ(database_.run("SELECT count(*) FROM " + table.name), std::to_string(table.rows)) << table.name;
  }
}

TEST_P(Migration, BothStoresGiveTheSameAnswers) {
  const Known known = makeEverything();
  const auto before = answersOf(*store_, known);
  const auto log_before = log();
  const auto heads_before = store_->auditHeads(0, 100);
  ASSERT_TRUE(moveToPostgres(options()));
  const auto moved = openMoved();
  EXPECT_EQ(answersOf(*moved, known), before);
  EXPECT_EQ(moved->settledAuditEvents(0, 10'000), log_before);
  EXPECT_EQ(moved->auditHeads(0, 100), heads_before);
}

TEST_P(Migration, ASecondRunCopiesNothingAndFindsTheSameChecksums) {
  makeEverything();
  const MigrationReport first = copyAll();
  const MigrationReport second = copyAll();
  EXPECT_GT(copiedRows(first), 0U);
  EXPECT_EQ(copiedRows(second), 0U);
  for (std::size_t i = 0; i < first.tables.size(); ++i) {
    EXPECT_EQ(second.tables[i].checksum, first.tables[i].checksum) << first.tables[i].name;
  }
}

TEST_P(Migration, CatchesUpWithWhatWasChangedAddedAndRemovedSince) {
  const Known known = makeEverything();
  (void)copyAll();
  createDevice(createApplication());
  ASSERT_TRUE(unlock(known.device, AuthMethod::kOfflinePin));
  ASSERT_GT(store_->cleanUp(kNow + 48h, kNow + 48h, 1000), 0);
  const MigrationReport report = copyAll();
  EXPECT_GT(copiedRows(report), 0U);
  EXPECT_GT(removedRows(report), 0U);
  EXPECT_EQ(copiedRows(copyAll()), 0U);
}

TEST_P(Migration, RemovesAndCopiesWhereFarMoreRowsAreGoneThanAChunkHolds) {
  makeEverything();
  for (int i = 0; i < 30; ++i) beginOffline(createDevice(createApplication()));
  (void)copyAll();
  sqlInFile("DELETE FROM offline_sessions");
  const MigrationReport report = copyAll();
  EXPECT_EQ(removedRows(report), 31U);
  EXPECT_EQ(database_.run("SELECT count(*) FROM offline_sessions"), "0");
}

TEST_P(Migration, GoesOnWhereItWasKilled) {
  makeEverything();
  for (int i = 0; i < 10; ++i) createDevice(createApplication());
  const std::uint64_t all = [&] {
    PostgresDatabase other;
    auto to_other = options();
    to_other.connection_string = other.connectionString();
    return copiedRows(copyToPostgres(to_other).value());
  }();
  // The first pass only compares; it dies while the second copies the devices.
  auto killed = options();
  int passes = 0;
  killed.on_progress = [&](const std::string& table, std::uint64_t rows) {
    if (table == "devices" && rows >= 8 && database_.run("SELECT count(*) FROM devices") != "0") {
      ++passes;
      throw std::runtime_error("killed");
    }
  };
  EXPECT_THROW((void)copyToPostgres(killed), std::runtime_error);
  EXPECT_EQ(passes, 1);
  const std::uint64_t left = copiedRows(copyAll());
  EXPECT_GT(left, 0U);
  EXPECT_LT(left, all);
  EXPECT_EQ(copiedRows(copyAll()), 0U);
}

TEST_P(Migration, FindsAndMendsATamperedRow) {
  makeEverything();
  (void)copyAll();
  sqlAsMigration("UPDATE methods SET failures = 0, lock_reason = NULL, lock_since = NULL");
  const MigrationReport report = copyAll();
  EXPECT_EQ(copiedRows(report), 1U);
  EXPECT_EQ(database_.run("SELECT lock_reason FROM methods WHERE lock_reason IS NOT NULL"), "ATTEMPTS_EXHAUSTED");
}

TEST_P(Migration, FindsAndRemovesARowThatSomebodyAdded) {
  makeEverything();
  (void)copyAll();
  sqlAsMigration(
      "INSERT INTO audit_events (at, actor, request_id, address, action, outcome, detail) "
      "VALUES (1, 'SERVER', '', '', 'SESSIONS_CLEANED_UP', 'SUCCESS', '')");
  EXPECT_EQ(removedRows(copyAll()), 1U);
}

TEST_P(Migration, TellsThatTheFileHasChangedSince) {
  makeEverything();
  auto during = options();
  during.on_progress = [this, done = false](const std::string&, std::uint64_t) mutable {
    if (!std::exchange(done, true)) store_->recordAudit({newEvent()});
  };
  EXPECT_TRUE(copyToPostgres(during).value().has_changed_since);
}

TEST_P(Migration, CopiesOneStateOfAFileThatServersWriteTo) {
  makeEverything();
  auto during = options();
  // Each with rows in several tables that refer to each other.
  during.on_progress = [this, devices = 0](const std::string&, std::uint64_t) mutable {
    if (devices++ < 20) createDevice(createApplication());
  };
  ASSERT_TRUE(copyToPostgres(during));
  EXPECT_GT(copiedRows(copyAll()), 0U);
  EXPECT_EQ(copiedRows(copyAll()), 0U);
}

TEST_P(Migration, GapsOfTheAuditLogStayAndTheNextNumberIsANewOne) {
  makeEverything();
  sqlInFile(
      "DELETE FROM audit_events WHERE sequence = 2; DELETE FROM audit_events WHERE sequence = "
      "(SELECT max(sequence) FROM audit_events)");
  const domain::AuditSequence last = log().back().sequence;
  ASSERT_TRUE(moveToPostgres(options()));
  EXPECT_EQ(database_.run("SELECT count(*) FROM audit_events WHERE sequence = 2"), "0");
  const auto moved = openMoved();
  moved->recordAudit({newEvent()});
  EXPECT_EQ(moved->settledAuditEvents(last, 10).front().sequence, last + 2) << "the removed number is not drawn again";
}

// --- what is refused -------------------------------------------------------------------------------------------------

TEST_P(Migration, RefusesADatabaseInUse) {
  const auto other = openMoved();
  EXPECT_TRUE(other->createOrganisation(newOrganisation(), {}));
  EXPECT_EQ(kindOf(copyToPostgres(options())), Kind::kTargetInUse);
  EXPECT_EQ(database_.run("SELECT count(*) FROM organisations"), "1");
}

TEST_P(Migration, RefusesADatabaseOfAnotherInstallation) {
  (void)copyAll();
  store_.reset();
  file_ = folder_ / "other.db";
  openFile();
  (void)store_->storeServerKeys(newServerKeys());
  EXPECT_EQ(kindOf(copyToPostgres(options())), Kind::kOtherInstallation);
  EXPECT_EQ(kindOf(moveToPostgres(options())), Kind::kOtherInstallation);
}

TEST_P(Migration, RefusesAFileWithoutServerKeys) {
  store_.reset();
  file_ = folder_ / "new.db";
  openFile();
  EXPECT_EQ(kindOf(copyToPostgres(options())), Kind::kNothingToMove);
}

TEST_P(Migration, RefusesTablesThatAreNotTheSame) {
  (void)openMoved();
  database_.run("ALTER TABLE methods ADD COLUMN colour text");
  const auto refused = copyToPostgres(options());
  EXPECT_EQ(kindOf(refused), Kind::kDifferentTables);
  EXPECT_THAT(sentenceOf(refused.error()), HasSubstr("a column of methods"));
  database_.run("ALTER TABLE methods DROP COLUMN colour; ALTER TABLE methods ALTER COLUMN failures TYPE text");
  EXPECT_THAT(copyToPostgres(options()).error().detail, HasSubstr("methods.failures"));
}

TEST_P(Migration, RefusesASecondOneAtTheSameTime) {
  auto outer = options();
  auto impatient = options();
  impatient.busy_timeout = 0ms;
  Kind inner{};
  outer.on_progress = [&, done = false](const std::string&, std::uint64_t) mutable {
    if (!std::exchange(done, true)) inner = kindOf(copyToPostgres(impatient));
  };
  ASSERT_TRUE(copyToPostgres(outer));
  EXPECT_EQ(inner, Kind::kAlreadyRunning);
}

// --- one of both takes writes ----------------------------------------------------------------------------------------

TEST_P(Migration, NobodyWritesToPostgresBeforeTheMove) {
  makeEverything();
  (void)copyAll();
  const auto early = openMoved();
  EXPECT_THROW(early->recordAudit({newEvent()}), domain::StoreUnavailable);
  EXPECT_THROW((void)early->createOrganisation(newOrganisation(), {}), domain::StoreUnavailable);
  ASSERT_TRUE(moveToPostgres(options()));
  EXPECT_TRUE(early->createOrganisation(newOrganisation(), {}));
}

TEST_P(Migration, AStoreThatHasTheFileOpenWritesNoMoreAfterTheMove) {
  const Known known = makeEverything();
  ASSERT_TRUE(moveToPostgres(options()));
  EXPECT_THROW(store_->recordAudit({newEvent()}), domain::StoreUnavailable);
  EXPECT_THROW((void)unlock(known.device, AuthMethod::kOfflinePin), domain::StoreUnavailable);
  EXPECT_THROW((void)store_->cleanUp(kNow + 48h, kNow + 48h, 1000), domain::StoreUnavailable);
}

TEST_P(Migration, NobodyOpensTheFileAfterTheMove) {
  ASSERT_TRUE(moveToPostgres(options()));
  store_.reset();
  try {
    openFile();
    FAIL() << "it was opened";
  } catch (const domain::StoreUnavailable& refusal) {
    EXPECT_STREQ(refusal.what(), "this installation has moved to PostgreSQL");
  }
}

TEST_P(Migration, AnInstallationMovesOnce) {
  ASSERT_TRUE(moveToPostgres(options()));
  EXPECT_EQ(kindOf(copyToPostgres(options())), Kind::kHasMoved);
  EXPECT_EQ(kindOf(moveToPostgres(options())), Kind::kHasMoved);
}

TEST_P(Migration, AMoveThatWasKilledBehindTheMarkIsFinishedByTheNextOne) {
  makeEverything();
  ASSERT_TRUE(moveToPostgres(options()));
  // As if the guard had not been lifted yet.
  database_.run(
      "BEGIN; CREATE FUNCTION refuse_while_moving() RETURNS trigger LANGUAGE plpgsql AS "
      "'BEGIN RAISE EXCEPTION USING ERRCODE = ''55000''; END'; "
      "CREATE TRIGGER refuse_while_moving BEFORE INSERT ON audit_events EXECUTE FUNCTION "
      "refuse_while_moving(); COMMIT");
  const auto moved = openMoved();
  ASSERT_THROW(moved->recordAudit({newEvent()}), domain::StoreUnavailable);
  ASSERT_TRUE(moveToPostgres(options()));
  moved->recordAudit({newEvent()});
  EXPECT_EQ(kindOf(moveToPostgres(options())), Kind::kHasMoved);
}

// --- the way back ----------------------------------------------------------------------------------------------------

TEST_P(Migration, AnUndoneMoveCanBeMadeAgain) {
  makeEverything();
  ASSERT_TRUE(moveToPostgres(options()));
  ASSERT_TRUE(undoMove(options()));
  store_->recordAudit({newEvent()});
  EXPECT_THROW(openMoved()->recordAudit({newEvent()}), domain::StoreUnavailable);
  ASSERT_TRUE(moveToPostgres(options()));
  openMoved()->recordAudit({newEvent()});
}

TEST_P(Migration, AMoveIsNotUndoneOnceSomethingHasChangedInPostgres) {
  makeEverything();
  ASSERT_TRUE(moveToPostgres(options()));
  const auto moved = openMoved();
  moved->recordAudit({newEvent()});
  EXPECT_EQ(kindOf(undoMove(options())), Kind::kTargetDiffers);
  EXPECT_THROW(store_->recordAudit({newEvent()}), domain::StoreUnavailable);
  moved->recordAudit({newEvent()});
}

TEST_P(Migration, OnlyAMoveIsUndone) {
  (void)copyAll();
  EXPECT_EQ(kindOf(undoMove(options())), Kind::kHasNotMoved);
}

// The fixture opens the file itself.
const Engine kFile{.name = "FromSqlite", .make = [] { return std::shared_ptr<domain::Store>(); }};
INSTANTIATE_TEST_SUITE_P(ToPostgres, Migration, testing::Values(kFile), testing::PrintToStringParamName());

}  // namespace
}  // namespace heliograph::store
