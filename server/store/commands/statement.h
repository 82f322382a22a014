// Running statements: values in by type, rows out by type.
//
//   const auto row = readRow<domain::DeviceState, domain::RowVersion>(connection, kFindState, inShard(device));
//   const int changed = change(connection, kCancelSession, now, inShard(session));
//
// A type may take several parameters or columns (stored.h); their number must come out even, or it is a logic_error.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_STATEMENT_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_STATEMENT_H_

#include <memory>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "store/commands/connection.h"
#include "store/commands/stored.h"

namespace heliograph::store {

// The values of a row, all its columns.
template <class... Types>
[[nodiscard]] std::tuple<Types...> valuesOf(const Row& row) {
  Columns columns(row);
  std::tuple<Types...> values{Stored<Types>::read(columns)...};  // in braces, so from left to right
  columns.finish();
  return values;
}

// A prepared statement in use: bound when it is made, released when it goes.
class Statement {
 public:
  template <class... Values>
  Statement(Connection& connection, Sql sql, const Values&... values) : statement_(&connection.claim(sql)) {
    Parameters parameters(*statement_);
    (Stored<Values>::write(parameters, values), ...);
    parameters.finish();
  }

  // True where there is a row.
  bool step() { return statement_->step(); }
  [[nodiscard]] int changedRows() const { return statement_->changedRows(); }

  template <class... Types>
  [[nodiscard]] std::tuple<Types...> row() const {
    return valuesOf<Types...>(*statement_);
  }

 private:
  struct Release {
    void operator()(PreparedStatement* statement) const noexcept { statement->release(); }
  };

  std::unique_ptr<PreparedStatement, Release> statement_;  // the connection's
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
  return statement.changedRows();
}

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_STATEMENT_H_
