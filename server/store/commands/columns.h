// Values on their way into a statement and out of a row, with strict types: what a column holds is what was asked for,
// or StoreUnavailable says that the database is not what this program wrote.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_COLUMNS_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_COLUMNS_H_

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "store/commands/connection.h"

namespace heliograph::store {

// Gives a statement's parameters their values, from the first on.
class Parameters {
 public:
  explicit Parameters(Binder& statement) : statement_(statement) {}

  void integer(std::int64_t value) { statement_.bindInteger(next(), value); }
  void text(std::string_view value) { statement_.bindText(next(), value); }
  void blob(ByteView value) { statement_.bindBlob(next(), value); }
  void null() { statement_.bindNull(next()); }

  // Throws std::logic_error where the statement has more parameters than it got.
  void finish() const;

 private:
  // Throws std::logic_error where the statement has no more.
  int next();

  Binder& statement_;
  int given_ = 0;
};

// Takes the columns of a result's current row, from the first on.
class Columns {
 public:
  explicit Columns(const Row& row) : row_(row) {}

  [[nodiscard]] std::int64_t integer() { return row_.integer(next()); }
  // Both are valid until the next row.
  [[nodiscard]] std::string_view text() { return row_.text(next()); }
  [[nodiscard]] ByteView blob() { return row_.blob(next()); }

  [[nodiscard]] bool isNull() const { return row_.isNull(taken_); }
  void skip(int columns) { taken_ += columns; }

  // Throws std::logic_error where the row has more columns than were taken.
  void finish() const;

 private:
  // Throws std::logic_error where the row has no more.
  int next();

  const Row& row_;
  int taken_ = 0;
};

// Throws StoreUnavailable: a column holds what this program would not have written.
[[noreturn]] void throwUnexpectedContent();

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_COLUMNS_H_
