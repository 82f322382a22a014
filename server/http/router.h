// Routes: which handler a method and a path belong to.

#ifndef HELIOGRAPH_SERVER_HTTP_ROUTER_H_
#define HELIOGRAPH_SERVER_HTTP_ROUTER_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/problem.h"
#include "http/request.h"

namespace heliograph::http {

// What stood where a pattern has a parameter, in the pattern's order. Percent-escapes are left as they are: no
// parameter of these interfaces needs one.
using PathParameters = std::vector<std::string_view>;

// The parameter as an id of its kind; `unknown` where it is no UUID, for then there is nothing of that name.
template <class IdType>
[[nodiscard]] Result<IdType, Problem> pathId(std::string_view parameter, ProblemCode unknown) {
  const auto id = IdType::parse(parameter);
  if (!id) return fail(Problem{unknown, "the id in the path is no UUID"});
  return *id;
}

using Handler = std::function<Outcome(const Request&, const PathParameters&)>;

// Filled once, then thread-safe.
class Router {
 public:
  // A pattern is a path whose segments are literal or, in braces, a parameter: "/devices/{device_id}". A parameter
  // stands for one segment that is not empty. Patterns must not overlap.
  void add(Method method, std::string pattern, Handler handler);

  struct Route {
    Method method;
    std::string pattern;
    Handler handler;
  };
  struct Match {
    const Route* route;
    PathParameters parameters;  // pointing into the path
  };
  // kNotFound where no pattern fits the path; kMethodNotAllowed, with the methods that are, where one does.
  [[nodiscard]] Result<Match, Problem> find(Method method, std::string_view path) const;

  // All of them, in the order in which they were added.
  [[nodiscard]] const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ROUTER_H_
