// Online authentication, the service provider's side: begin, look, cancel. The phone's side is authentication_calls.h.

#ifndef HELIOGRAPH_SERVER_DOMAIN_AUTHENTICATIONS_H_
#define HELIOGRAPH_SERVER_DOMAIN_AUTHENTICATIONS_H_

#include <optional>
#include <string_view>

#include "base/random.h"
#include "domain/directory.h"
#include "domain/idempotency.h"
#include "domain/refusal.h"
#include "domain/request_limits.h"
#include "domain/session.h"
#include "domain/store.h"

namespace heliograph::domain {

struct AuthenticationView {
  AuthenticationSession session;
  SessionStatus status;  // at the time asked
};

// Context and title as they came; refused by the rules of protocol/context.h (a title is one line).
struct AuthenticationRequest {
  DeviceId device;
  std::optional<std::string_view> title;
  std::optional<std::string_view> context;
  std::optional<protocol::AuthMethodSet> auth_methods;  // online ones; nothing: all that the configuration allows
};

// Thread-safe. Every call sees only what belongs to the caller's organisation.
class Authentications {
 public:
  Authentications(Store& store, DirectoryCache& directory, RequestLimits& limits, Random& random);

  // kMethodNotAllowed where one of the methods asked for is not allowed by the configuration.
  [[nodiscard]] Answer<AuthenticationView> begin(const Caller& caller, const AuthenticationRequest& request,
                                                 const std::optional<IdempotencyKey>& idempotency, TimePoint now);
  [[nodiscard]] Answer<AuthenticationView> find(const Caller& caller, const AuthenticationSessionId& id, TimePoint now);
  // Cancelling twice is no error; cancelling a finished one is kSessionNotOpen.
  [[nodiscard]] Answer<AuthenticationView> cancel(const Caller& caller, const AuthenticationSessionId& id,
                                                  TimePoint now);

 private:
  Store& store_;
  DirectoryCache& directory_;
  RequestLimits& limits_;
  Random& random_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_AUTHENTICATIONS_H_
