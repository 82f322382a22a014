#include "domain/api_key_uses.h"

#include <algorithm>
#include <utility>

namespace heliograph::domain {

void ApiKeyUses::add(const ApiKeyId& key, TimePoint now) {
  const std::lock_guard lock(mutex_);
  TimePoint& last = last_used_.try_emplace(key, now).first->second;
  last = std::max(last, now);
}

std::map<ApiKeyId, TimePoint> ApiKeyUses::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(last_used_, {});
}

}  // namespace heliograph::domain
