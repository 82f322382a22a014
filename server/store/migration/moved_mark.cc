#include "store/migration/moved_mark.h"

#include <array>
#include <cstdint>
#include <string>

#include "store/commands/statement.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadVersion("PRAGMA user_version");
constexpr std::array<const char*, 3> kChanges{"INSERT", "UPDATE", "DELETE"};

std::string nameOfTrigger(const char* change, const TableShape& table) {
  return quoted(std::string("moved_") + change + "_" + table.name);
}

void negateVersion(SqliteConnection& connection) {
  const auto version = readValue<std::int32_t>(connection, kReadVersion).value();
  connection.runScript(("PRAGMA user_version = " + std::to_string(-version)).c_str());
}

}  // namespace

void markAsMoved(SqliteConnection& connection, std::span<const TableShape> tables) {
  std::string script;
  for (const TableShape& table : tables) {
    for (const char* change : kChanges) {
      script += "CREATE TRIGGER " + nameOfTrigger(change, table) + " BEFORE " + change + " ON " + quoted(table.name) +
                " BEGIN SELECT RAISE(ABORT, 'moved to PostgreSQL'); END;";
    }
  }
  connection.runScript(script.c_str());
  negateVersion(connection);
}

void takeMarkAway(SqliteConnection& connection, std::span<const TableShape> tables) {
  std::string script;
  for (const TableShape& table : tables) {
    for (const char* change : kChanges) script += "DROP TRIGGER " + nameOfTrigger(change, table) + ";";
  }
  connection.runScript(script.c_str());
  negateVersion(connection);
}

}  // namespace heliograph::store
