#include "store/testing/postgres_cluster.h"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "store/testing/postgres_session.h"

namespace heliograph::store {
namespace {

struct ClosePipe {
  void operator()(std::FILE* pipe) const { pclose(pipe); }
};

}  // namespace

std::string runClusterScript(const std::string& verb, const std::string& folder, const std::string& option) {
  const std::string command = HELIOGRAPH_SOURCE_DIR "/scripts/postgres-cluster " + verb + " " + folder + " " + option;
  const std::unique_ptr<std::FILE, ClosePipe> pipe(popen(command.c_str(), "r"));
  std::string output;
  std::array<char, 256> part{};
  while (pipe != nullptr && std::fgets(part.data(), part.size(), pipe.get()) != nullptr) output += part.data();
  return output.substr(0, output.find('\n'));
}

PostgresCluster::PostgresCluster() {
  url_ = script("start", "--unsafe");
  if (!url_.starts_with("host=")) throw std::runtime_error("a PostgreSQL for this test does not start");
}

PostgresCluster::~PostgresCluster() { (void)script("remove"); }

std::string PostgresCluster::connectionStringOverTcp() const { return script("url", "--tcp"); }

void PostgresCluster::start() const { (void)script("start", "--unsafe"); }
void PostgresCluster::stop() const { (void)script("stop"); }
void PostgresCluster::restart() const { (void)script("restart"); }
void PostgresCluster::kill() const { (void)script("kill"); }

std::string PostgresCluster::run(const std::string& sql) const { return PostgresSession(url_).run(sql); }

void PostgresCluster::writeDataFile(const std::string& name, const std::string& content) const {
  const std::filesystem::path data = folder_ / "cluster/data";
  const std::filesystem::path file = data / name;
  std::ofstream(file) << content;
  std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  struct stat of_data {};
  if (stat(data.c_str(), &of_data) != 0 || chown(file.c_str(), of_data.st_uid, of_data.st_gid) != 0) {
    throw std::runtime_error("the file cannot be given to the server");
  }
}

std::string PostgresCluster::script(const std::string& verb, const std::string& option) const {
  return runClusterScript(verb, (folder_ / "cluster").string(), option);
}

}  // namespace heliograph::store
