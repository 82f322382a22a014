// A client of the service provider API, as a bank's backend would have one: libcurl and HTTP Basic.

#ifndef HELIOGRAPH_DEMO_BANK_SERVICE_PROVIDER_CLIENT_H_
#define HELIOGRAPH_DEMO_BANK_SERVICE_PROVIDER_CLIENT_H_

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>

#include "base/secret.h"

namespace heliograph::bank {

struct HttpAnswer {
  int status = 0;  // 0: no answer came
  std::string body = {};
  std::string content_type = {};
  std::optional<std::chrono::seconds> retry_after = std::nullopt;
  std::string failure = {};  // why no answer came, for a log
};

struct ClientOptions {
  // A PEM file of whom to trust instead of the system's.
  std::optional<std::filesystem::path> certificate_authorities = std::nullopt;
  // For a whole call.
  std::chrono::seconds timeout{30};
};

// Thread-safe: each call has its own connection. TLS 1.2 or later, the certificate always verified.
class ServiceProviderClient {
 public:
  ServiceProviderClient(std::string service_url, std::string key_id, SecretBytes key_secret,
                        ClientOptions options = {});

  // `path` starts behind /api/smart-device/v1.
  [[nodiscard]] HttpAnswer get(const std::string& path, const std::string& accept = "application/json") const;
  // Without an idempotency key where it is empty.
  [[nodiscard]] HttpAnswer post(const std::string& path, const std::string& json,
                                const std::string& idempotency_key = "") const;
  [[nodiscard]] HttpAnswer remove(const std::string& path) const;

 private:
  struct Request;
  [[nodiscard]] HttpAnswer send(const Request& request) const;

  std::string base_url_;
  std::string key_id_;
  SecretBytes key_secret_;
  ClientOptions options_;
};

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_SERVICE_PROVIDER_CLIENT_H_
