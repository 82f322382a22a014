// Rows on their way into one statement: for each column an array parameter, in PostgreSQL's binary format. The
// statement takes them apart again with unnest().

#ifndef HELIOGRAPH_SERVER_STORE_POSTGRES_COLUMN_ARRAYS_H_
#define HELIOGRAPH_SERVER_STORE_POSTGRES_COLUMN_ARRAYS_H_

#include <initializer_list>
#include <vector>

#include "store/commands/connection.h"
#include "store/commands/stored.h"
#include "store/postgres/link.h"
#include "store/postgres/types.h"

namespace heliograph::store {

class ColumnArrays final : public Binder {
 public:
  ColumnArrays(std::initializer_list<PostgresType> columns);

  // Behind the others; before the first row.
  void addColumn(PostgresType type) { columns_.push_back({.type = type, .elements = {}}); }

  // Adds a row; the values take their columns as Stored<> says.
  template <class... Values>
  void add(const Values&... values) {
    Parameters parameters(*this);
    (Stored<Values>::write(parameters, values), ...);
    parameters.finish();
    ++rows_;
  }
  [[nodiscard]] std::size_t rows() const { return rows_; }

  // One for each column, in their order.
  [[nodiscard]] std::vector<Parameter> parametersOfStatement() const;

  [[nodiscard]] int parameters() const override { return static_cast<int>(columns_.size()); }
  void bindInteger(int column, std::int64_t value) override;
  void bindText(int column, std::string_view value) override;
  void bindBlob(int column, ByteView value) override;
  void bindNull(int column) override;

 private:
  struct Column {
    PostgresType type;
    std::string elements;
    bool has_nulls = false;
  };
  void append(int column, std::string_view bytes);

  std::vector<Column> columns_;
  std::size_t rows_ = 0;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_POSTGRES_COLUMN_ARRAYS_H_
