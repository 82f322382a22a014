#include "store/migration/postgres_table.h"

#include <stdexcept>

#include "store/migration/patience.h"
#include "store/postgres/column_arrays.h"

namespace heliograph::store {
namespace {

std::string nameOf(PostgresType type) {
  switch (type) {
    case PostgresType::kInt4:
      return "integer";
    case PostgresType::kInt8:
      return "bigint";
    case PostgresType::kText:
      return "text";
    case PostgresType::kBytea:
      return "bytea";
    case PostgresType::kUuid:
      return "uuid";
    case PostgresType::kBool:
    case PostgresType::kInt2:
      break;
  }
  throw std::logic_error("a type that no table has");
}

// "$1::uuid", for the column at this place.
std::string parameter(const Column& column, std::size_t place, const char* suffix = "") {
  return "$" + std::to_string(place + 1) + "::" + nameOf(column.type) + suffix;
}

std::string arrays(std::span<const Column> columns) {
  return listOf(columns, [](const Column& column, std::size_t place) { return parameter(column, place, "[]"); });
}

// In SQLite's order: texts by their bytes. All other types are in the same order anyway.
std::string orderedKey(const TableShape& shape) {
  return listOf(shape.key(), [](const Column& column, std::size_t) {
    return quoted(column.name) + (column.type == PostgresType::kText ? " COLLATE \"C\"" : "");
  });
}

std::string selectText(const TableShape& shape, bool has_lower, bool has_upper, std::size_t limit) {
  const std::string key = orderedKey(shape);
  std::string sql = "SELECT " + namesOf(shape.columns) + " FROM " + quoted(shape.name) + " WHERE true";
  const auto bound = [&](const char* comparison, std::size_t first) {
    sql +=
        " AND (" + key + ") " + comparison + " (" +
        listOf(shape.key(), [&](const Column& column, std::size_t place) { return parameter(column, first + place); }) +
        ")";
  };
  if (has_lower) bound(">", 0);
  if (has_upper) bound("<=", has_lower ? shape.key_columns : 0);
  return sql + " ORDER BY " + key + " LIMIT " + std::to_string(limit);
}

std::string putText(const TableShape& shape) {
  const bool has_identity = std::ranges::any_of(shape.columns, [](const Column& column) { return column.is_identity; });
  const auto others = std::span(shape.columns).subspan(shape.key_columns);
  const std::string assignments = listOf(others, [](const Column& column, std::size_t) {
    return quoted(column.name) + " = EXCLUDED." + quoted(column.name);
  });
  return "INSERT INTO " + quoted(shape.name) + " (" + namesOf(shape.columns) + ")" +
         (has_identity ? " OVERRIDING SYSTEM VALUE" : "") + " SELECT * FROM unnest(" + arrays(shape.columns) +
         ") ON CONFLICT (" + namesOf(shape.key()) + ") DO " +
         (others.empty() ? "NOTHING" : "UPDATE SET " + assignments);
}

std::string removeText(const TableShape& shape) {
  const std::string keys = listOf(shape.key(), [](const Column& column, std::size_t) { return quoted(column.name); });
  return "DELETE FROM " + quoted(shape.name) + " WHERE (" + keys + ") IN (SELECT * FROM unnest(" + arrays(shape.key()) +
         "))";
}

// Integers as text: PostgreSQL knows which of its integer types it wants.
Parameter asParameter(const Value& value) {
  if (value.kind == Value::Kind::kNull) return {};
  if (value.kind == Value::Kind::kInteger) {
    return {.bytes = std::to_string(value.integer), .is_binary = false, .is_null = false};
  }
  return {.bytes = std::string(value.characters), .is_binary = value.kind == Value::Kind::kBytes, .is_null = false};
}

std::vector<Parameter> asArrays(std::span<const Column> columns, const std::vector<std::string_view>& rows) {
  std::vector<ColumnArrays> arrays;
  for (const Column& column : columns) arrays.push_back(ColumnArrays{column.type});
  for (const std::string_view row : rows) {
    const std::vector<Value> values = valuesIn(row);
    for (std::size_t i = 0; i < arrays.size(); ++i) arrays[i].add(values.at(i));
  }
  std::vector<Parameter> parameters;
  for (const ColumnArrays& array : arrays) parameters.push_back(std::move(array.parametersOfStatement().front()));
  return parameters;
}

Value valueAt(const Rows& rows, int place, PostgresType type) {
  if (rows.isNull(place)) return {};
  switch (type) {
    case PostgresType::kText:
      return {.kind = Value::Kind::kText, .characters = rows.text(place)};
    case PostgresType::kBytea:
    case PostgresType::kUuid:
      return {.kind = Value::Kind::kBytes, .characters = textOf(rows.blob(place))};
    case PostgresType::kInt4:
    case PostgresType::kInt8:
    case PostgresType::kBool:
    case PostgresType::kInt2:
      break;
  }
  return {.kind = Value::Kind::kInteger, .integer = rows.integer(place)};
}

Rows run(Link& link, const std::string& sql, const std::vector<Parameter>& parameters) {
  const std::array calls{Call{.sql = sql.c_str(), .parameters = parameters}};
  return std::move(link.run(calls, patience()).front());
}

}  // namespace

PostgresTable::PostgresTable(Link& link, const TableShape& shape, std::size_t limit)
    : link_(link),
      shape_(shape),
      selects_{selectText(shape, false, false, limit), selectText(shape, true, false, limit),
               selectText(shape, false, true, limit), selectText(shape, true, true, limit)},
      put_(putText(shape)),
      remove_(removeText(shape)) {}

Chunk PostgresTable::read(const KeyRange& range) {
  std::vector<Parameter> parameters;
  for (const std::string& key : {range.after, range.until}) {
    for (const Value& value : valuesIn(key)) parameters.push_back(asParameter(value));
  }
  const std::size_t bounds = (range.after.empty() ? 0U : 1U) + (range.until.empty() ? 0U : 2U);
  const Rows rows = run(link_, selects_.at(bounds), parameters);
  Chunk chunk(shape_.key_columns);
  for (int row = 0; row < rows.size(); ++row) {
    rows.moveTo(row);
    chunk.beginRow();
    int place = 0;
    for (const Column& column : shape_.columns) chunk.add(valueAt(rows, place++, column.type));
  }
  return chunk;
}

void PostgresTable::put(const std::vector<std::string_view>& rows) {
  if (!rows.empty()) (void)run(link_, put_, asArrays(shape_.columns, rows));
}

void PostgresTable::remove(const std::vector<std::string_view>& keys) {
  if (!keys.empty()) (void)run(link_, remove_, asArrays(shape_.key(), keys));
}

void PostgresTable::raiseNumber(std::int64_t last_drawn) {
  for (const Column& column : shape_.columns) {
    if (!column.is_identity) continue;
    const std::string sql = "SELECT setval(sequence, " + std::to_string(last_drawn) +
                            ") FROM (SELECT pg_get_serial_sequence('" + quoted(shape_.name) + "', '" + column.name +
                            "')::regclass) AS drawn (sequence) WHERE coalesce(pg_sequence_last_value(sequence), 0) < " +
                            std::to_string(last_drawn);
    (void)link_.query(sql.c_str(), patience());
  }
}

}  // namespace heliograph::store
