// A further server on the installation of a stage, on a port of its own.

#ifndef HELIOGRAPH_TESTS_SERVER_PROCESS_H_
#define HELIOGRAPH_TESTS_SERVER_PROCESS_H_

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "command_line/json.h"
#include "lab/process.h"

namespace heliograph {

class ServerProcess {
 public:
  // Listens when this returns; logs into `log`. `options` of `serve`, which heliograph-lab has, too.
  ServerProcess(const std::filesystem::path& configuration_file, std::filesystem::path log,
                const std::vector<std::string>& options = {}, const char* program = HELIOGRAPH_PROGRAM)
      : log_(std::move(log)), process_({program, argumentsOf(configuration_file, options)}, log_) {
    constexpr std::chrono::seconds kStartTimeout{30};
    const auto line = process_.readLine(kStartTimeout);
    if (!line) throw std::runtime_error("the server does not start; see " + log_.string());
    started_ = cli::Json::parse(*line);
    url_ = started_.at("service_url").get<std::string>();
  }

  [[nodiscard]] const std::string& url() const { return url_; }
  // What it printed when it listened.
  [[nodiscard]] const cli::Json& started() const { return started_; }
  [[nodiscard]] const std::filesystem::path& log() const { return log_; }
  void signal(int number) const { process_.signal(number); }

 private:
  static std::vector<std::string> argumentsOf(const std::filesystem::path& configuration_file,
                                              const std::vector<std::string>& options) {
    std::vector<std::string> arguments{"--json", "serve", "--config", configuration_file.string()};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return arguments;
  }

  std::filesystem::path log_;
  lab::RunningProcess process_;
  cli::Json started_;
  std::string url_;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_TESTS_SERVER_PROCESS_H_
