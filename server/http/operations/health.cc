#include "http/operations/health.h"

#include <string>

#include "http/json.h"

namespace heliograph::http {

void addHealthRoutes(Router& router, const DirectoryRefresh& refresh) {
  const std::string prefix(kHealthPrefix);
  router.add(Method::kGet, prefix + "live", [](const Request&, const PathParameters&) -> Outcome {
    return okJson({{"status", "UP"}});
  });
  router.add(Method::kGet, prefix + "ready", [&refresh](const Request&, const PathParameters&) -> Outcome {
    if (refresh.succeeded()) return okJson({{"status", "UP"}});
    Problem problem{ProblemCode::kUnavailable, "the database does not answer"};
    problem.retry_after = std::chrono::seconds(1);
    return fail(std::move(problem));
  });
}

}  // namespace heliograph::http
