// The way to the database, encrypted: whom the store believes to be its database.

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "domain/store.h"
#include "store/postgres/postgres_store.h"
#include "store/testing/postgres_cluster.h"
#include "store/testing/temporary_folder.h"

namespace heliograph::store {
namespace {

using namespace std::chrono_literals;

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

class PostgresTls : public testing::Test {
 protected:
  // "name.crt" and "name.key": a certificate for 127.0.0.1 that vouches for itself.
  void makeCertificate(const std::string& name) const {
    const std::string file = (folder_ / name).string();
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=" + name +
        " -addext subjectAltName=IP:127.0.0.1 -keyout " + file + ".key -out " + file + ".crt 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
  }
  void giveToServer(const std::string& name) const {
    cluster_.writeDataFile("server.crt", contentOf(folder_ / (name + ".crt")));
    cluster_.writeDataFile("server.key", contentOf(folder_ / (name + ".key")));
    cluster_.run("ALTER SYSTEM SET ssl = on");
    cluster_.restart();
  }
  [[nodiscard]] std::unique_ptr<domain::Store> openBelieving(const std::string& root) const {
    return openPostgresStore(
        {.connection_string = cluster_.connectionStringOverTcp() +
                              " sslmode=verify-full sslrootcert=" + (folder_ / (root + ".crt")).string(),
         .timeout = 30s});
  }

  TemporaryFolder folder_;
  PostgresCluster cluster_;
};

TEST_F(PostgresTls, IsSpokenWithTheDatabaseThatTheRootVouchesForAndNoOther) {
  makeCertificate("own");
  makeCertificate("other");
  EXPECT_THROW((void)openBelieving("own"), domain::StoreUnavailable) << "one that speaks no TLS";
  giveToServer("own");
  const auto store = openBelieving("own");
  EXPECT_EQ(store->directoryVersion(), 1U);
  EXPECT_EQ(cluster_.run("SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) "
                         "WHERE application_name = 'heliograph'"),
            "t");
  EXPECT_THROW((void)openBelieving("other"), domain::StoreUnavailable);
}

}  // namespace
}  // namespace heliograph::store
