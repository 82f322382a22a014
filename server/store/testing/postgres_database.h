// An empty database for one test: a schema of its own, which takes a fraction of the time, in a PostgreSQL cluster that
// all tests of a build share. The cluster starts with the
// first one (scripts/postgres-cluster) and stops at the end of a run of ctest.

#ifndef HELIOGRAPH_SERVER_STORE_TESTING_POSTGRES_DATABASE_H_
#define HELIOGRAPH_SERVER_STORE_TESTING_POSTGRES_DATABASE_H_

#include <string>

namespace heliograph::store {

class PostgresDatabase {
 public:
  // Throws std::runtime_error where there is no PostgreSQL.
  PostgresDatabase();
  // Whoever used it has closed its connections by then.
  ~PostgresDatabase();
  PostgresDatabase(const PostgresDatabase&) = delete;
  PostgresDatabase& operator=(const PostgresDatabase&) = delete;

  [[nodiscard]] std::string connectionString() const { return server_ + " options=-csearch_path=" + name_; }

  // Runs SQL in it, as an operator would; the first column of the first row, empty where there is none.
  std::string run(const std::string& sql) const;
  // The same as the owner of the cluster, outside of it.
  std::string runOnServer(const std::string& sql) const;

 private:
  const std::string server_;
  const std::string name_;
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_TESTING_POSTGRES_DATABASE_H_
