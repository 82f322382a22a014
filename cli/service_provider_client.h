// A client of the service provider API, as a bank's backend would have one: libcurl and HTTP Basic.

#ifndef HELIOGRAPH_CLI_SERVICE_PROVIDER_CLIENT_H_
#define HELIOGRAPH_CLI_SERVICE_PROVIDER_CLIENT_H_

#include <string>

#include "base/secret.h"

namespace heliograph::cli {

struct HttpAnswer {
  int status = 0;  // 0: no answer came
  std::string body;
  std::string content_type;
};

// Thread-safe: each call has its own connection.
class ServiceProviderClient {
 public:
  ServiceProviderClient(std::string service_url, std::string key_id, SecretBytes key_secret);

  // `path` starts behind /api/smart-device/v1.
  [[nodiscard]] HttpAnswer get(const std::string& path, const std::string& accept = "application/json") const;
  [[nodiscard]] HttpAnswer post(const std::string& path, const std::string& json) const;

 private:
  [[nodiscard]] HttpAnswer call(const std::string& path, const std::string* body, const std::string& accept) const;

  std::string base_url_;
  std::string key_id_;
  SecretBytes key_secret_;
};

}  // namespace heliograph::cli

#endif  // HELIOGRAPH_CLI_SERVICE_PROVIDER_CLIENT_H_
