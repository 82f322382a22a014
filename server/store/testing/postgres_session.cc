#include "store/testing/postgres_session.h"

#include <stdexcept>

namespace heliograph::store {

PostgresSession::PostgresSession(const std::string& connection_string)
    : connection_(PQconnectdb(connection_string.c_str()), PQfinish) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
  PQsetNoticeProcessor(
      connection_.get(), [](void*, const char*) {}, nullptr);
}

std::string PostgresSession::run(const std::string& sql) const {
  const auto result = resultOf(sql);
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

std::vector<std::string> PostgresSession::rows(const std::string& sql) const {
  const auto result = resultOf(sql);
  std::vector<std::string> rows;
  for (int row = 0; row < PQntuples(result.get()); ++row) rows.emplace_back(PQgetvalue(result.get(), row, 0));
  return rows;
}

std::unique_ptr<PGresult, decltype(&PQclear)> PostgresSession::resultOf(const std::string& sql) const {
  std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection_.get(), sql.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(sql + ": " + PQerrorMessage(connection_.get()));
  }
  return result;
}

}  // namespace heliograph::store
