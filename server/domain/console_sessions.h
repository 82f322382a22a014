// Sessions of the console: an administrator signs in with an API key once, and the browser shows a token after that.
//
//   token = base64 of: version 1 (1) || API key id (16) || signed in at (8) || expires at (8) || MAC (32)
//   MAC   = HMAC-SHA256(key = HKDF(channel private key, "heliograph/console-session/1"), all before it)
//
// Integers are big-endian, times milliseconds since 1970. The server keeps nothing: every server of an installation has
// the channel key, so each knows the tokens of all. A token says who signed in and not that the key is still good: who
// takes one looks the key up.

#ifndef HELIOGRAPH_SERVER_DOMAIN_CONSOLE_SESSIONS_H_
#define HELIOGRAPH_SERVER_DOMAIN_CONSOLE_SESSIONS_H_

#include <chrono>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/p256.h"
#include "domain/directory.h"
#include "domain/ids.h"
#include "domain/store.h"

namespace heliograph::domain {

// So long a session lasts after its last renewal: whoever finds the browser open later finds it signed out.
inline constexpr std::chrono::minutes kConsoleSessionLifetime{15};
// And so long after signing in, however often it is renewed: a working day.
inline constexpr std::chrono::hours kLongestConsoleSession{8};

struct ConsoleSession {
  ApiKeyId key;
  TimePoint signed_in_at;
  TimePoint expires_at;  // the first moment at which it is over
  friend bool operator==(const ConsoleSession&, const ConsoleSession&) = default;
};

enum class ConsoleTokenRefusal {
  kForged,   // not made by this installation
  kExpired,  // made by this installation, and over
};

// Thread-safe.
class ConsoleSessions {
 public:
  ConsoleSessions(Store& store, const crypto::P256PrivateKey& channel_key);

  // For a caller whose key was found good. In the audit log (kConsoleSignedIn). Throws what the store throws.
  [[nodiscard]] ConsoleSession signIn(const Caller& administrator, TimePoint now);
  // The same session for longer. One that lasts as long as it may stays as it is.
  [[nodiscard]] static ConsoleSession renew(const ConsoleSession& session, TimePoint now);

  // ASCII. Whoever has it is the administrator until it expires.
  [[nodiscard]] SecretBytes tokenOf(const ConsoleSession& session) const;
  // From memory alone; compares in constant time.
  [[nodiscard]] Result<ConsoleSession, ConsoleTokenRefusal> open(std::string_view token, TimePoint now) const;

 private:
  Store& store_;
  Secret<struct ConsoleSessionKeyTag, 32> key_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_CONSOLE_SESSIONS_H_
