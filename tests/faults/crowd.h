// A crowd at the servers' doors: one request, sent over many connections at one moment. The connections are made before
// and kept, and each request but for its last byte is there before the last bytes are sent.

#ifndef HELIOGRAPH_TESTS_FAULTS_CROWD_H_
#define HELIOGRAPH_TESTS_FAULTS_CROWD_H_

#include <cstddef>
#include <string>
#include <vector>

#include "rest_client.h"

namespace heliograph::faults {

class Crowd {
 public:
  // `size` connections, shared out evenly to the servers of `service_urls`.
  Crowd(const std::vector<std::string>& service_urls, const ApiKeyPair& key, std::size_t size);
  ~Crowd();
  Crowd(const Crowd&) = delete;
  Crowd& operator=(const Crowd&) = delete;

  // One answer for each connection; status 0 where none came within a minute.
  [[nodiscard]] std::vector<RestAnswer> post(const std::string& path, const cli::Json& body) const;

 private:
  std::vector<int> sockets_;
  std::string authorization_;
};

}  // namespace heliograph::faults

#endif  // HELIOGRAPH_TESTS_FAULTS_CROWD_H_
