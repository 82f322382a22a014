#include "store/migration/catalogue.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "store/commands/statement.h"
#include "store/migration/patience.h"

namespace heliograph::store {
namespace {

constexpr Sql kReadTables("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'sqlite_*'");
// pk: the place in the primary key, from 1; 0 outside of it.
constexpr Sql kReadColumns("SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid");
constexpr Sql kReadParents("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list(?)");

constexpr const char* kReadPostgresColumns = R"sql(
  SELECT c.relname::text, a.attname::text, a.atttypid::bigint, a.attidentity <> '',
    coalesce(array_position(i.indkey::smallint[], a.attnum), -1)
  FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND c.relname <> 'schema_steps'
  ORDER BY c.relname, a.attnum
)sql";

// A column of SQLite: its type, and its place in the primary key.
struct SqliteColumn {
  std::string name;
  std::string type;
  int key_place;
};

struct PostgresColumn {
  PostgresType type;
  bool is_identity;
  int key_place;  // in the primary key, from 0; -1 outside of it
};
using PostgresColumns = std::map<std::string, PostgresColumn>;

std::map<std::string, PostgresColumns> tablesOf(Link& link) {
  const Rows rows = link.query(kReadPostgresColumns, patience());
  std::map<std::string, PostgresColumns> tables;
  for (int row = 0; row < rows.size(); ++row) {
    rows.moveTo(row);
    auto [table, column, type, is_identity, key_place] =
        valuesOf<std::string, std::string, std::uint32_t, bool, int>(rows);
    tables[table].emplace(column, PostgresColumn{static_cast<PostgresType>(type), is_identity, key_place});
  }
  return tables;
}

bool canHold(PostgresType type, const std::string& sqlite_type) {
  using enum PostgresType;
  if (sqlite_type == "INTEGER") return type == kInt8 || type == kInt4;
  if (sqlite_type == "TEXT") return type == kText;
  return sqlite_type == "BLOB" && (type == kBytea || type == kUuid);
}

// SQLite counts places in a key from 1, PostgreSQL's vector from 0.
bool isSamePlace(const SqliteColumn& column, const PostgresColumn& found) {
  return column.key_place == found.key_place + 1;
}

std::vector<SqliteColumn> columnsOf(SqliteConnection& connection, const std::string& table) {
  std::vector<SqliteColumn> columns;
  for (auto& [name, type, key_place] : readRows<std::string, std::string, int>(connection, kReadColumns, table)) {
    columns.push_back({std::move(name), std::move(type), key_place});
  }
  // Those of the key first, in its order; the others stay as they are.
  const auto others = std::stable_partition(columns.begin(), columns.end(),
                                            [](const SqliteColumn& column) { return column.key_place > 0; });
  std::ranges::sort(columns.begin(), others, {}, &SqliteColumn::key_place);
  return columns;
}

Result<TableShape, std::string> shapeOf(SqliteConnection& connection, const std::string& name,
                                        const PostgresColumns& columns) {
  TableShape shape{.name = name, .columns = {}, .key_columns = 0, .parents = {}};
  for (const SqliteColumn& column : columnsOf(connection, name)) {
    const auto found = columns.find(column.name);
    if (found == columns.end()) return fail("PostgreSQL lacks " + name + "." + column.name);
    if (!canHold(found->second.type, column.type)) return fail(name + "." + column.name + " is of another type");
    if (!isSamePlace(column, found->second)) return fail("the primary key of " + name + " is another one");
    shape.columns.push_back({column.name, found->second.type, found->second.is_identity});
    if (column.key_place > 0) ++shape.key_columns;
  }
  if (shape.columns.size() != columns.size()) return fail("SQLite lacks a column of " + name);
  if (shape.key_columns == 0) return fail(name + " has no primary key");
  for (auto& [parent] : readRows<std::string>(connection, kReadParents, name)) shape.parents.push_back(parent);
  return shape;
}

// Always the same order for the same tables.
std::vector<TableShape> parentsFirst(std::vector<TableShape> tables) {
  std::vector<TableShape> ordered;
  std::set<std::string> done;
  const auto is_ready = [&](const TableShape& table) {
    return std::ranges::all_of(table.parents, [&](const std::string& parent) { return done.contains(parent); });
  };
  while (!tables.empty()) {
    const auto next = std::ranges::find_if(tables, is_ready);
    if (next == tables.end()) throw std::logic_error("foreign keys in a circle");
    done.insert(next->name);
    ordered.push_back(std::move(*next));
    tables.erase(next);
  }
  return ordered;
}

}  // namespace

Result<std::vector<TableShape>, std::string> commonTables(SqliteConnection& connection, Link& link) {
  const auto targets = tablesOf(link);
  std::vector<TableShape> tables;
  for (const auto& [name] : readRows<std::string>(connection, kReadTables)) {
    const auto found = targets.find(name);
    if (found == targets.end()) return fail("PostgreSQL lacks the table " + name);
    auto shape = shapeOf(connection, name, found->second);
    if (!shape) return fail(shape.error());
    tables.push_back(std::move(*shape));
  }
  if (tables.size() != targets.size()) return fail(std::string("PostgreSQL has a table that SQLite lacks"));
  return parentsFirst(std::move(tables));
}

}  // namespace heliograph::store
