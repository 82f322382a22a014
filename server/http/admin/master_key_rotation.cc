#include "http/admin/master_key_rotation.h"

#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/json.h"

namespace heliograph::http {
namespace {

constexpr const char* kMasterKeyRotation = "/admin-api/v1/master-key-rotation";

Json show(domain::MasterKeyRotation& rotation, const domain::Upkeep& upkeep) {
  Json json = toJson(rotation.progress());
  json.add("rotating", upkeep.isRotating());
  return json;
}

Outcome start(const Call& call, domain::MasterKeyRotation& rotation, domain::Upkeep& upkeep) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  upkeep.requestRotation(call.caller.origin());
  return Response{202, {}, std::string(kJson), show(rotation, upkeep).text()};
}

}  // namespace

Json toJson(const domain::RotationProgress& progress) {
  Json method_keys = Json::emptyList();
  for (const auto& [version, count] : progress.method_keys) {
    method_keys.append({{"master_key_version", version}, {"count", count}});
  }
  return {{"done", progress.isDone()},
          {"current_version", progress.current},
          {"channel_key_done", progress.is_channel_key_done},
          {"remaining", progress.remaining()},
          {"method_keys", std::move(method_keys)}};
}

void addMasterKeyRotationRoutes(Router& router, ApiKeyGate& gate, domain::MasterKeyRotation& rotation,
                                domain::Upkeep& upkeep) {
  router.add(Method::kGet, kMasterKeyRotation, guarded(gate, Access::kAdmin, [&rotation, &upkeep](const Call&) {
               return okJson(show(rotation, upkeep));
             }));
  router.add(Method::kPost, kMasterKeyRotation, guarded(gate, Access::kAdmin, [&rotation, &upkeep](const Call& call) {
               return start(call, rotation, upkeep);
             }));
}

}  // namespace heliograph::http
