#include "domain/statistics.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>

namespace heliograph::domain {
namespace {

constexpr std::chrono::seconds kShortestInterval{60};
constexpr std::chrono::seconds kLongestInterval = std::chrono::hours{24 * 31};

// In which interval since 1970 a time lies; negative before.
std::int64_t intervalOf(TimePoint time, std::chrono::milliseconds interval) {
  const std::int64_t milliseconds = toUnixMilliseconds(time);
  const std::int64_t whole = milliseconds / interval.count();
  return milliseconds % interval.count() < 0 ? whole - 1 : whole;
}

std::optional<StatisticsError> errorOf(const StatisticsQuery& query) {
  if (query.from >= query.to) return StatisticsError::kEmptyRange;
  if (query.interval < kShortestInterval || query.interval > kLongestInterval) return StatisticsError::kInvalidInterval;
  const TimePoint last = query.to - std::chrono::milliseconds(1);
  const std::int64_t intervals = intervalOf(last, query.interval) - intervalOf(query.from, query.interval) + 1;
  if (intervals > kMaxStatisticsIntervals) return StatisticsError::kTooManyIntervals;
  return std::nullopt;
}

bool isKnown(DirectoryCache& directory, const ApplicationId& application) {
  return directory.current()->applications.contains(application) ||
         directory.latest()->applications.contains(application);
}

}  // namespace

Result<std::vector<SessionCount>, StatisticsError> Statistics::count(const StatisticsQuery& query) {
  if (!isKnown(directory_, query.application)) return fail(StatisticsError::kUnknownApplication);
  if (const auto error = errorOf(query)) return fail(*error);
  auto counts = store_.countSessions(query);
  std::ranges::sort(counts, {},
                    [](const SessionCount& count) { return std::tuple(count.from, count.auth_method, count.status); });
  return counts;
}

}  // namespace heliograph::domain
