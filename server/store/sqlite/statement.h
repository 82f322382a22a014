// Running statements: values in by type, rows out by type.
//
//   const auto row = readRow<domain::DeviceState, domain::RowVersion>(connection, kFindState, inShard(device));
//   const int changed = change(connection, kCancelSession, now, inShard(session));
//
// A type may take several parameters or columns (stored.h); their number must come out even, or it is a logic_error.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_STATEMENT_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_STATEMENT_H_

#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "store/sqlite/connection.h"
#include "store/sqlite/stored.h"

namespace heliograph::store {

// A prepared statement in use: bound when it is made, reset and without its values when it goes. One statement of a
// connection is in use once at a time.
class Statement {
 public:
  template <class... Values>
  Statement(Connection& connection, Sql sql, const Values&... values) : statement_(claim(connection, sql)) {
    Parameters parameters(statement_.get());
    (Stored<Values>::write(parameters, values), ...);
    parameters.finish();
  }

  // True where there is a row.
  bool step();

  template <class... Types>
  [[nodiscard]] std::tuple<Types...> row() const {
    Columns columns(statement_.get());
    std::tuple<Types...> values{Stored<Types>::read(columns)...};  // in braces, so from left to right
    columns.finish();
    return values;
  }

 private:
  struct Release {
    void operator()(sqlite3_stmt* statement) const;
  };
  [[nodiscard]] static sqlite3_stmt* claim(Connection& connection, Sql sql);

  std::unique_ptr<sqlite3_stmt, Release> statement_;
};

// The first row.
template <class... Types, class... Values>
[[nodiscard]] std::optional<std::tuple<Types...>> readRow(Connection& connection, Sql sql, const Values&... values) {
  Statement statement(connection, sql, values...);
  if (!statement.step()) return std::nullopt;
  return statement.row<Types...>();
}

// The first row of a statement with one value.
template <class Type, class... Values>
[[nodiscard]] std::optional<Type> readValue(Connection& connection, Sql sql, const Values&... values) {
  auto row = readRow<Type>(connection, sql, values...);
  if (!row) return std::nullopt;
  return std::get<0>(*std::move(row));
}

template <class... Types, class... Values>
[[nodiscard]] std::vector<std::tuple<Types...>> readRows(Connection& connection, Sql sql, const Values&... values) {
  Statement statement(connection, sql, values...);
  std::vector<std::tuple<Types...>> rows;
  while (statement.step()) rows.push_back(statement.row<Types...>());
  return rows;
}

// Runs a statement without rows; the number of rows that it changed.
template <class... Values>
int change(Connection& connection, Sql sql, const Values&... values) {
  Statement statement(connection, sql, values...);
  while (statement.step()) {
  }
  return sqlite3_changes(connection.handle());
}

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_STATEMENT_H_
