// A client of a server's REST interfaces that says any method and header, and shows the headers of the answer.

#ifndef HELIOGRAPH_TESTS_REST_CLIENT_H_
#define HELIOGRAPH_TESTS_REST_CLIENT_H_

#include <chrono>
#include <map>
#include <string>
#include <utility>

#include "command_line/json.h"

namespace heliograph {

inline constexpr const char* kServiceProviderApi = "/api/smart-device/v1";
inline constexpr const char* kAdminApi = "/admin-api/v1";

struct ApiKeyPair {
  std::string id;
  std::string secret;
};

using Headers = std::map<std::string, std::string>;

struct RestAnswer {
  int status = 0;    // 0: no answer came
  cli::Json body;    // null where it is no JSON
  std::string text;  // the body as it came
  Headers headers;   // names in lower case
};

// Thread-safe: each call has its own connection.
class RestClient {
 public:
  static constexpr std::chrono::seconds kDefaultTimeout{30};

  // `base_url` is what every path goes behind. An answer that takes longer than `timeout` is none.
  RestClient(std::string base_url, ApiKeyPair key, std::chrono::seconds timeout = kDefaultTimeout)
      : base_url_(std::move(base_url)), key_(std::move(key)), timeout_(timeout) {}

  [[nodiscard]] RestAnswer get(const std::string& path) const { return call("GET", path, "", {}); }
  [[nodiscard]] RestAnswer remove(const std::string& path) const { return call("DELETE", path, "", {}); }
  [[nodiscard]] RestAnswer post(const std::string& path, const cli::Json& body = cli::Json::object(),
                                const Headers& headers = {}) const {
    return call("POST", path, body.dump(), headers);
  }
  [[nodiscard]] RestAnswer patch(const std::string& path, const cli::Json& body) const {
    return call("PATCH", path, body.dump(), {});
  }

 private:
  [[nodiscard]] RestAnswer call(const std::string& method, const std::string& path, const std::string& body,
                                const Headers& headers) const;

  std::string base_url_;
  ApiKeyPair key_;
  std::chrono::seconds timeout_;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_TESTS_REST_CLIENT_H_
