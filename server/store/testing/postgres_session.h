// A connection of an operator's, or of another program: what it begins stays open until it ends it, or goes.

#ifndef HELIOGRAPH_SERVER_STORE_TESTING_POSTGRES_SESSION_H_
#define HELIOGRAPH_SERVER_STORE_TESTING_POSTGRES_SESSION_H_

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <vector>

namespace heliograph::store {

class PostgresSession {
 public:
  // Throws std::runtime_error where it cannot connect.
  explicit PostgresSession(const std::string& connection_string);

  // Statements; the first column of the last one's first row, empty where there is none. Throws std::runtime_error.
  std::string run(const std::string& sql) const;
  // One statement; the first column of each of its rows.
  [[nodiscard]] std::vector<std::string> rows(const std::string& sql) const;

 private:
  [[nodiscard]] std::unique_ptr<PGresult, decltype(&PQclear)> resultOf(const std::string& sql) const;

  std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_TESTING_POSTGRES_SESSION_H_
