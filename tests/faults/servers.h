// Equal server processes of one installation: one database, one master key, a port each.

#ifndef HELIOGRAPH_TESTS_FAULTS_SERVERS_H_
#define HELIOGRAPH_TESTS_FAULTS_SERVERS_H_

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "command_line/json.h"
#include "lab/process.h"
#include "rest_client.h"

namespace heliograph::faults {

// What a bank and its phones need to begin with.
struct Application {
  std::string id;
  cli::Json phone;  // for Controller::loadConfig(), but for the service_url
  ApiKeyPair key;
};

// Where a server runs.
struct ServerPlace {
  std::string store;                   // of the [store] section: `sqlite_file = "..."` or `postgresql = "..."`
  std::string address = "127.0.0.1";   // that it listens on
  std::string network_namespace = {};  // empty: this one
};

class Servers {
 public:
  // One server for each place. None runs yet. The command line works at the first one's store, from here.
  Servers(const std::filesystem::path& folder, std::vector<ServerPlace> places);

  // By the command line, while no server runs: a server that starts knows it at once.
  [[nodiscard]] Application createApplication(const std::vector<std::string>& properties) const;

  // On the port that it had before. Listens when this returns.
  void start(std::size_t number);
  void startAll();
  // SIGKILL.
  void kill(std::size_t number);

  [[nodiscard]] std::size_t count() const { return servers_.size(); }
  [[nodiscard]] bool isRunning(std::size_t number) const;
  // Where a server listens or, when it was killed, will listen again.
  [[nodiscard]] const std::string& url(std::size_t number) const { return servers_[number].url; }
  [[nodiscard]] std::vector<std::string> urls() const;

  // `heliograph --json ARGUMENTS --config FILE` on the installation.
  [[nodiscard]] lab::FinishedProcess operate(std::vector<std::string> arguments) const;

 private:
  struct Server {
    ServerPlace place;
    std::filesystem::path configuration;
    std::filesystem::path log;
    std::string url = {};
    std::unique_ptr<lab::RunningProcess> process = nullptr;
  };
  std::vector<Server> servers_;
};

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_SERVERS_H_
