#include "store/sqlite/database_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <string>
#include <system_error>
#include <thread>

#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/sqlite_failure.h"

namespace heliograph::store {
namespace {

constexpr const char* kUseWal = "PRAGMA journal_mode = WAL";
constexpr Sql kReadJournalMode("PRAGMA journal_mode");

constexpr mode_t kOwnerOnly = 0600;  // SQLite gives its -wal and -shm files the same

// An existing file is not touched: to open and close it here would drop the locks that this process has on it.
void createFile(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, kOwnerOnly);
  if (descriptor >= 0) {
    ::close(descriptor);
  } else if (errno != EEXIST) {
    throw domain::StoreUnavailable("could not create the database file: " + std::generic_category().message(errno));
  }
}

// Where several processes make a new file at once, one switches its mode and SQLite tells the others, without waiting,
// that the file is busy.
void useWal(SqliteConnection& connection, std::chrono::milliseconds busy_timeout) {
  const auto deadline = std::chrono::steady_clock::now() + busy_timeout;
  const auto attempt = [&] { return sqlite3_exec(connection.handle(), kUseWal, nullptr, nullptr, nullptr); };
  int result = attempt();
  while (isBusy(result) && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    result = attempt();
  }
  check(result, "switch to WAL mode");
  if (readValue<std::string>(connection, kReadJournalMode) != "wal") {
    throw domain::StoreUnavailable("the database file cannot be used in WAL mode");
  }
}

}  // namespace

SqliteConnection openDatabaseFile(const SqliteOptions& options) {
  createFile(options.file);
  SqliteConnection connection(options.file, SqliteConnection::Access::kReadAndWrite, options.busy_timeout);
  useWal(connection, options.busy_timeout);
  bringUpToDate(connection);
  return connection;
}

}  // namespace heliograph::store
