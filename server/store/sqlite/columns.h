// Values on their way into a statement and out of a row, with strict types: what a column holds is what was asked for,
// or StoreUnavailable says that the file is not what this program wrote. SQLite itself would convert without a word.

#ifndef HELIOGRAPH_SERVER_STORE_SQLITE_COLUMNS_H_
#define HELIOGRAPH_SERVER_STORE_SQLITE_COLUMNS_H_

#include <sqlite3.h>

#include <cstdint>
#include <string_view>

#include "base/bytes.h"

namespace heliograph::store {

// Gives a statement's parameters their values, from the first on.
class Parameters {
 public:
  explicit Parameters(sqlite3_stmt* statement) : statement_(statement) {}

  void integer(std::int64_t value);
  void text(std::string_view value);
  void blob(ByteView value);
  void null();

  // Throws std::logic_error where the statement has more parameters than it got.
  void finish() const;

 private:
  sqlite3_stmt* statement_;
  int given_ = 0;
};

// Takes the columns of a statement's current row, from the first on.
class Columns {
 public:
  explicit Columns(sqlite3_stmt* statement) : statement_(statement) {}

  [[nodiscard]] std::int64_t integer();
  // Both are valid until the statement moves on.
  [[nodiscard]] std::string_view text();
  [[nodiscard]] ByteView blob();

  [[nodiscard]] bool isNull() const;
  void skip(int columns) { taken_ += columns; }

  // Throws std::logic_error where the row has more columns than were taken.
  void finish() const;

 private:
  int take(int type);

  sqlite3_stmt* statement_;
  int taken_ = 0;
};

// Throws StoreUnavailable: a column holds what this program would not have written.
[[noreturn]] void throwUnexpectedContent();

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_SQLITE_COLUMNS_H_
