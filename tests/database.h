// The server's database under the hand of somebody who can write the file: with SQL, beside a running server or not.

#ifndef HELIOGRAPH_TESTS_DATABASE_H_
#define HELIOGRAPH_TESTS_DATABASE_H_

#include <filesystem>
#include <string>

struct sqlite3;

namespace heliograph {

// Throws std::runtime_error where SQLite refuses.
class Database {
 public:
  explicit Database(const std::filesystem::path& file);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // One statement or several. Every value of every row that they give: a row a line, values with a bar behind.
  std::string execute(const std::string& sql);
  // The first value of the first row, a number.
  long number(const std::string& sql) { return std::stol(execute(sql)); }

 private:
  sqlite3* database_ = nullptr;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_TESTS_DATABASE_H_
