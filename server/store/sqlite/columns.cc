#include "store/sqlite/columns.h"

#include <stdexcept>

#include "domain/store.h"
#include "store/sqlite/sqlite_failure.h"

namespace heliograph::store {
namespace {

constexpr std::string_view kBind = "bind a value";

}  // namespace

// SQLite makes copies of texts and blobs (SQLITE_TRANSIENT): a value may be gone before the statement runs.

void Parameters::integer(std::int64_t value) { check(sqlite3_bind_int64(statement_, ++given_, value), kBind); }

void Parameters::text(std::string_view value) {
  check(sqlite3_bind_text64(statement_, ++given_, value.data(), value.size(), SQLITE_TRANSIENT, SQLITE_UTF8), kBind);
}

void Parameters::blob(ByteView value) {
  // A null pointer would bind NULL where an empty blob is meant.
  static constexpr std::uint8_t kNothing = 0;
  const std::uint8_t* data = value.empty() ? &kNothing : value.data();
  check(sqlite3_bind_blob64(statement_, ++given_, data, value.size(), SQLITE_TRANSIENT), kBind);
}

void Parameters::null() { check(sqlite3_bind_null(statement_, ++given_), kBind); }

void Parameters::finish() const {
  if (given_ != sqlite3_bind_parameter_count(statement_)) throw std::logic_error("a statement lacks a parameter");
}

std::int64_t Columns::integer() { return sqlite3_column_int64(statement_, take(SQLITE_INTEGER)); }

std::string_view Columns::text() {
  const int column = take(SQLITE_TEXT);
  const auto* characters = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return {characters, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

ByteView Columns::blob() {
  const int column = take(SQLITE_BLOB);
  const auto* bytes = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_, column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

bool Columns::isNull() const { return sqlite3_column_type(statement_, taken_) == SQLITE_NULL; }

void Columns::finish() const {
  if (taken_ != sqlite3_column_count(statement_)) throw std::logic_error("a statement has columns that nobody reads");
}

int Columns::take(int type) {
  if (taken_ >= sqlite3_column_count(statement_)) throw std::logic_error("a statement lacks a column");
  if (sqlite3_column_type(statement_, taken_) != type) throwUnexpectedContent();
  return taken_++;
}

void throwUnexpectedContent() {
  throw domain::StoreUnavailable("the database holds a value that does not belong there");
}

}  // namespace heliograph::store
