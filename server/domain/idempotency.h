// Idempotency keys: the same key with the same body gives the same answer again, and does nothing again.
//
// A key belongs to the API key that sent it, and to the path that it was sent to. Of key and body only keyed hashes are
// kept (a body may hold a password that few guesses would find):
//
//   secret  = HKDF of the channel key, label "heliograph/idempotency/1" (domain/channel_derived_key.h)
//   key     = HMAC-SHA256(secret, field("key") || field(API key id) || field(path) || field(key))
//   request = HMAC-SHA256(secret, field("request") || field(key hash) || field(body))
//   field   = length (4, big-endian) || bytes
//
// The key is in the hash of the body, so the database does not show which requests had equal bodies.

#ifndef HELIOGRAPH_SERVER_DOMAIN_IDEMPOTENCY_H_
#define HELIOGRAPH_SERVER_DOMAIN_IDEMPOTENCY_H_

#include <chrono>
#include <optional>
#include <string_view>

#include "base/secret.h"
#include "crypto/hash.h"
#include "crypto/p256.h"
#include "domain/ids.h"
#include "domain/session.h"

namespace heliograph::domain {

// For how long an answer is kept at least.
inline constexpr std::chrono::hours kIdempotencyLifetime{24};
inline constexpr std::size_t kMaxIdempotencyKeySize = 64;  // printable ASCII

struct IdempotencyKey {
  crypto::Sha256Hash key;      // of API key, path and key
  crypto::Sha256Hash request;  // of the body
  friend bool operator==(const IdempotencyKey&, const IdempotencyKey&) = default;
};

// Immutable; thread-safe.
class IdempotencyKeys {
 public:
  explicit IdempotencyKeys(const crypto::P256PrivateKey& channel_key);

  [[nodiscard]] IdempotencyKey of(const ApiKeyId& api_key, std::string_view path, std::string_view key,
                                  std::string_view body) const;

 private:
  Secret<struct IdempotencySecretTag, 32> secret_;
};

// What a verify call came to, as it was answered.
struct VerifyOutcome {
  bool is_right;
  SessionStatus session_status;
  int remaining_attempts;
  std::optional<TimePoint> finished_at;
  std::optional<TimePoint> locked_until;
  friend bool operator==(const VerifyOutcome&, const VerifyOutcome&) = default;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_IDEMPOTENCY_H_
