#include "http/service_provider/auth_methods.h"

#include <string>

#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/service_provider/devices.h"

namespace heliograph::http {
namespace {

constexpr const char* kAuthMethod = "/api/smart-device/v1/devices/{device_id}/auth-methods/{auth_method}";

// Here the method is what the path is about; so where the device has no such method there is nothing at the path.
Problem problemOfMethod(const domain::Refusal& refusal) {
  Problem problem = problemOf(refusal);
  if (problem.code == ProblemCode::kAuthMethodNotActivated) problem.code = ProblemCode::kNoSuchAuthMethod;
  return problem;
}

Outcome show(const domain::Answer<domain::MethodView>& method) {
  if (!method) return fail(problemOfMethod(method.error()));
  return okJson(toJson(*method));
}

Outcome find(const Call& call, domain::Devices& devices, const MethodTarget& target) {
  return show(devices.findMethod(call.caller, target.device, target.auth_method, call.now));
}

}  // namespace

Result<MethodTarget, Problem> methodTargetOf(const PathParameters& parameters) {
  const auto device = pathId<DeviceId>(parameters.at(0), ProblemCode::kUnknownDevice);
  if (!device) return fail(device.error());
  const auto auth_method = protocol::authMethodFromApiName(parameters.at(1));
  if (!auth_method) return fail(Problem{ProblemCode::kUnknownAuthMethod, "the path names no authentication method"});
  return MethodTarget{*device, *auth_method};
}

Outcome lockMethod(const Call& call, domain::Devices& devices, const MethodTarget& target) {
  const auto body = readBody(call.request, {"reason"});
  if (!body) return fail(body.error());
  const auto reason = body->text("reason");
  if (!reason) return fail(reason.error());
  return show(devices.lockMethod(call.caller, target.device, target.auth_method, *reason, call.now));
}

Outcome unlockMethod(const Call& call, domain::Devices& devices, const MethodTarget& target) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  return show(devices.unlockMethod(call.caller, target.device, target.auth_method, call.now));
}

Outcome removeMethod(const Call& call, domain::Devices& devices, const MethodTarget& target) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  const auto removed = devices.removeMethod(call.caller, target.device, target.auth_method, call.now);
  if (!removed) return fail(problemOfMethod(removed.error()));
  return noContent();
}

void addAuthMethodRoutes(Router& router, ApiKeyGate& gate, domain::Devices& devices) {
  const std::string path = kAuthMethod;
  const auto with_target = [&](Access access, auto function) {
    return guardedWithParameters(gate, access,
                                 [&devices, function](const Call& call, const PathParameters& parameters) -> Outcome {
                                   const auto target = methodTargetOf(parameters);
                                   if (!target) return fail(target.error());
                                   return function(call, devices, *target);
                                 });
  };
  router.add(Method::kGet, path, with_target(Access::kRead, find));
  router.add(Method::kDelete, path, with_target(Access::kWrite, removeMethod));
  router.add(Method::kPost, path + "/lock", with_target(Access::kWrite, lockMethod));
  router.add(Method::kPost, path + "/unlock", with_target(Access::kWrite, unlockMethod));
}

}  // namespace heliograph::http
