// What a table looks like in both databases.

#ifndef HELIOGRAPH_SERVER_STORE_MIGRATION_TABLE_SHAPE_H_
#define HELIOGRAPH_SERVER_STORE_MIGRATION_TABLE_SHAPE_H_

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "store/postgres/types.h"

namespace heliograph::store {

struct Column {
  std::string name;
  PostgresType type;
  bool is_identity = false;  // PostgreSQL draws its numbers
};

struct TableShape {
  std::string name;
  std::vector<Column> columns;  // those of the primary key first, in its order
  std::size_t key_columns = 0;
  std::vector<std::string> parents;  // the tables that its foreign keys refer to

  [[nodiscard]] std::span<const Column> key() const { return std::span(columns).first(key_columns); }
};

// A name in SQL, which both engines write alike.
[[nodiscard]] inline std::string quoted(const std::string& name) { return '"' + name + '"'; }

// What `write` gives for each column and its place, from 0, with commas between.
template <class Write>
[[nodiscard]] std::string listOf(std::span<const Column> columns, const Write& write) {
  std::string list;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) list += ", ";
    list += write(columns[i], i);
  }
  return list;
}

[[nodiscard]] inline std::string namesOf(std::span<const Column> columns) {
  return listOf(columns, [](const Column& column, std::size_t) { return quoted(column.name); });
}

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_MIGRATION_TABLE_SHAPE_H_
