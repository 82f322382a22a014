// From a request to its answer: the one place where requests are routed, exceptions end and outcomes are logged.
//
// Every answer gets an X-Request-Id of ours, which is in the log, too (request_log.h), and is counted for its route.

#ifndef HELIOGRAPH_SERVER_HTTP_DISPATCHER_H_
#define HELIOGRAPH_SERVER_HTTP_DISPATCHER_H_

#include <array>
#include <chrono>
#include <string_view>
#include <vector>

#include "http/api_key_gate.h"
#include "http/directory_refresh.h"
#include "http/problem.h"
#include "http/request.h"
#include "http/request_log.h"
#include "http/request_observer.h"
#include "http/response.h"
#include "http/router.h"
#include "http/server.h"

namespace heliograph::http {

// Thread-safe.
class Dispatcher {
 public:
  Dispatcher(const Services& services, const DirectoryRefresh& refresh, const RequestLogRules& log = {});

  // False for what is answered from memory alone.
  [[nodiscard]] bool mayBlock(const Request& request) const;

  // Blocks while the domain does. Whatever goes wrong becomes an answer. The request gets its id here.
  [[nodiscard]] Response answer(Request request) noexcept;

  // The answer to a request that never became one, or is not let in.
  [[nodiscard]] Response refuse(const Problem& problem) noexcept;
  [[nodiscard]] Response refuseOverload() noexcept;

  // What this server answers to.
  [[nodiscard]] const std::vector<Router::Route>& routes() const { return router_.routes(); }

 private:
  // `route` becomes the request's, where it has one.
  [[nodiscard]] Outcome outcomeOf(const Request& request, const Router::Route*& route);
  [[nodiscard]] Response finish(Outcome outcome, const Request& request, const Router::Route* route);
  [[nodiscard]] RouteObserver& observerOf(Method method, const Router::Route* route) const;

  const Clock& clock_;
  Random& random_;
  RequestLog log_;
  ApiKeyGate gate_;
  Router router_;
  std::vector<RouteObserver*> route_observers_;                 // in the order of the router's routes
  std::array<RouteObserver*, kMethodCount> other_observers_{};  // by method, of what no route takes
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_DISPATCHER_H_
