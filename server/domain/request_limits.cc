#include "domain/request_limits.h"

#include <string>
#include <utility>

namespace heliograph::domain {
namespace {

std::optional<Refusal> takeFrom(TokenBuckets& buckets, const UuidBytes& key, std::string detail, TimePoint now) {
  const std::string_view name = textOf(key);
  if (buckets.take(name, now)) return std::nullopt;
  return Refusal{
      .code = RefusalCode::kTooManyRequests, .detail = std::move(detail), .retry_after = buckets.wait(name, now)};
}

}  // namespace

RequestLimits::RequestLimits(const RequestLimitRules& rules)
    : api_keys_(rules.per_api_key), devices_(rules.per_device) {}

std::optional<Refusal> RequestLimits::take(const ApiKeyId& key, TimePoint now) {
  return takeFrom(api_keys_, key.bytes(), "There are too many requests with this API key.", now);
}

std::optional<Refusal> RequestLimits::take(const DeviceId& device, TimePoint now) {
  return takeFrom(devices_, device.bytes(), "There are too many requests for this device.", now);
}

}  // namespace heliograph::domain
