#include "http/admin/statistics.h"

#include <optional>
#include <string>

#include "http/admin/time_field.h"
#include "http/guarded.h"
#include "http/json.h"
#include "http/query.h"
#include "http/time_text.h"
#include "protocol/auth_method.h"

namespace heliograph::http {
namespace {

constexpr const char* kStatistics = "/admin-api/v1/applications/{application_id}/statistics";
constexpr const char* kNoInterval = "interval: it must be hour or day";

Problem problemOf(domain::StatisticsError error) {
  switch (error) {
    case domain::StatisticsError::kUnknownApplication:
      return {ProblemCode::kUnknownApplication, "there is no such application"};
    case domain::StatisticsError::kEmptyRange:
      return malformed("from: it must be before to");
    case domain::StatisticsError::kInvalidInterval:
      return malformed(kNoInterval);
    case domain::StatisticsError::kTooManyIntervals:
      return malformed("from: there may be at most " + std::to_string(domain::kMaxStatisticsIntervals) +
                       " intervals between it and to");
  }
  return {ProblemCode::kInternalError, {}};
}

Result<std::chrono::seconds, Problem> intervalOf(std::string_view name) {
  if (name == "hour") return std::chrono::hours(1);
  if (name == "day") return std::chrono::hours(24);
  return fail(malformed(kNoInterval));
}

Result<domain::StatisticsQuery, Problem> statisticsQueryOf(const Call& call, const ApplicationId& application,
                                                           const Fields& query) {
  const auto from = optionalTime(query, "from");
  if (!from) return fail(from.error());
  if (!*from) return fail(malformed("from is missing"));
  const auto to = optionalTime(query, "to");
  if (!to) return fail(to.error());
  const auto interval = intervalOf(query.optionalText("interval").value_or("day"));
  if (!interval) return fail(interval.error());
  return domain::StatisticsQuery{
      .application = application, .from = **from, .to = to->value_or(call.now), .interval = *interval, .now = call.now};
}

Outcome show(const Call& call, domain::Statistics& statistics, const ApplicationId& id) {
  const auto fields = readQuery(call.request, {"from", "to", "interval"});
  if (!fields) return fail(fields.error());
  const auto query = statisticsQueryOf(call, id, *fields);
  if (!query) return fail(query.error());
  const auto counts = statistics.count(*query);
  if (!counts) return fail(problemOf(counts.error()));

  return okJson({{"application_id", id.text()},
                 {"from", formatRfc3339(query->from)},
                 {"to", formatRfc3339(query->to)},
                 {"interval", fields->optionalText("interval").value_or("day")},
                 {"counts", Json::listOf(*counts, toJson)}});
}

}  // namespace

Json toJson(const domain::SessionCount& count) {
  return {{"from", formatRfc3339(count.from)},
          {"auth_method", protocol::apiName(count.auth_method)},
          {"status", domain::nameOf(count.status)},
          {"count", count.count}};
}

void addStatisticsRoutes(Router& router, ApiKeyGate& gate, domain::Statistics& statistics) {
  router.add(Method::kGet, kStatistics,
             guardedWithId<ApplicationId>(
                 gate, Access::kAdmin, ProblemCode::kUnknownApplication,
                 [&statistics](const Call& call, const auto& id) { return show(call, statistics, id); }));
}

}  // namespace heliograph::http
