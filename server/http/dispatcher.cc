#include "http/dispatcher.h"

#include <algorithm>
#include <exception>
#include <string>
#include <typeinfo>
#include <utility>

#include "base/uuid.h"
#include "domain/domain.h"
#include "http/admin/admin_routes.h"
#include "http/console/console_page.h"
#include "http/console/session.h"
#include "http/device/messages.h"
#include "http/operations/health.h"
#include "http/operations/reference.h"
#include "http/pages/page_routes.h"
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

std::string_view patternOf(const Router::Route* route) {
  return route == nullptr ? std::string_view() : route->pattern;
}

bool hasHeader(const Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers, [&](const auto& header) { return header.first == name; });
}

// For when not even a problem can be made.
Response lastResort() noexcept {
  return Response();  // 500, and nothing else
}

}  // namespace

Dispatcher::Dispatcher(const Services& services, const DirectoryRefresh& refresh, const RequestLogRules& log)
    : clock_(services.clock), random_(services.random), log_(log), gate_(services.domain, services.clock) {
  domain::Domain& domain = services.domain;
  addHealthRoutes(router_, refresh);
  addEnrolmentRoutes(router_, gate_, domain.enrolments);
  addAuthenticationRoutes(router_, gate_, domain.authentications, domain.idempotency_keys);
  addOfflineAuthenticationRoutes(router_, gate_, domain.offline_authentications, domain.idempotency_keys);
  addDeviceRoutes(router_, gate_, domain.devices);
  addAuthMethodRoutes(router_, gate_, domain.devices);
  addDeviceMessageRoutes(router_, domain.device_calls, services.clock);
  addAdminRoutes(router_, gate_, domain);
  addConsoleSessionRoutes(router_, gate_, domain.console_sessions);
  addReferenceRoutes(router_);
  addPageRoutes(router_, services.pages, services.add_demo_routes ? Demonstration::kShown : Demonstration::kNone);
  if (services.add_demo_routes) services.add_demo_routes(router_);
  for (const Router::Route& route : router_.routes()) {
    route_observers_.push_back(&services.observer.ofRoute(route.method, route.pattern));
  }
  for (std::size_t method = 0; method < kMethodCount; ++method) {
    other_observers_[method] = &services.observer.ofRoute(static_cast<Method>(method), kOtherRoute);
  }
}

bool Dispatcher::mayBlock(const Request& request) const {
  return !request.path.starts_with(kHealthPrefix) && !isReference(request.path) && !isPage(request.path);
}

Response Dispatcher::answer(Request request) noexcept {
  try {
    request.request_id = formatUuid(randomUuid(random_));
    const Router::Route* route = nullptr;
    Outcome outcome = outcomeOf(request, route);
    if (!outcome && saysItIsTheConsole(request)) outcome.error().challenge = kConsoleChallenge;
    return finish(std::move(outcome), request, route);
  } catch (...) {
    return lastResort();
  }
}

Response Dispatcher::refuse(const Problem& problem) noexcept {
  try {
    Request nothing;
    nothing.request_id = formatUuid(randomUuid(random_));
    nothing.received_at = std::chrono::steady_clock::now();
    return finish(fail(problem), nothing, nullptr);
  } catch (...) {
    return lastResort();
  }
}

Response Dispatcher::refuseOverload() noexcept {
  return refuse(tryLater(ProblemCode::kOverloaded, "too many requests are in progress"));
}

Outcome Dispatcher::outcomeOf(const Request& request, const Router::Route*& route) {
  try {
    const auto match = router_.find(request.method, request.path);
    if (!match) return fail(match.error());
    route = match->route;
    return match->route->handler(request, match->parameters);
  } catch (const domain::StoreOverloaded&) {
    return fail(tryLater(ProblemCode::kOverloaded, "too much to do at the moment"));
  } catch (const domain::StoreUnavailable&) {
    return fail(tryLater(ProblemCode::kUnavailable, "the database does not answer"));
  } catch (const std::exception& exception) {
    // Only the type: the text of a foreign error may repeat what it was about.
    log_.failed(request.request_id, typeid(exception).name(), patternOf(route));
    return fail(Problem{ProblemCode::kInternalError, {}});
  }
}

Response Dispatcher::finish(Outcome outcome, const Request& request, const Router::Route* route) {
  Response response = outcome ? std::move(*outcome) : render(outcome.error(), request.request_id);
  response.headers.emplace_back("X-Request-Id", request.request_id);
  if (!hasHeader(response, "Cache-Control")) response.headers.emplace_back("Cache-Control", "no-store");
  response.headers.emplace_back("X-Content-Type-Options", "nosniff");
  response.headers.emplace_back("Date", formatHttpDate(clock_.now()));
  const std::string_view code = outcome ? "OK" : nameOf(outcome.error().code);
  const auto took = std::chrono::steady_clock::now() - request.received_at;
  observerOf(request.method, route).answered(response.status, took);
  log_.answered({.id = request.request_id,
                 .method = request.method,
                 .route = patternOf(route),
                 .status = response.status,
                 .code = code,
                 .took = took});
  return response;
}

RouteObserver& Dispatcher::observerOf(Method method, const Router::Route* route) const {
  if (route == nullptr) return *other_observers_[static_cast<std::size_t>(method)];
  return *route_observers_[static_cast<std::size_t>(route - router_.routes().data())];
}

}  // namespace heliograph::http
