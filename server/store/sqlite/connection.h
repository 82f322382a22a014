// One connection to a database file, and the statements that were prepared on it.
//
// Used by one thread at a time. Set up to trust the file as little as it can: no code in the schema, no statement that
// could damage the file's format, foreign keys checked, deleted bytes overwritten.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_CONNECTION_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_CONNECTION_H_

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <memory>
#include <unordered_map>

#include "store/commands/connection.h"
#include "store/commands/sql.h"
#include "store/sqlite/sqlite_statement.h"

namespace heliograph::store {

class SqliteConnection final : public Connection {
 public:
  enum class Access { kRead, kReadAndWrite };

  // Throws StoreUnavailable where the file does not exist or is no database. `busy_timeout` is how long a statement
  // waits for another connection's lock.
  SqliteConnection(const std::filesystem::path& file, Access access, std::chrono::milliseconds busy_timeout);

  [[nodiscard]] PreparedStatement& claim(Sql sql) override;

  // Whoever writes is alone in the database.
  void takeDevice(const DeviceId&) override {}
  void takeEnrolment(const domain::EnrolmentId&) override {}
  void takeDirectory() override {}
  void holdServerKeys() override {}

  // Runs statements that return nothing, one after the other. For schemas, not for values.
  void runScript(const char* script);

  [[nodiscard]] bool isInTransaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  [[nodiscard]] sqlite3* handle() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close(handle); }
  };

  std::unique_ptr<sqlite3, Close> handle_;
  // By the literal's address. After handle_, so that they go first.
  std::unordered_map<const char*, std::unique_ptr<SqliteStatement>> statements_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_CONNECTION_H_
