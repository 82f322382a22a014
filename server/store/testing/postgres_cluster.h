// A PostgreSQL of one test's own (scripts/postgres-cluster), to stop, kill and change. It takes some seconds to make.

#ifndef HELIOGRAPH_SERVER_STORE_TESTING_POSTGRES_CLUSTER_H_
#define HELIOGRAPH_SERVER_STORE_TESTING_POSTGRES_CLUSTER_H_

#include <string>

#include "store/testing/temporary_folder.h"

namespace heliograph::store {

// Runs scripts/postgres-cluster, and returns the first line of what it says: nothing where it fails.
[[nodiscard]] std::string runClusterScript(const std::string& verb, const std::string& folder,
                                           const std::string& option = {});

class PostgresCluster {
 public:
  // Throws std::runtime_error where there is no PostgreSQL.
  PostgresCluster();
  ~PostgresCluster();
  PostgresCluster(const PostgresCluster&) = delete;
  PostgresCluster& operator=(const PostgresCluster&) = delete;

  [[nodiscard]] std::string connectionString() const { return url_; }
  // By 127.0.0.1, with a password.
  [[nodiscard]] std::string connectionStringOverTcp() const;

  void start() const;
  void stop() const;
  void restart() const;
  // As a loss of power does.
  void kill() const;

  // Runs SQL as the owner; the first column of the first row, empty where there is none.
  std::string run(const std::string& sql) const;

  // A file in the folder of its data, readable by the server alone.
  void writeDataFile(const std::string& name, const std::string& content) const;

 private:
  [[nodiscard]] std::string script(const std::string& verb, const std::string& option = {}) const;

  TemporaryFolder folder_;
  std::string url_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_TESTING_POSTGRES_CLUSTER_H_
