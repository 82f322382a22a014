#include "store/testing/postgres_database.h"

#include <array>
#include <cstdio>
#include <stdexcept>

#include "base/hex.h"
#include "crypto/system_random.h"
#include "store/testing/postgres_cluster.h"
#include "store/testing/postgres_session.h"

namespace heliograph::store {
namespace {

std::string startedServer() {
  std::string url = runClusterScript("start", HELIOGRAPH_TEST_CLUSTER, "--unsafe");
  if (!url.starts_with("host=")) throw std::runtime_error("the tests' PostgreSQL does not start");
  return url;
}

std::string newName() {
  std::array<std::uint8_t, 8> bytes{};
  crypto::SystemRandom().fill(bytes);
  return "test_" + toHex(bytes);
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

std::string PostgresDatabase::run(const std::string& sql) const { return PostgresSession(connectionString()).run(sql); }

std::string PostgresDatabase::runOnServer(const std::string& sql) const { return PostgresSession(server_).run(sql); }

}  // namespace heliograph::store
