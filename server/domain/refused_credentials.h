// Failed authentications of API keys, on their way to the audit log. Strangers cause no writes: failures are counted in
// memory per address, and the server writes one event per address from time to time.

#ifndef HELIOGRAPH_SERVER_DOMAIN_REFUSED_CREDENTIALS_H_
#define HELIOGRAPH_SERVER_DOMAIN_REFUSED_CREDENTIALS_H_

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "domain/audit_event.h"

namespace heliograph::domain {

// Thread-safe.
class RefusedCredentials {
 public:
  // Past so many addresses the rest is counted together, under the address "others".
  static constexpr std::size_t kMaxAddresses = 1000;

  // The id of the last refused request of an address is kept, to find it in the log by.
  void add(const std::string& address, const std::string& request_id);
  // What was counted since the last call: one event (kCredentialsRefused, kRefused, by kStranger) for each address.
  [[nodiscard]] AuditTrail take(TimePoint now);

 private:
  struct Count {
    std::uint64_t refused = 0;
    std::string request_id;
  };
  std::mutex mutex_;
  std::map<std::string, Count> counts_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_REFUSED_CREDENTIALS_H_
