// When each API key was last used, on its way to the store: gathered in memory, written from time to time.

#ifndef HELIOGRAPH_SERVER_DOMAIN_API_KEY_USES_H_
#define HELIOGRAPH_SERVER_DOMAIN_API_KEY_USES_H_

#include <map>
#include <mutex>

#include "base/clock.h"
#include "domain/ids.h"

namespace heliograph::domain {

// Thread-safe.
class ApiKeyUses {
 public:
  void add(const ApiKeyId& key, TimePoint now);
  // What was used since the last call.
  [[nodiscard]] std::map<ApiKeyId, TimePoint> take();

 private:
  std::mutex mutex_;
  std::map<ApiKeyId, TimePoint> last_used_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_API_KEY_USES_H_
