#include "http/admin/master_key_rotation.h"

#include <nlohmann/json.hpp>

#include "http/body_reader.h"
#include "http/guarded.h"

namespace heliograph::http {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kMasterKeyRotation = "/admin-api/v1/master-key-rotation";

Json toJson(const domain::RotationProgress& progress) {
  Json json{{"done", progress.isDone()},
            {"current_version", progress.current},
            {"channel_key_done", progress.is_channel_key_done},
            {"remaining", progress.remaining()},
            {"method_keys", Json::array()}};
  for (const auto& [version, count] : progress.method_keys) {
    json["method_keys"].push_back({{"master_key_version", version}, {"count", count}});
  }
  return json;
}

std::string show(domain::MasterKeyRotation& rotation, const domain::Upkeep& upkeep) {
  Json json = toJson(rotation.progress());
  json["rotating"] = upkeep.isRotating();
  return json.dump();
}

Outcome start(const Call& call, domain::MasterKeyRotation& rotation, domain::Upkeep& upkeep) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  upkeep.requestRotation(call.caller.origin());
  return Response{202, {}, std::string(kJson), show(rotation, upkeep)};
}

}  // namespace

std::string renderRotation(const domain::RotationProgress& progress) { return toJson(progress).dump(); }

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
