#include "http/admin/devices.h"

#include <string>

#include "http/admin/administration_problem.h"
#include "http/guarded.h"
#include "http/query.h"
#include "http/service_provider/auth_methods.h"
#include "http/service_provider/devices.h"

namespace heliograph::http {
namespace {

constexpr const char* kDevices = "/admin-api/v1/devices";

Call aboutOrganisation(Call call, const domain::OrganisationId& organisation) {
  call.caller.organisation = organisation;
  return call;
}

Call aboutDevice(Call call, domain::Devices& devices, const DeviceId& id) {
  call.caller = devices.aboutDevice(call.caller, id);
  return call;
}

Outcome search(const Call& call, domain::Devices& devices, domain::Administration& administration) {
  const auto query = readQuery(call.request, {"organisation_id", "user_reference", "application_id", "cursor"});
  if (!query) return fail(query.error());
  const auto id = query->id<domain::OrganisationId>("organisation_id");
  if (!id) return fail(id.error());
  const auto organisation = administration.findOrganisation(*id);
  if (!organisation) return fail(problemOf(organisation.error()));
  return searchDevices(aboutOrganisation(call, organisation->id), devices, *query);
}

}  // namespace

void addAdminDeviceRoutes(Router& router, ApiKeyGate& gate, domain::Devices& devices,
                          domain::Administration& administration) {
  const std::string path = kDevices;
  const std::string device = path + "/{device_id}";
  const std::string method = device + "/auth-methods/{auth_method}";
  const auto with_id = [&](auto function) {
    return guardedWithId<DeviceId>(gate, Access::kAdmin, ProblemCode::kUnknownDevice,
                                   [&devices, function](const Call& call, const DeviceId& id) {
                                     return function(aboutDevice(call, devices, id), devices, id);
                                   });
  };
  const auto with_target = [&](auto function) {
    return guardedWithParameters(gate, Access::kAdmin,
                                 [&devices, function](const Call& call, const PathParameters& parameters) -> Outcome {
                                   const auto target = methodTargetOf(parameters);
                                   if (!target) return fail(target.error());
                                   return function(aboutDevice(call, devices, target->device), devices, *target);
                                 });
  };
  router.add(Method::kGet, path, guarded(gate, Access::kAdmin, [&devices, &administration](const Call& call) {
               return search(call, devices, administration);
             }));
  router.add(Method::kGet, device, with_id(findDevice));
  router.add(Method::kDelete, device, with_id(removeDevice));
  router.add(Method::kPost, device + "/lock", with_id(lockDevice));
  router.add(Method::kPost, device + "/unlock", with_id(unlockDevice));
  router.add(Method::kDelete, method, with_target(removeMethod));
  router.add(Method::kPost, method + "/lock", with_target(lockMethod));
  router.add(Method::kPost, method + "/unlock", with_target(unlockMethod));
}

}  // namespace heliograph::http
