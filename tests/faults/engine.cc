#include "engine.h"

#include <libpq-fe.h>
#include <sqlite3.h>

#include <memory>
#include <stdexcept>

namespace heliograph::faults {
namespace {

constexpr int kBusyTimeoutMilliseconds = 10'000;

int appendRow(void* rows, int count, char** values, char**) {
  Row row;
  for (int i = 0; i < count; ++i) row.emplace_back(values[i] == nullptr ? "" : values[i]);
  static_cast<std::vector<Row>*>(rows)->push_back(std::move(row));
  return 0;
}

class Sqlite final : public Engine {
 public:
  explicit Sqlite(const std::filesystem::path& file) {
    sqlite3* database = nullptr;
    const int code = sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
    database_.reset(database);
    if (code != SQLITE_OK) throw std::runtime_error("the database cannot be opened: " + file.string());
    sqlite3_busy_timeout(database_.get(), kBusyTimeoutMilliseconds);
  }
  std::vector<Row> rows(const std::string& sql) override {
    std::vector<Row> found;
    if (sqlite3_exec(database_.get(), sql.c_str(), appendRow, &found, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sql + ": " + sqlite3_errmsg(database_.get()));
    }
    return found;
  }
  void beginSnapshot() override { rows("BEGIN"); }
  [[nodiscard]] std::string idText(const std::string& column) const override { return "lower(hex(" + column + "))"; }

 private:
  struct Closer {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
  };
  std::unique_ptr<sqlite3, Closer> database_;
};

class Postgres final : public Engine {
 public:
  explicit Postgres(const std::string& connection) : connection_(PQconnectdb(connection.c_str())) {
    if (PQstatus(connection_.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
  }
  std::vector<Row> rows(const std::string& sql) override {
    const std::unique_ptr<PGresult, ResultCloser> result(PQexec(connection_.get(), sql.c_str()));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
      throw std::runtime_error(sql + ": " + PQerrorMessage(connection_.get()));
    }
    std::vector<Row> found;
    for (int i = 0; i < PQntuples(result.get()); ++i) {
      Row row;
      for (int j = 0; j < PQnfields(result.get()); ++j) row.emplace_back(PQgetvalue(result.get(), i, j));
      found.push_back(std::move(row));
    }
    return found;
  }
  void beginSnapshot() override { rows("BEGIN ISOLATION LEVEL REPEATABLE READ"); }
  [[nodiscard]] std::string idText(const std::string& column) const override {
    return "replace(" + column + "::text, '-', '')";
  }

 private:
  struct ConnectionCloser {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct ResultCloser {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGconn, ConnectionCloser> connection_;
};

}  // namespace

std::unique_ptr<Engine> openSqlite(const std::filesystem::path& file) { return std::make_unique<Sqlite>(file); }

std::unique_ptr<Engine> openPostgres(const std::string& connection) { return std::make_unique<Postgres>(connection); }

}  // namespace heliograph::faults
