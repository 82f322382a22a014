#include "http/admin/maintenance.h"

#include <string>

#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/json.h"

namespace heliograph::http {
namespace {

constexpr const char* kMaintenance = "/admin-api/v1/maintenance";

Json toJson(const domain::Upkeep& upkeep) {
  return {{"session_retention_hours", upkeep.rules().session_retention.count()},
          {"cleaning_up", upkeep.isCleaningUp()}};
}

Outcome cleanUp(const Call& call, domain::Upkeep& upkeep) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  upkeep.requestCleanUp(call.caller.origin());
  return Response{202, {}, std::string(kJson), toJson(upkeep).text()};
}

}  // namespace

void addMaintenanceRoutes(Router& router, ApiKeyGate& gate, domain::Upkeep& upkeep) {
  const std::string path = kMaintenance;
  router.add(Method::kGet, path,
             guarded(gate, Access::kAdmin, [&upkeep](const Call&) { return okJson(toJson(upkeep)); }));
  router.add(Method::kPost, path + "/clean-up",
             guarded(gate, Access::kAdmin, [&upkeep](const Call& call) { return cleanUp(call, upkeep); }));
}

}  // namespace heliograph::http
