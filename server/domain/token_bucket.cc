#include "domain/token_bucket.h"

#include <algorithm>

namespace heliograph::domain {
namespace {

using Seconds = std::chrono::duration<double>;

}  // namespace

TokenBuckets::TokenBuckets(TokenBucketRules rules) : rules_(rules), shared_{rules.capacity, TimePoint{}} {}

bool TokenBuckets::has(std::string_view key, TimePoint now) {
  const std::lock_guard lock(mutex_);
  return tokensOf(key, now) >= 1;
}

bool TokenBuckets::take(std::string_view key, TimePoint now) {
  const std::lock_guard lock(mutex_);
  const double tokens = tokensOf(key, now);
  if (tokens < 1) return false;
  bucketOf(key, now) = {tokens - 1, now};
  return true;
}

void TokenBuckets::giveBack(std::string_view key, TimePoint now) {
  const std::lock_guard lock(mutex_);
  const double tokens = tokensOf(key, now);
  bucketOf(key, now) = {std::min(rules_.capacity, tokens + 1), now};
}

std::chrono::milliseconds TokenBuckets::wait(std::string_view key, TimePoint now) {
  const std::lock_guard lock(mutex_);
  const double missing = std::max(0.0, 1 - tokensOf(key, now));
  return std::chrono::ceil<std::chrono::milliseconds>(Seconds(missing / rules_.tokens_per_second));
}

double TokenBuckets::refilled(const Bucket& bucket, TimePoint now) const {
  const Seconds elapsed = std::max(now - bucket.at, TimePoint::duration::zero());  // clocks may be set back
  return std::min(rules_.capacity, bucket.tokens + elapsed.count() * rules_.tokens_per_second);
}

double TokenBuckets::tokensOf(std::string_view key, TimePoint now) {
  const auto found = buckets_.find(std::string(key));
  if (found != buckets_.end()) return refilled(found->second, now);
  return hasRoom(now) ? rules_.capacity : refilled(shared_, now);
}

TokenBuckets::Bucket& TokenBuckets::bucketOf(std::string_view key, TimePoint now) {
  const auto found = buckets_.find(std::string(key));
  if (found != buckets_.end()) return found->second;
  return hasRoom(now) ? buckets_[std::string(key)] : shared_;
}

bool TokenBuckets::hasRoom(TimePoint now) {
  if (buckets_.size() < kMaxKeys) return true;
  // Not for every newcomer: looking through all buckets is what a flood of keys would make us do.
  if (now >= next_sweep_) {
    std::erase_if(buckets_, [&](const auto& entry) { return refilled(entry.second, now) >= rules_.capacity; });
    next_sweep_ = now + kSweepInterval;
  }
  return buckets_.size() < kMaxKeys;
}

}  // namespace heliograph::domain
