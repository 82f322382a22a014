// A private PostgreSQL of a test's own (scripts/postgres-cluster), and its replica.

#ifndef HELIOGRAPH_TESTS_FAULTS_CLUSTER_H_
#define HELIOGRAPH_TESTS_FAULTS_CLUSTER_H_

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace heliograph::faults {

// Every call returns when it has happened. Throws std::runtime_error where the script fails.
class Cluster {
 public:
  // Makes and starts it in `folder`.
  explicit Cluster(std::filesystem::path folder);
  // Its processes and data are gone then.
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  // A replica that every commit here waits for, started.
  [[nodiscard]] std::unique_ptr<Cluster> standby(std::filesystem::path folder) const;

  // libpq's connection string, by its Unix socket. Good for as long as this object lives.
  [[nodiscard]] std::string url() const { return url_; }
  // The same by TCP, by way of something that passes it on to 127.0.0.1 at port().
  [[nodiscard]] std::string urlByWayOf(const std::string& address, std::uint16_t port) const;
  [[nodiscard]] std::uint16_t port() const;

  void start() const { run({"start", folder_.string()}); }
  void stop() const { run({"stop", folder_.string()}); }
  void restart() const { run({"restart", folder_.string()}); }
  // SIGKILL to all of its processes.
  void kill() const { run({"kill", folder_.string()}); }
  // From replica to primary.
  void promote() const { run({"promote", folder_.string()}); }

 private:
  Cluster(const Cluster& primary, std::filesystem::path folder);
  static std::string run(const std::vector<std::string>& arguments);

  std::filesystem::path folder_;
  std::string url_;
};

// The connection string of whichever of two is the primary, both by their Unix sockets.
[[nodiscard]] std::string urlOfThePrimaryOf(const Cluster& first, const Cluster& second);

// The value of a keyword in a connection string, such as "port".
[[nodiscard]] std::string valueIn(const std::string& url, const std::string& keyword);

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_CLUSTER_H_
