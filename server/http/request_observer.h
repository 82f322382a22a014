// What the HTTP server tells about requests, for an operator's metrics.

#ifndef HELIOGRAPH_SERVER_HTTP_REQUEST_OBSERVER_H_
#define HELIOGRAPH_SERVER_HTTP_REQUEST_OBSERVER_H_

#include <chrono>
#include <cstddef>
#include <string_view>

#include "http/request.h"

namespace heliograph::http {

// Of one route. Called from many threads at once: implementations are thread-safe and return at once.
class RouteObserver {
 public:
  RouteObserver() = default;
  RouteObserver(const RouteObserver&) = delete;
  RouteObserver& operator=(const RouteObserver&) = delete;
  virtual ~RouteObserver() = default;

  // `took` is from the last byte of the request to the answer being ready to be sent, waiting for a thread included.
  virtual void answered(int /*status*/, std::chrono::nanoseconds /*took*/) noexcept {}
};

// As above. Each function does nothing unless overridden.
class RequestObserver {
 public:
  RequestObserver() = default;
  RequestObserver(const RequestObserver&) = delete;
  RequestObserver& operator=(const RequestObserver&) = delete;
  virtual ~RequestObserver() = default;

  // Asked once for each route when the server is made, so that a request needs no look-up. The observer of the route
  // lives as long as this one. `pattern` is the route's own, or kOtherRoute for what no route takes.
  [[nodiscard]] virtual RouteObserver& ofRoute(Method /*method*/, std::string_view /*pattern*/) {
    static RouteObserver nobody;
    return nobody;
  }
  // A request begins to wait for, or to work in, a thread of the pool; and has ended.
  virtual void requestBegun() noexcept {}
  virtual void requestEnded() noexcept {}
  // So many connections are open now. One call at a time.
  virtual void connectionsOpen(std::size_t /*count*/) noexcept {}
};

inline constexpr std::string_view kOtherRoute = "other";

// Observes nothing. Lives as long as the program.
[[nodiscard]] inline RequestObserver& nobody() noexcept {
  static RequestObserver observer;
  return observer;
}

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_REQUEST_OBSERVER_H_
