// Heliograph, as the rest of this bank calls it: JSON goes out, JSON or a refusal comes back.

#ifndef HELIOGRAPH_DEMO_BANK_SERVICE_PROVIDER_API_H_
#define HELIOGRAPH_DEMO_BANK_SERVICE_PROVIDER_API_H_

#include <cstddef>
#include <functional>
#include <semaphore>
#include <string>

#include "base/random.h"
#include "demo_bank/refusal.h"
#include "demo_bank/service_provider_client.h"

namespace heliograph::bank {

// Thread-safe. What the server refuses is passed on with its status, code, detail and further members. A key that is
// not accepted and an answer that does not come are the bank's own matter: 503 UNAVAILABLE, and a line in the log.
class ServiceProviderApi {
 public:
  // At most `calls_at_once`, the next one is refused with 503 OVERLOADED. This bank answers on the threads of the
  // server that it calls: if all of them waited for an answer, none would be left to give it.
  ServiceProviderApi(ServiceProviderClient client, std::size_t calls_at_once, Random& random);

  [[nodiscard]] Answer<Json> get(const std::string& path);
  [[nodiscard]] Answer<Json> post(const std::string& path, const Json& body = Json::object());
  // With a fresh Idempotency-Key. Where no answer comes it is repeated once, which the key makes harmless.
  [[nodiscard]] Answer<Json> postOnce(const std::string& path, const Json& body);
  [[nodiscard]] Answer<void> remove(const std::string& path);
  // What is no JSON, as it is.
  [[nodiscard]] Answer<std::string> fetch(const std::string& path, const std::string& media_type);

 private:
  // The answer, where it is a good one.
  [[nodiscard]] Answer<HttpAnswer> call(const std::function<HttpAnswer()>& send);

  ServiceProviderClient client_;
  std::counting_semaphore<> slots_;
  Random& random_;
};

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_SERVICE_PROVIDER_API_H_
