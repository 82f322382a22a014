// The gate of the interfaces that need an API key: lets in who has a good one whose role allows the call.
//
// A key comes by HTTP Basic. An administrator may also come by a session of the console, which somebody opened with a
// key before (domain/console_sessions.h): its cookie counts for the admin API alone, only where no Authorization is
// sent, and only from the console's page (console/console_page.h). Such a call takes of the same limits as its key.
//
// Keys are checked in memory first, so strangers never reach the database. An ADMIN key that is good there is looked up
// in the database's own directory, too: one that was revoked is refused by the next call. Failures are limited per
// source; a good key passes all the same, so nobody who shares an address with a stranger (a proxy, a data centre's
// exit) is locked out. For the same reason a request without credentials is no failure: many clients send none until
// they are asked. Nor is one with a session that has run out, which every browser comes to have. A cookie that this
// installation did not make is one, and a session whose key is not good any more.

#ifndef HELIOGRAPH_SERVER_HTTP_API_KEY_GATE_H_
#define HELIOGRAPH_SERVER_HTTP_API_KEY_GATE_H_

#include <string_view>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/result.h"
#include "domain/api_key_uses.h"
#include "domain/console_sessions.h"
#include "domain/directory.h"
#include "domain/refused_credentials.h"
#include "domain/request_limits.h"
#include "domain/token_bucket.h"
#include "http/problem.h"
#include "http/request.h"

namespace heliograph::domain {
struct Domain;
}

namespace heliograph::http {

// A request whose sender is known.
struct Call {
  const Request& request;
  domain::Caller caller;
  TimePoint now;
};

// A call of an administrator by way of the console.
struct ConsoleCall {
  Call call;
  domain::ApiKey key;
  domain::ConsoleSession session;
};

// What a call does, and so which roles may make it.
enum class Access {
  kRead,   // of an organisation's devices: SERVICE_PROVIDER, READ_ONLY
  kWrite,  // the same, changing something: SERVICE_PROVIDER
  kAdmin,  // of all organisations: ADMIN
};
[[nodiscard]] bool mayAccess(domain::ApiKeyRole role, Access access);

// Per source: this many failures at once, then one every three seconds.
inline constexpr domain::TokenBucketRules kAuthenticationFailures{.capacity = 20, .tokens_per_second = 1.0 / 3};

// Thread-safe. Refers to what it is made from.
class ApiKeyGate {
 public:
  ApiKeyGate(domain::Domain& domain, const Clock& clock);

  // Takes one of the key's requests (domain/request_limits.h) and notes its use. kUnauthenticated; kForbidden where the
  // key is good and its role does not allow it; kTooManyRequests where the key has called too often, or credentials are
  // wrong and the source has failed too often. For kAdmin it throws what the store throws.
  [[nodiscard]] Result<Call, Problem> admit(const Request& request, Access access);
  // The same of a session of the console alone, whatever Authorization says. kForbidden, too, where the cookie does not
  // come from the console's page.
  [[nodiscard]] Result<ConsoleCall, Problem> admitConsole(const Request& request);
  // Opens a session of the console for who has this key and its secret, as admit() for kAdmin opens.
  [[nodiscard]] Result<ConsoleCall, Problem> signIn(const Request& request, std::string_view key_id, ByteView secret);

 private:
  // The key that `find` finds in a directory, once nothing speaks against its call.
  template <class Find>
  [[nodiscard]] Result<domain::ApiKey, Problem> letIn(const Request& request, Access access, TimePoint now,
                                                      const Find& find);
  // For wrong credentials.
  [[nodiscard]] Problem refuse(const Request& request, TimePoint now);

  domain::DirectoryCache& directory_;
  domain::RequestLimits& limits_;
  domain::ApiKeyUses& uses_;
  domain::RefusedCredentials& refused_;
  domain::ConsoleSessions& console_sessions_;
  const Clock& clock_;
  domain::TokenBuckets failures_;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_API_KEY_GATE_H_
