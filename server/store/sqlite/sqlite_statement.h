// A prepared statement of SQLite, with strict types: SQLite itself would convert without a word.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_SQLITE_STATEMENT_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_SQLITE_STATEMENT_H_

#include <sqlite3.h>

#include <memory>

#include "store/commands/connection.h"

namespace heliograph::store {

class SqliteStatement final : public PreparedStatement {
 public:
  SqliteStatement(sqlite3* connection, Sql sql);

  [[nodiscard]] bool isInUse() const { return sqlite3_stmt_busy(statement_.get()) != 0; }

  [[nodiscard]] int parameters() const override { return sqlite3_bind_parameter_count(statement_.get()); }
  void bindInteger(int parameter, std::int64_t value) override;
  void bindText(int parameter, std::string_view value) override;
  void bindBlob(int parameter, ByteView value) override;
  void bindNull(int parameter) override;

  bool step() override;
  [[nodiscard]] int changedRows() const override;

  [[nodiscard]] int columns() const override { return sqlite3_column_count(statement_.get()); }
  [[nodiscard]] bool isNull(int column) const override;
  [[nodiscard]] std::int64_t integer(int column) const override;
  [[nodiscard]] std::string_view text(int column) const override;
  [[nodiscard]] ByteView blob(int column) const override;

  void release() noexcept override;

 private:
  void expect(int column, int type) const;

  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_SQLITE_STATEMENT_H_
