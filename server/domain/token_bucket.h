// Token buckets: how often something may happen, per key (an address, an application), in this process.

#ifndef HELIOGRAPH_SERVER_DOMAIN_TOKEN_BUCKET_H_
#define HELIOGRAPH_SERVER_DOMAIN_TOKEN_BUCKET_H_

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.h"

namespace heliograph::domain {

struct TokenBucketRules {
  double capacity;           // how many at once
  double tokens_per_second;  // how fast they come back
};

// Thread-safe. Remembers at most kMaxKeys; a full bucket needs no memory and is dropped first. Where more keys than
// that are under limit, new keys share one bucket: memory stays bounded whoever asks.
class TokenBuckets {
 public:
  static constexpr std::size_t kMaxKeys = 100'000;

  explicit TokenBuckets(TokenBucketRules rules);

  // True where a token is left, without taking it.
  [[nodiscard]] bool has(std::string_view key, TimePoint now);
  // Takes a token; false where none is left.
  bool take(std::string_view key, TimePoint now);
  // A token that was taken and not used.
  void giveBack(std::string_view key, TimePoint now);
  // Until the next token; zero where one is left.
  [[nodiscard]] std::chrono::milliseconds wait(std::string_view key, TimePoint now);

 private:
  struct Bucket {
    double tokens;
    TimePoint at;
  };
  [[nodiscard]] double refilled(const Bucket& bucket, TimePoint now) const;
  [[nodiscard]] double tokensOf(std::string_view key, TimePoint now);
  [[nodiscard]] Bucket& bucketOf(std::string_view key, TimePoint now);
  // Drops full buckets first where there is none.
  [[nodiscard]] bool hasRoom(TimePoint now);

  static constexpr std::chrono::seconds kSweepInterval{1};

  TokenBucketRules rules_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
  Bucket shared_;  // of the keys for which there is no room
  TimePoint next_sweep_{};
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_TOKEN_BUCKET_H_
