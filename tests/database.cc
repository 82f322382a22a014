#include "database.h"

#include <sqlite3.h>

#include <stdexcept>

namespace heliograph {
namespace {

constexpr int kBusyTimeoutMilliseconds = 10'000;

int appendRow(void* rows, int count, char** values, char**) {
  auto& text = *static_cast<std::string*>(rows);
  for (int i = 0; i < count; ++i) text += std::string(values[i] == nullptr ? "" : values[i]) + "|";
  text += "\n";
  return 0;
}

}  // namespace

Database::Database(const std::filesystem::path& file) {
  if (sqlite3_open_v2(file.c_str(), &database_, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) {
    throw std::runtime_error("the database cannot be opened: " + file.string());
  }
  sqlite3_busy_timeout(database_, kBusyTimeoutMilliseconds);
}

Database::~Database() { sqlite3_close(database_); }

std::string Database::execute(const std::string& sql) {
  std::string rows;
  if (sqlite3_exec(database_, sql.c_str(), appendRow, &rows, nullptr) != SQLITE_OK) {
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(database_));
  }
  return rows;
}

}  // namespace heliograph
