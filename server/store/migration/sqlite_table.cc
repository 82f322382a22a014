#include "store/migration/sqlite_table.h"

#include "store/commands/columns.h"
#include "store/commands/statement.h"
#include "store/sqlite/sqlite_failure.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadLastNumber("SELECT seq FROM sqlite_sequence WHERE name = ?");
constexpr std::string_view kBind = "bind a value";

std::string selectText(const TableShape& shape, const KeyRange& range) {
  const std::string key = namesOf(shape.key());
  const std::string values = listOf(shape.key(), [](const Column&, std::size_t) { return "?"; });
  std::string sql = "SELECT " + namesOf(shape.columns) + " FROM " + quoted(shape.name) + " WHERE true";
  if (!range.after.empty()) sql += " AND (" + key + ") > (" + values + ")";
  if (!range.until.empty()) sql += " AND (" + key + ") <= (" + values + ")";
  return sql + " ORDER BY " + key + " LIMIT ?";
}

// What it points at stays until the statement has run.
void bind(sqlite3_stmt* statement, int parameter, const Value& value) {
  const auto size = value.characters.size();
  switch (value.kind) {
    case Value::Kind::kNull:
      return check(sqlite3_bind_null(statement, parameter), kBind);
    case Value::Kind::kInteger:
      return check(sqlite3_bind_int64(statement, parameter, value.integer), kBind);
    case Value::Kind::kText:
      return check(sqlite3_bind_text64(statement, parameter, value.characters.data(), size, SQLITE_STATIC, SQLITE_UTF8),
                   kBind);
    case Value::Kind::kBytes:
      return check(sqlite3_bind_blob64(statement, parameter, value.characters.data(), size, SQLITE_STATIC), kBind);
  }
}

int bindKey(sqlite3_stmt* statement, int parameter, std::string_view key) {
  for (const Value& value : valuesIn(key)) bind(statement, parameter++, value);
  return parameter;
}

Value valueAt(sqlite3_stmt* statement, int column) {
  // The length after the pointer: asking for it may convert.
  const auto characters = [&](const void* data) {
    return std::string_view(static_cast<const char*>(data),
                            static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return {};
    case SQLITE_INTEGER:
      return {.kind = Value::Kind::kInteger, .integer = sqlite3_column_int64(statement, column)};
    case SQLITE_TEXT:
      return {.kind = Value::Kind::kText, .characters = characters(sqlite3_column_text(statement, column))};
    case SQLITE_BLOB:
      return {.kind = Value::Kind::kBytes, .characters = characters(sqlite3_column_blob(statement, column))};
    default:
      throwUnexpectedContent();
  }
}

}  // namespace

Chunk SqliteTable::read(const KeyRange& range, std::size_t limit) {
  sqlite3_stmt* statement = selectOf(range);
  const std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_reset)> until_read(statement, sqlite3_reset);
  int parameter = bindKey(statement, 1, range.after);
  parameter = bindKey(statement, parameter, range.until);
  bind(statement, parameter, {.kind = Value::Kind::kInteger, .integer = static_cast<std::int64_t>(limit)});
  Chunk chunk(shape_.key_columns);
  int result = sqlite3_step(statement);
  for (; result == SQLITE_ROW; result = sqlite3_step(statement)) {
    chunk.beginRow();
    for (int column = 0; column < sqlite3_column_count(statement); ++column) chunk.add(valueAt(statement, column));
  }
  if (result != SQLITE_DONE) throwFailure(result, "read a table");
  return chunk;
}

std::int64_t SqliteTable::lastDrawnNumber() const {
  return readValue<std::int64_t>(connection_, kReadLastNumber, shape_.name).value_or(0);
}

SqliteTable::Prepared SqliteTable::prepare(const std::string& sql) const {
  sqlite3_stmt* statement = nullptr;
  check(sqlite3_prepare_v3(connection_.handle(), sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr),
        "prepare a statement");
  return Prepared(statement);
}

sqlite3_stmt* SqliteTable::selectOf(const KeyRange& range) {
  Prepared& select = selects_.at((range.after.empty() ? 0U : 1U) + (range.until.empty() ? 0U : 2U));
  if (select == nullptr) select = prepare(selectText(shape_, range));
  return select.get();
}

}  // namespace heliograph::store
