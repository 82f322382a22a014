// Who is signed in to the demo bank: the first factor, and the cookie that remembers it.
//
// A real bank keeps slow hashes of its customers' own passwords. Here all have the password "demo", which everybody may
// know; what follows the password is done as a bank does it.

#ifndef HELIOGRAPH_DEMO_BANK_CUSTOMER_SESSIONS_H_
#define HELIOGRAPH_DEMO_BANK_CUSTOMER_SESSIONS_H_

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "crypto/hash.h"
#include "demo_bank/customer.h"
#include "demo_bank/refusal.h"
#include "domain/token_bucket.h"

namespace heliograph::bank {

// Per source: this many wrong passwords at once, then one every ten seconds. A right password takes nothing.
inline constexpr domain::TokenBucketRules kSignInFailures{.capacity = 10, .tokens_per_second = 0.1};

inline constexpr std::chrono::minutes kIdleTime{15};
inline constexpr std::size_t kMaxCustomerSessions = 1000;

// Thread-safe. In memory: a restart of the demo signs everybody out.
class CustomerSessions {
 public:
  CustomerSessions(const Clock& clock, Random& random) : clock_(clock), random_(random) {}

  // The cookie's value: 32 random bytes in hexadecimal. Where there are too many sessions, the one that was idle for
  // longest ends. 401 WRONG_CREDENTIALS, for an unknown customer as for a wrong password; 429 TOO_MANY_REQUESTS, before
  // anything is compared.
  [[nodiscard]] Answer<SecretBytes> signIn(std::string_view number, std::string_view password, std::string_view source);
  // Nothing for a cookie that is not, or not any more, one of these. Counts as a use.
  [[nodiscard]] std::optional<Customer> customerOf(std::string_view cookie);
  void signOut(std::string_view cookie);

 private:
  struct Session {
    Customer customer;
    TimePoint last_used;
  };
  void makeRoom(TimePoint now);

  const Clock& clock_;
  Random& random_;
  domain::TokenBuckets failures_{kSignInFailures};
  std::mutex mutex_;
  // By the hash of the cookie: how long a look-up takes tells nothing about the cookie, and a memory dump holds none.
  std::map<crypto::Sha256Hash, Session> sessions_;
};

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_CUSTOMER_SESSIONS_H_
