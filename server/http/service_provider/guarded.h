// Handlers behind the gate: called with a known sender and, where their path has one, with a typed id.

#ifndef HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_GUARDED_H_
#define HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_GUARDED_H_

#include <utility>

#include "http/problem.h"
#include "http/router.h"
#include "http/service_provider/api_key_gate.h"

namespace heliograph::http {

// `function` is called with (Call).
template <class Function>
[[nodiscard]] Handler guarded(ApiKeyGate& gate, Function function) {
  return [&gate, function = std::move(function)](const Request& request, const PathParameters&) -> Outcome {
    const auto call = gate.admit(request);
    if (!call) return fail(call.error());
    return function(*call);
  };
}

// `function` is called with (Call, IdType). What is no UUID is `unknown`, but only strangers do not get to know that.
template <class IdType, class Function>
[[nodiscard]] Handler guardedWithId(ApiKeyGate& gate, ProblemCode unknown, Function function) {
  return [&gate, unknown, function = std::move(function)](const Request& request,
                                                          const PathParameters& parameters) -> Outcome {
    const auto call = gate.admit(request);
    if (!call) return fail(call.error());
    const auto id = pathId<IdType>(parameters.front(), unknown);
    if (!id) return fail(id.error());
    return function(*call, *id);
  };
}

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_SERVICE_PROVIDER_GUARDED_H_
