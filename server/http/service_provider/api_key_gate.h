// The gate of the service provider API: lets in who has a good API key.
//
// Keys are checked in memory alone, so strangers never reach the database. Failures are limited per source; a good key
// passes all the same, so nobody who shares an address with a stranger (a proxy, a data centre's exit) is locked out.
// For the same reason a request without credentials is no failure: many clients send none until they are asked.

#ifndef HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_API_KEY_GATE_H_
#define HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_API_KEY_GATE_H_

#include "base/clock.h"
#include "base/result.h"
#include "domain/directory.h"
#include "domain/token_bucket.h"
#include "http/problem.h"
#include "http/request.h"

namespace heliograph::http {

// A request whose sender is known.
struct Call {
  const Request& request;
  domain::Caller caller;
  TimePoint now;
};

// Per source: this many failures at once, then one every three seconds.
inline constexpr domain::TokenBucketRules kAuthenticationFailures{.capacity = 20, .tokens_per_second = 1.0 / 3};

// Thread-safe.
class ApiKeyGate {
 public:
  ApiKeyGate(const domain::DirectoryCache& directory, const Clock& clock);

  // kUnauthenticated, or kTooManyRequests where credentials are wrong and the source has failed too often.
  [[nodiscard]] Result<Call, Problem> admit(const Request& request);

 private:
  const domain::DirectoryCache& directory_;
  const Clock& clock_;
  domain::TokenBuckets failures_;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_API_KEY_GATE_H_
