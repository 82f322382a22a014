// How often one API key may call, and how often something may be begun or tried for one device, in this process.

#ifndef HELIOGRAPH_SERVER_DOMAIN_REQUEST_LIMITS_H_
#define HELIOGRAPH_SERVER_DOMAIN_REQUEST_LIMITS_H_

#include <optional>

#include "domain/ids.h"
#include "domain/refusal.h"
#include "domain/token_bucket.h"
#include "protocol/ids.h"

namespace heliograph::domain {

struct RequestLimitRules {
  TokenBucketRules per_api_key{.capacity = 4000, .tokens_per_second = 2000};
  TokenBucketRules per_device{.capacity = 300, .tokens_per_second = 10};
};

// Thread-safe.
class RequestLimits {
 public:
  explicit RequestLimits(const RequestLimitRules& rules = {});

  // kTooManyRequests with retry_after where no more is allowed now; nothing, with a token taken, where it is.
  [[nodiscard]] std::optional<Refusal> take(const ApiKeyId& key, TimePoint now);
  [[nodiscard]] std::optional<Refusal> take(const DeviceId& device, TimePoint now);

 private:
  TokenBuckets api_keys_;
  TokenBuckets devices_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_REQUEST_LIMITS_H_
