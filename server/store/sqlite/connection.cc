#include "store/sqlite/connection.h"

#include <stdexcept>

#include "store/sqlite/sqlite_failure.h"

namespace heliograph::store {
namespace {

struct Setting {
  int option;
  int value;
};

constexpr Setting kSettings[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},       // no statement can write the file's own structures
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},  // what stands in the file runs no function that could do harm
    {SQLITE_DBCONFIG_DQS_DML, 0},         // a misspelt "column" is an error, not a string
    {SQLITE_DBCONFIG_DQS_DDL, 0},        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
};

// secure_delete: what is deleted (keys, codes) is overwritten. temp_store: nothing of a query lands in other files.
// synchronous is a property of the connection: FULL makes every commit reach the disk before it returns.
constexpr const char* kPragmas = R"sql(
  PRAGMA synchronous = FULL;
  PRAGMA secure_delete = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA cell_size_check = ON;
)sql";

}  // namespace

SqliteConnection::SqliteConnection(const std::filesystem::path& file, Access access,
                                   std::chrono::milliseconds busy_timeout) {
  const int mode = access == Access::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
  sqlite3* handle = nullptr;
  const int opened =
      sqlite3_open_v2(file.c_str(), &handle, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nullptr);
  handle_.reset(handle);  // SQLite makes a handle even where it fails
  check(opened, "open the database file");
  for (const Setting setting : kSettings) {
    check(sqlite3_db_config(handle, setting.option, setting.value, nullptr), "configure the connection");
  }
  check(sqlite3_busy_timeout(handle, static_cast<int>(busy_timeout.count())), "configure the connection");
  runScript(kPragmas);
}

PreparedStatement& SqliteConnection::claim(Sql sql) {
  auto& statement = statements_[sql.text()];
  if (statement == nullptr) statement = std::make_unique<SqliteStatement>(handle_.get(), sql);
  if (statement->isInUse()) throw std::logic_error("a statement is in use already");
  return *statement;
}

void SqliteConnection::runScript(const char* script) {
  check(sqlite3_exec(handle_.get(), script, nullptr, nullptr, nullptr), "run a script");
}

}  // namespace heliograph::store
