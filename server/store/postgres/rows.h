// The result of a statement: rows in PostgreSQL's binary format, with strict types.

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_ROWS_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_ROWS_H_

#include <libpq-fe.h>

#include <memory>

#include "store/commands/connection.h"

namespace heliograph::store {

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using ResultPointer = std::unique_ptr<PGresult, ClearResult>;

class Rows final : public Row {
 public:
  explicit Rows(ResultPointer result) : result_(std::move(result)) {}

  [[nodiscard]] int size() const { return PQntuples(result_.get()); }
  // The row that is the current one from now on: at first none is.
  void moveTo(int row) const { row_ = row; }
  // How many rows the statement inserted, changed, removed or found.
  [[nodiscard]] int changedRows() const;

  [[nodiscard]] int columns() const override { return PQnfields(result_.get()); }
  [[nodiscard]] bool isNull(int column) const override { return PQgetisnull(result_.get(), row_, column) != 0; }
  // Of an integer of any size, or a boolean.
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] std::string_view text(int column) const override;
  // Of bytes or a UUID.
  [[nodiscard]] ByteView blob(int column) const override;

 private:
  [[nodiscard]] ByteView bytes(int column) const;

  ResultPointer result_;
  mutable int row_ = -1;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_ROWS_H_
