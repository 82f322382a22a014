// The database file: who may read it, what it is set up with, and the steps of its schema.

#include "store/sqlite/database_file.h"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/sqlite/schema.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

using domain::StoreUnavailable;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::ThrowsMessage;

constexpr Sql kVersion("PRAGMA user_version");
constexpr Sql kJournalMode("PRAGMA journal_mode");
constexpr Sql kSynchronous("PRAGMA synchronous");
constexpr Sql kForeignKeys("PRAGMA foreign_keys");
constexpr Sql kTrustedSchema("PRAGMA trusted_schema");
constexpr Sql kSecureDelete("PRAGMA secure_delete");
constexpr Sql kIntegrity("PRAGMA integrity_check");
constexpr Sql kTablesThatAreNotStrict(R"sql(
  SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 AND name NOT LIKE 'sqlite_%'
)sql");
// The audit log is one for the whole database.
constexpr Sql kTablesOfDevices(R"sql(
  SELECT DISTINCT l.name FROM pragma_table_list l, pragma_table_info(l.name) c
  WHERE l.schema = 'main' AND l.type = 'table' AND c.name IN ('device_id', 'session_id') AND l.name <> 'audit_events'
  ORDER BY l.name
)sql");
constexpr Sql kTablesWhoseKeyStartsWithTheShard(R"sql(
  SELECT l.name FROM pragma_table_list l, pragma_table_info(l.name) c
  WHERE l.schema = 'main' AND l.type = 'table' AND c.name = 'shard' AND c.pk = 1 ORDER BY l.name
)sql");
constexpr Sql kReferencesToDevicesWithoutShard(R"sql(
  SELECT l.name FROM pragma_table_list l WHERE l.schema = 'main'
    AND EXISTS (SELECT 1 FROM pragma_foreign_key_list(l.name) f WHERE f."table" = 'devices')
    AND NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(l.name) f WHERE f."table" = 'devices' AND f."from" = 'shard')
)sql");
constexpr Sql kMakeNewer("PRAGMA user_version = 1000");
constexpr Sql kMakeForeignTable("CREATE TABLE recipes (name TEXT)");

mode_t modeOf(const std::filesystem::path& file) {
  struct stat status {};
  EXPECT_EQ(::stat(file.c_str(), &status), 0) << file;
  return status.st_mode & 07777;
}

class DatabaseFile : public testing::Test {
 protected:
  [[nodiscard]] SqliteConnection open() const { return openDatabaseFile({.file = file_}); }

  TemporaryFolder folder_;
  std::filesystem::path file_ = folder_ / "heliograph.db";
};

TEST_F(DatabaseFile, OnlyItsOwnerMayReadItAndItsCompanions) {
  const mode_t before = ::umask(0);
  const SqliteConnection connection = open();
  ::umask(before);
  EXPECT_EQ(modeOf(file_), 0600U);
  EXPECT_EQ(modeOf(file_.string() + "-wal"), 0600U);
  EXPECT_EQ(modeOf(file_.string() + "-shm"), 0600U);
}

TEST_F(DatabaseFile, IsSetUpToKeepWhatItReports) {
  SqliteConnection connection = open();
  EXPECT_EQ(readValue<std::string>(connection, kJournalMode), "wal");
  EXPECT_EQ(readValue<int>(connection, kSynchronous), 2) << "FULL";
  EXPECT_EQ(readValue<int>(connection, kForeignKeys), 1);
  EXPECT_EQ(readValue<int>(connection, kTrustedSchema), 0);
  EXPECT_EQ(readValue<int>(connection, kSecureDelete), 1);
}

TEST_F(DatabaseFile, AReaderCannotWrite) {
  const SqliteConnection writer = open();
  SqliteConnection reader(file_, SqliteConnection::Access::kRead, std::chrono::milliseconds(0));
  EXPECT_THROW(change(reader, kMakeForeignTable), StoreUnavailable);
}

TEST_F(DatabaseFile, IsBroughtToTheNewestSchemaFromNothing) {
  SqliteConnection connection = open();
  EXPECT_EQ(readValue<std::size_t>(connection, kVersion), migrations().size());
  EXPECT_EQ(readValue<std::string>(connection, kIntegrity), "ok");
}

TEST_F(DatabaseFile, IsNotChangedWhereTheSchemaIsTheNewest) {
  (void)open();
  const auto before = std::filesystem::file_size(file_);
  SqliteConnection connection = open();
  bringUpToDate(connection);
  EXPECT_EQ(readValue<std::size_t>(connection, kVersion), migrations().size());
  EXPECT_EQ(std::filesystem::file_size(file_), before);
}

TEST_F(DatabaseFile, OfANewerProgramIsRefused) {
  {
    SqliteConnection connection = open();
    change(connection, kMakeNewer);
  }
  EXPECT_THAT([&] { (void)open(); }, ThrowsMessage<StoreUnavailable>(HasSubstr("schema version 1000")));
}

TEST_F(DatabaseFile, OfAnotherProgramIsRefusedAndLeftAsItIs) {
  const std::ofstream empty(file_);
  {
    SqliteConnection connection(file_, SqliteConnection::Access::kReadAndWrite, std::chrono::milliseconds(0));
    change(connection, kMakeForeignTable);
  }
  EXPECT_THAT([&] { (void)open(); }, ThrowsMessage<StoreUnavailable>(HasSubstr("another program")));
  SqliteConnection connection(file_, SqliteConnection::Access::kReadAndWrite, std::chrono::milliseconds(0));
  EXPECT_EQ(readValue<int>(connection, kVersion), 0);
}

TEST_F(DatabaseFile, ThatIsNoDatabaseIsRefused) {
  std::ofstream(file_) << std::string(8192, 'x');
  EXPECT_THROW((void)open(), StoreUnavailable);
}

TEST_F(DatabaseFile, InAFolderThatDoesNotExistIsRefused) {
  file_ = folder_ / "missing" / "heliograph.db";
  EXPECT_THROW((void)open(), StoreUnavailable);
}

TEST_F(DatabaseFile, HasStrictTablesOnly) {
  SqliteConnection connection = open();
  EXPECT_THAT(readRows<std::string>(connection, kTablesThatAreNotStrict), IsEmpty());
}

TEST_F(DatabaseFile, KeepsTheRowsOfADeviceInItsShard) {
  SqliteConnection connection = open();
  const auto of_devices = readRows<std::string>(connection, kTablesOfDevices);
  EXPECT_THAT(of_devices, Not(IsEmpty()));
  EXPECT_EQ(readRows<std::string>(connection, kTablesWhoseKeyStartsWithTheShard), of_devices);
  EXPECT_THAT(readRows<std::string>(connection, kReferencesToDevicesWithoutShard), IsEmpty());
}

}  // namespace
}  // namespace heliograph::store
