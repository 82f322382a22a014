#include "store/sqlite/database_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "domain/store.h"
#include "store/sqlite/schema.h"
#include "store/sqlite/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kUseWal("PRAGMA journal_mode = WAL");

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

void useWal(Connection& connection) {
  if (readValue<std::string>(connection, kUseWal) != "wal") {
    throw domain::StoreUnavailable("the database file cannot be used in WAL mode");
  }
}

}  // namespace

Connection openDatabaseFile(const SqliteOptions& options) {
  createFile(options.file);
  Connection connection(options.file, Connection::Access::kReadAndWrite, options.busy_timeout);
  useWal(connection);
  bringUpToDate(connection);
  return connection;
}

}  // namespace heliograph::store
