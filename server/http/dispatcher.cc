#include "http/dispatcher.h"

#include <spdlog/spdlog.h>

#include <exception>
#include <string>
#include <typeinfo>
#include <utility>

#include "base/uuid.h"
#include "http/admin/admin_routes.h"
#include "http/device/messages.h"
#include "http/operations/health.h"
#include "http/operations/reference.h"
#include "http/service_provider/auth_methods.h"
#include "http/service_provider/authentications.h"
#include "http/service_provider/devices.h"
#include "http/service_provider/enrolments.h"
#include "http/service_provider/offline_authentications.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr std::chrono::seconds kRetryAfter{1};

Problem tryLater(ProblemCode code, std::string detail) {
  Problem problem{code, std::move(detail)};
  problem.retry_after = kRetryAfter;
  return problem;
}

// Success is quiet; an error is something to look at.
spdlog::level::level_enum levelOf(int status) {
  if (status == 500) return spdlog::level::err;
  if (status == 503) return spdlog::level::warn;
  return status >= 400 ? spdlog::level::info : spdlog::level::debug;
}

// For when not even a problem can be made.
Response lastResort() noexcept {
  return Response();  // 500, and nothing else
}

}  // namespace

Dispatcher::Dispatcher(const Services& services, const DirectoryRefresh& refresh)
    : clock_(services.clock),
      random_(services.random),
      gate_(services.directory, services.limits, services.api_key_uses, services.refused_credentials, services.clock) {
  addHealthRoutes(router_, refresh);
  addEnrolmentRoutes(router_, gate_, services.enrolments);
  addAuthenticationRoutes(router_, gate_, services.authentications, services.idempotency_keys);
  addOfflineAuthenticationRoutes(router_, gate_, services.offline_authentications, services.idempotency_keys);
  addDeviceRoutes(router_, gate_, services.devices);
  addAuthMethodRoutes(router_, gate_, services.devices);
  addDeviceMessageRoutes(router_, services.device_calls, services.clock);
  addAdminRoutes(router_, gate_, services);
  addReferenceRoutes(router_);
}

bool Dispatcher::mayBlock(const Request& request) const {
  return !request.path.starts_with(kHealthPrefix) && !isReference(request.path);
}

Response Dispatcher::answer(Request request) noexcept {
  try {
    request.request_id = formatUuid(randomUuid(random_));
    std::string_view pattern;
    Outcome outcome = outcomeOf(request, pattern);
    return finish(std::move(outcome), request.request_id, pattern);
  } catch (...) {
    return lastResort();
  }
}

Response Dispatcher::refuse(const Problem& problem) noexcept {
  try {
    return finish(fail(problem), formatUuid(randomUuid(random_)), {});
  } catch (...) {
    return lastResort();
  }
}

Response Dispatcher::refuseOverload() noexcept {
  return refuse(tryLater(ProblemCode::kOverloaded, "too many requests are in progress"));
}

Outcome Dispatcher::outcomeOf(const Request& request, std::string_view& pattern) {
  try {
    const auto match = router_.find(request.method, request.path);
    if (!match) return fail(match.error());
    pattern = match->route->pattern;
    return match->route->handler(request, match->parameters);
  } catch (const domain::StoreOverloaded&) {
    return fail(tryLater(ProblemCode::kOverloaded, "too much to do at the moment"));
  } catch (const domain::StoreUnavailable&) {
    return fail(tryLater(ProblemCode::kUnavailable, "the database does not answer"));
  } catch (const std::exception& exception) {
    // Only the type: the text of a foreign error may repeat what it was about.
    spdlog::error("request {}: {} at {}", request.request_id, typeid(exception).name(), pattern);
    return fail(Problem{ProblemCode::kInternalError, {}});
  }
}

Response Dispatcher::finish(Outcome outcome, std::string_view request_id, std::string_view pattern) {
  Response response = outcome ? std::move(*outcome) : render(outcome.error(), request_id);
  response.headers.emplace_back("X-Request-Id", request_id);
  response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Date", formatHttpDate(clock_.now()));
  const std::string_view code = outcome ? "OK" : nameOf(outcome.error().code);
  spdlog::log(levelOf(response.status), "request {}: {} {} {}", request_id, response.status, code, pattern);
  return response;
}

}  // namespace heliograph::http
