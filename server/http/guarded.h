// Handlers behind the gate: called with a known sender and, where their path has one, with a typed id.

#ifndef HELIOGRAPH_SERVER_HTTP_GUARDED_H_
#define HELIOGRAPH_SERVER_HTTP_GUARDED_H_

#include <utility>

#include "http/api_key_gate.h"
#include "http/problem.h"
#include "http/router.h"

namespace heliograph::http {

// `function` is called with (Call, PathParameters).
template <class Function>
[[nodiscard]] Handler guardedWithParameters(ApiKeyGate& gate, Access access, Function function) {
  return [&gate, access, function = std::move(function)](const Request& request,
                                                         const PathParameters& parameters) -> Outcome {
    const auto call = gate.admit(request, access);
    if (!call) return fail(call.error());
    return function(*call, parameters);
  };
}

// `function` is called with (Call).
template <class Function>
[[nodiscard]] Handler guarded(ApiKeyGate& gate, Access access, Function function) {
  return guardedWithParameters(
      gate, access,
      [function = std::move(function)](const Call& call, const PathParameters&) -> Outcome { return function(call); });
}

// `function` is called with (Call, IdType), of the path's first parameter. What is no UUID is `unknown`, but only
// strangers do not get to know that.
template <class IdType, class Function>
[[nodiscard]] Handler guardedWithId(ApiKeyGate& gate, Access access, ProblemCode unknown, Function function) {
  return guardedWithParameters(
      gate, access,
      [unknown, function = std::move(function)](const Call& call, const PathParameters& parameters) -> Outcome {
        const auto id = pathId<IdType>(parameters.front(), unknown);
        if (!id) return fail(id.error());
        return function(call, *id);
      });
}

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_GUARDED_H_
