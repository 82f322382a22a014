#include "store/sqlite/sqlite_statement.h"

#include "store/commands/columns.h"
#include "store/sqlite/sqlite_failure.h"

namespace heliograph::store {
namespace {

constexpr std::string_view kBind = "bind a value";

}  // namespace

SqliteStatement::SqliteStatement(sqlite3* connection, Sql sql) {
  sqlite3_stmt* made = nullptr;
  check(sqlite3_prepare_v3(connection, sql.text(), -1, SQLITE_PREPARE_PERSISTENT, &made, nullptr),
        "prepare a statement");
  statement_.reset(made);
}

void SqliteStatement::bindInteger(int parameter, std::int64_t value) {
  check(sqlite3_bind_int64(statement_.get(), parameter + 1, value), kBind);
}

// SQLite makes copies of texts and blobs (SQLITE_TRANSIENT): a value may be gone before the statement runs.

void SqliteStatement::bindText(int parameter, std::string_view value) {
  check(sqlite3_bind_text64(statement_.get(), parameter + 1, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8),
        kBind);
}

void SqliteStatement::bindBlob(int parameter, ByteView value) {
  // A null pointer would bind NULL where an empty blob is meant.
  static constexpr std::uint8_t kNothing = 0;
  const std::uint8_t* data = value.empty() ? &kNothing : value.data();
  check(sqlite3_bind_blob64(statement_.get(), parameter + 1, data, value.size(), SQLITE_TRANSIENT), kBind);
}

void SqliteStatement::bindNull(int parameter) { check(sqlite3_bind_null(statement_.get(), parameter + 1), kBind); }

bool SqliteStatement::step() {
  const int result = sqlite3_step(statement_.get());
  if (result == SQLITE_ROW) return true;
  if (result == SQLITE_DONE) return false;
  throwFailure(result, "run a statement");
}

int SqliteStatement::changedRows() const { return sqlite3_changes(sqlite3_db_handle(statement_.get())); }

bool SqliteStatement::isNull(int column) const { return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL; }

std::int64_t SqliteStatement::integer(int column) const {
  expect(column, SQLITE_INTEGER);
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view SqliteStatement::text(int column) const {
  expect(column, SQLITE_TEXT);
  const auto* characters = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  return {characters, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

ByteView SqliteStatement::blob(int column) const {
  expect(column, SQLITE_BLOB);
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

void SqliteStatement::release() noexcept {
  sqlite3_reset(statement_.get());  // says again what step() said
  sqlite3_clear_bindings(statement_.get());
}

void SqliteStatement::expect(int column, int type) const {
  if (sqlite3_column_type(statement_.get(), column) != type) throwUnexpectedContent();
}

}  // namespace heliograph::store
