#include "store/sqlite/schema.h"

#include <cstdint>
#include <stdexcept>
#include <string>

#include "domain/store.h"
#include "store/commands/statement.h"
#include "store/sqlite/transaction.h"

namespace heliograph::store {
namespace {

constexpr std::int64_t kApplicationId = 0x48454C49;  // "HELI"; step 1 writes it

constexpr Sql kReadApplicationId("PRAGMA application_id");
constexpr Sql kReadVersion("PRAGMA user_version");
constexpr Sql kCountTables("SELECT count(*) FROM sqlite_schema");

std::size_t versionOf(SqliteConnection& connection) {
  const auto version = readValue<std::int32_t>(connection, kReadVersion).value();
  const bool is_new = version == 0 && readValue<int>(connection, kCountTables) == 0;
  if (!is_new && readValue<std::int64_t>(connection, kReadApplicationId) != kApplicationId) {
    throw domain::StoreUnavailable("the database file belongs to another program");
  }
  if (version < 0) throw domain::StoreUnavailable("this installation has moved to PostgreSQL");
  return static_cast<std::size_t>(version);
}

// True where there was one left to run. Looks at the version under the write lock: another process may have run it.
bool runNextMigration(SqliteConnection& connection) {
  WriteTransaction transaction(connection);
  const std::size_t version = versionOf(connection);
  if (version > migrations().size()) {
    throw domain::StoreUnavailable("the database has schema version " + std::to_string(version) +
                                   ", this program knows up to " + std::to_string(migrations().size()));
  }
  if (version == migrations().size()) return false;
  connection.runScript(migrations()[version]);
  if (versionOf(connection) != version + 1) throw std::logic_error("a migration does not set its version");
  transaction.commit();
  return true;
}

}  // namespace

bool hasMoved(SqliteConnection& connection) {
  return readValue<std::int32_t>(connection, kReadVersion).value() < 0 &&
         readValue<std::int64_t>(connection, kReadApplicationId) == kApplicationId;
}

void bringUpToDate(SqliteConnection& connection) {
  while (runNextMigration(connection)) {
  }
}

}  // namespace heliograph::store
