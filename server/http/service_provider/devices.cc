#include "http/service_provider/devices.h"

#include <optional>
#include <string>

#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/json.h"
#include "http/query.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr const char* kDevices = "/api/smart-device/v1/devices";

std::string_view nameOf(domain::DeviceState state) {
  switch (state) {
    case domain::DeviceState::kActive:
      return "ACTIVE";
    case domain::DeviceState::kEnrolling:  // not shown to service providers
    case domain::DeviceState::kDeactivated:
      break;
  }
  return "DEACTIVATED";
}

void addLock(Json& json, const std::optional<domain::Lock>& lock) {
  json.add("lock_status", lock ? "LOCKED" : "UNLOCKED");
  if (!lock) return;
  json.add("lock_reason", domain::nameOf(lock->reason));
  if (lock->until) json.add("locked_until", formatRfc3339(*lock->until));
}

Outcome search(const Call& call, domain::Devices& devices) {
  const auto query = readQuery(call.request, {"user_reference", "application_id", "cursor"});
  if (!query) return fail(query.error());
  return searchDevices(call, devices, *query);
}

}  // namespace

Json toJson(const domain::DeviceView& device) {
  Json json{{"device_id", device.id.text()}, {"application_id", device.application.text()}};
  if (device.user_reference) json.add("user_reference", *device.user_reference);
  json.add("device_status", nameOf(device.state));
  addLock(json, device.lock);
  json.add("created_at", formatRfc3339(device.created_at));
  json.add("auth_methods", Json::listOf(device.methods, toJson));
  return json;
}

Json toJson(const domain::MethodView& method) {
  Json json{{"auth_method", protocol::apiName(method.auth_method)}};
  addLock(json, method.lock);
  json.add("remaining_attempts", method.remaining_attempts);
  json.add("activated_at", formatRfc3339(method.activated_at));
  if (method.last_used_at) json.add("last_used_at", formatRfc3339(*method.last_used_at));
  return json;
}

Outcome findDevice(const Call& call, domain::Devices& devices, const DeviceId& id) {
  const auto device = devices.find(call.caller, id, call.now);
  if (!device) return fail(problemOf(device.error()));
  return okJson(toJson(*device));
}

Outcome searchDevices(const Call& call, domain::Devices& devices, const Fields& query) {
  const auto application = query.optionalId<ApplicationId>("application_id");
  if (!application) return fail(application.error());
  const auto after = query.optionalId<DeviceId>("cursor");
  if (!after) return fail(after.error());
  std::optional<std::string> user_reference(query.optionalText("user_reference"));

  const auto page = devices.search(call.caller, std::move(user_reference), *application, *after, call.now);
  if (!page) return fail(problemOf(page.error()));

  Json json{{"devices", Json::listOf(page->devices, toJson)}};
  if (page->next) json.add("next_cursor", page->next->text());
  return okJson(json);
}

Outcome lockDevice(const Call& call, domain::Devices& devices, const DeviceId& id) {
  const auto body = readBody(call.request, {"reason"});
  if (!body) return fail(body.error());
  const auto reason = body->text("reason");
  if (!reason) return fail(reason.error());
  const auto device = devices.lock(call.caller, id, *reason, call.now);
  if (!device) return fail(problemOf(device.error()));
  return okJson(toJson(*device));
}

Outcome unlockDevice(const Call& call, domain::Devices& devices, const DeviceId& id) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  const auto device = devices.unlock(call.caller, id, call.now);
  if (!device) return fail(problemOf(device.error()));
  return okJson(toJson(*device));
}

Outcome removeDevice(const Call& call, domain::Devices& devices, const DeviceId& id) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  const auto removed = devices.remove(call.caller, id, call.now);
  if (!removed) return fail(problemOf(removed.error()));
  return noContent();
}

void addDeviceRoutes(Router& router, ApiKeyGate& gate, domain::Devices& devices) {
  const std::string path = kDevices;
  const auto with_id = [&](Access access, auto function) {
    return guardedWithId<DeviceId>(
        gate, access, ProblemCode::kUnknownDevice,
        [&devices, function](const Call& call, const DeviceId& id) { return function(call, devices, id); });
  };
  router.add(Method::kGet, path,
             guarded(gate, Access::kRead, [&devices](const Call& call) { return search(call, devices); }));
  router.add(Method::kGet, path + "/{device_id}", with_id(Access::kRead, findDevice));
  router.add(Method::kDelete, path + "/{device_id}", with_id(Access::kWrite, removeDevice));
  router.add(Method::kPost, path + "/{device_id}/lock", with_id(Access::kWrite, lockDevice));
  router.add(Method::kPost, path + "/{device_id}/unlock", with_id(Access::kWrite, unlockDevice));
}

}  // namespace heliograph::http
