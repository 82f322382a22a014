#include "cli/json_output.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/hex.h"

namespace heliograph::cli {
namespace {

std::string_view nameOf(domain::LockReason reason) {
  switch (reason) {
    case domain::LockReason::kAttemptsExhausted:
      return "ATTEMPTS_EXHAUSTED";
    case domain::LockReason::kAdmin:
      return "ADMIN";
    case domain::LockReason::kCloneDetected:
      return "CLONE_DETECTED";
  }
  return "";
}

void addLock(Json& json, const std::optional<domain::Lock>& lock) {
  json["lock_status"] = lock ? "LOCKED" : "UNLOCKED";
  if (!lock) return;
  json["lock_reason"] = nameOf(lock->reason);
  if (lock->until) json["locked_until"] = formatTime(*lock->until);
}

Json toJson(const domain::MethodView& method) {
  Json json{{"auth_method", protocol::apiName(method.auth_method)}};
  addLock(json, method.lock);
  json["remaining_attempts"] = method.remaining_attempts;
  json["activated_at"] = formatTime(method.activated_at);
  if (method.last_used_at) json["last_used_at"] = formatTime(*method.last_used_at);
  return json;
}

}  // namespace

std::string formatTime(TimePoint time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)),
                     (time - seconds).count());
}

Json toJson(const domain::Application& application) {
  Json configuration = Json::object();
  for (const auto& [property, value] : domain::propertiesOf(application.configuration)) configuration[property] = value;
  return {{"application_id", application.id.text()},
          {"organisation_id", application.organisation.text()},
          {"name", application.name},
          {"configuration", configuration}};
}

Json toJson(const domain::ApiKey& key) {
  Json json{{"key_id", key.id.text()},
            {"organisation_id", key.organisation.text()},
            {"name", key.name},
            {"created_at", formatTime(key.created_at)}};
  if (key.revoked_at) json["revoked_at"] = formatTime(*key.revoked_at);
  return json;
}

Json toJson(const domain::DeviceView& device) {
  Json json{{"device_id", device.id.text()},
            {"application_id", device.application.text()},
            {"device_status", device.state == domain::DeviceState::kActive ? "ACTIVE" : "DEACTIVATED"}};
  if (device.user_reference) json["user_reference"] = *device.user_reference;
  addLock(json, device.lock);
  json["created_at"] = formatTime(device.created_at);
  json["auth_methods"] = Json::array();
  for (const domain::MethodView& method : device.methods) json["auth_methods"].push_back(toJson(method));
  return json;
}

Json phoneConfiguration(const std::string& service_url, const ApplicationId& application,
                        const crypto::P256PublicKey& channel_key) {
  return {{"service_url", service_url},
          {"application_id", application.text()},
          {"channel_public_key", toHex(channel_key.point())}};
}

}  // namespace heliograph::cli
