#include "servers.h"

#include <signal.h>

#include <chrono>
#include <fstream>
#include <stdexcept>
#include <utility>

namespace heliograph::faults {
namespace {

constexpr std::chrono::seconds kStartTimeout{60};

// Nothing of a load is refused for being too much: what is looked for are faults. Connections are kept between rounds.
constexpr const char* kConfiguration = R"(
port = 0
allow_plain_http = true
max_requests_in_progress = 4000
max_connections = 4000
idle_timeout_seconds = 3600
[limits]
requests_per_second_per_api_key = 1000000
burst_per_api_key = 1000000
requests_per_second_per_device = 1000000
burst_per_device = 1000000
[log]
level = "warning"
)";

std::string portOf(const std::string& url) { return url.substr(url.rfind(':') + 1); }

// `ip netns exec` becomes the program, so a signal to the process is one to the server.
lab::CommandLine commandLineIn(const std::string& network_namespace, std::vector<std::string> arguments) {
  if (network_namespace.empty()) return {HELIOGRAPH_PROGRAM, std::move(arguments)};
  arguments.insert(arguments.begin(), {"netns", "exec", network_namespace, HELIOGRAPH_PROGRAM});
  return {"/sbin/ip", std::move(arguments)};
}

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream stream(file);
  return {std::istreambuf_iterator<char>(stream), {}};
}

}  // namespace

Servers::Servers(const std::filesystem::path& folder, std::vector<ServerPlace> places) {
  std::filesystem::create_directories(folder);
  for (ServerPlace& place : places) {
    const std::string name = "server" + std::to_string(servers_.size());
    const auto configuration = folder / (name + ".toml");
    std::ofstream(configuration) << "[server]\naddress = \"" << place.address << "\"" << kConfiguration << "[store]\n"
                                 << place.store << "\n";
    servers_.push_back({.place = std::move(place), .configuration = configuration, .log = folder / (name + ".log")});
  }
}

Application Servers::createApplication(const std::vector<std::string>& properties) const {
  std::vector<std::string> create{"app", "create", "faults"};
  for (const std::string& property : properties) {
    create.push_back("--set");
    create.push_back(property);
  }
  const auto created = operate(create);
  if (created.exit_code != 0) throw std::runtime_error("app create: " + created.standard_error);
  const auto application = cli::Json::parse(created.standard_output);
  const auto key = cli::Json::parse(operate({"apikey", "create"}).standard_output);
  return {.id = application.at("application_id"),
          .phone = application.at("phone"),
          .key = {key.at("key_id"), key.at("key_secret")}};
}

void Servers::start(std::size_t number) {
  Server& server = servers_[number];
  std::vector<std::string> arguments{"--json", "serve", "--config", server.configuration.string()};
  if (!server.url.empty()) {
    arguments.push_back("--port");
    arguments.push_back(portOf(server.url));
  }
  server.process = std::make_unique<lab::RunningProcess>(
      commandLineIn(server.place.network_namespace, std::move(arguments)), server.log);
  const auto line = server.process->readLine(kStartTimeout);
  if (!line) throw std::runtime_error("a server does not start: " + contentOf(server.log));
  server.url = cli::Json::parse(*line).at("service_url").get<std::string>();
}

void Servers::startAll() {
  for (std::size_t i = 0; i < servers_.size(); ++i) start(i);
}

void Servers::kill(std::size_t number) {
  servers_[number].process->signal(SIGKILL);
  servers_[number].process->wait();
  servers_[number].process.reset();
}

bool Servers::isRunning(std::size_t number) const {
  return servers_[number].process && ::kill(servers_[number].process->pid(), 0) == 0;
}

std::vector<std::string> Servers::urls() const {
  std::vector<std::string> urls;
  for (const Server& server : servers_) urls.push_back(server.url);
  return urls;
}

lab::FinishedProcess Servers::operate(std::vector<std::string> arguments) const {
  arguments.insert(arguments.begin(), "--json");
  arguments.push_back("--config");
  arguments.push_back(servers_.front().configuration.string());
  return lab::runProcess({HELIOGRAPH_PROGRAM, arguments});
}

}  // namespace heliograph::faults
