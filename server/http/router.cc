#include "http/router.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace heliograph::http {
namespace {

// Takes the first segment off a path: "/a/b" gives "a" and leaves "/b".
std::string_view takeSegment(std::string_view& path) {
  const std::size_t end = std::min(path.find('/', 1), path.size());
  const std::string_view segment = path.substr(1, end - 1);
  path.remove_prefix(end);
  return segment;
}

std::optional<PathParameters> matchPath(std::string_view pattern, std::string_view path) {
  PathParameters parameters;
  while (!pattern.empty() && !path.empty()) {
    const std::string_view expected = takeSegment(pattern);
    const std::string_view segment = takeSegment(path);
    if (expected.starts_with('{')) {
      if (segment.empty()) return std::nullopt;
      parameters.push_back(segment);
    } else if (segment != expected) {
      return std::nullopt;
    }
  }
  return pattern.empty() && path.empty() ? std::optional(std::move(parameters)) : std::nullopt;
}

}  // namespace

void Router::add(Method method, std::string pattern, Handler handler) {
  routes_.push_back({method, std::move(pattern), std::move(handler)});
}

Result<Router::Match, Problem> Router::find(Method method, std::string_view path) const {
  std::string allowed;
  for (const Route& route : routes_) {
    auto parameters = matchPath(route.pattern, path);
    if (!parameters) continue;
    if (route.method == method) return Match{&route, std::move(*parameters)};
    if (!allowed.empty()) allowed += ", ";
    allowed += nameOf(route.method);
  }
  if (allowed.empty()) return fail(Problem{ProblemCode::kNotFound, "there is nothing at this path"});
  Problem problem{ProblemCode::kMethodNotAllowed, "this path does not take this method"};
  problem.allow = std::move(allowed);
  return fail(std::move(problem));
}

}  // namespace heliograph::http
