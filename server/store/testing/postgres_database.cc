#include "store/testing/postgres_database.h"

#include <libpq-fe.h>

#include <array>
#include <cstdio>
#include <memory>
#include <stdexcept>

#include "base/hex.h"
#include "crypto/system_random.h"

namespace heliograph::store {
namespace {

constexpr const char* kStart =
    HELIOGRAPH_SOURCE_DIR "/scripts/postgres-cluster start " HELIOGRAPH_TEST_CLUSTER " --unsafe";

struct ClosePipe {
  void operator()(std::FILE* pipe) const { pclose(pipe); }
};

std::string outputOf(const char* command) {
  const std::unique_ptr<std::FILE, ClosePipe> pipe(popen(command, "r"));
  std::string output;
  std::array<char, 256> part{};
  while (pipe != nullptr && std::fgets(part.data(), part.size(), pipe.get()) != nullptr) output += part.data();
  return output;
}

std::string startedServer() {
  std::string url = outputOf(kStart);
  if (!url.starts_with("host=")) throw std::runtime_error("the tests' PostgreSQL does not start");
  url.erase(url.find_last_not_of('\n') + 1);
  return url;
}

std::string newName() {
  std::array<std::uint8_t, 8> bytes{};
  crypto::SystemRandom().fill(bytes);
  return "test_" + toHex(bytes);
}

std::string firstValue(const std::string& connection_string, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(connection_string.c_str()), PQfinish);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), PQclear);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
    throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
  }
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

}  // namespace

PostgresDatabase::PostgresDatabase() : server_(startedServer()), name_(newName()) {
  runOnServer("CREATE SCHEMA " + name_);
}

PostgresDatabase::~PostgresDatabase() {
  try {
    runOnServer("SET client_min_messages = warning; DROP SCHEMA " + name_ + " CASCADE");
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "%s\n", failure.what());
  }
}

std::string PostgresDatabase::run(const std::string& sql) const { return firstValue(connectionString(), sql); }

std::string PostgresDatabase::runOnServer(const std::string& sql) const { return firstValue(server_, sql); }

}  // namespace heliograph::store
