#include "cluster.h"

#include <stdexcept>
#include <utility>

#include "lab/process.h"

namespace heliograph::faults {

// Without fsync: what is killed here is processes, and what they have written is safe with the system all the same.

Cluster::Cluster(std::filesystem::path folder)
    : folder_(std::move(folder)), url_(run({"start", folder_.string(), "--unsafe"})) {}

Cluster::Cluster(const Cluster& primary, std::filesystem::path folder)
    : folder_(std::move(folder)), url_(run({"standby", primary.folder_.string(), folder_.string()})) {}

Cluster::~Cluster() {
  // What fails here leaves processes behind, and no destructor can do more than try.
  try {
    run({"remove", folder_.string()});
  } catch (const std::runtime_error&) {
    return;
  }
}

std::unique_ptr<Cluster> Cluster::standby(std::filesystem::path folder) const {
  return std::unique_ptr<Cluster>(new Cluster(*this, std::move(folder)));
}

std::string Cluster::urlByWayOf(const std::string& address, std::uint16_t port) const {
  const std::string own = run({"url", folder_.string(), "--tcp"});
  return "host=" + address + " port=" + std::to_string(port) + own.substr(own.find(" user="));
}

std::uint16_t Cluster::port() const { return static_cast<std::uint16_t>(std::stoul(valueIn(url_, "port"))); }

std::string Cluster::run(const std::vector<std::string>& arguments) {
  const auto finished = lab::runProcess({HELIOGRAPH_SOURCE_DIR "/scripts/postgres-cluster", arguments});
  if (finished.exit_code != 0) throw std::runtime_error(arguments.front() + ": " + finished.standard_error);
  return finished.standard_output.substr(0, finished.standard_output.find('\n'));
}

std::string urlOfThePrimaryOf(const Cluster& first, const Cluster& second) {
  const auto both = [&](const std::string& keyword) {
    return keyword + "=" + valueIn(first.url(), keyword) + "," + valueIn(second.url(), keyword);
  };
  return both("host") + " " + both("port") + " user=" + valueIn(first.url(), "user") +
         " dbname=" + valueIn(first.url(), "dbname") + " target_session_attrs=read-write";
}

std::string valueIn(const std::string& url, const std::string& keyword) {
  const std::string padded = " " + url + " ";
  const std::size_t start = padded.find(" " + keyword + "=");
  if (start == std::string::npos) throw std::runtime_error("the connection string has no " + keyword);
  const std::size_t value = start + keyword.size() + 2;
  return padded.substr(value, padded.find(' ', value) - value);
}

}  // namespace heliograph::faults
