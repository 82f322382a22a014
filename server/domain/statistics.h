// Statistics of an application: how its authentications ended, by method, over time.

#ifndef HELIOGRAPH_SERVER_DOMAIN_STATISTICS_H_
#define HELIOGRAPH_SERVER_DOMAIN_STATISTICS_H_

#include <chrono>
#include <vector>

#include "base/result.h"
#include "domain/store.h"

namespace heliograph::domain {

inline constexpr int kMaxStatisticsIntervals = 1000;

enum class StatisticsError {
  kUnknownApplication,
  kEmptyRange,        // from is not before to
  kInvalidInterval,   // not 60 to 31 * 86400 seconds
  kTooManyIntervals,  // more than kMaxStatisticsIntervals
};

// Thread-safe. Throws what the store throws. Knows what retention has left (docs/operations.md).
class Statistics {
 public:
  Statistics(Store& store, DirectoryCache& directory) : store_(store), directory_(directory) {}

  // Ascending by time; intervals start at whole multiples of `interval` since 1970, and those without sessions are left
  // out.
  [[nodiscard]] Result<std::vector<SessionCount>, StatisticsError> count(const StatisticsQuery& query);

 private:
  Store& store_;
  DirectoryCache& directory_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_STATISTICS_H_
