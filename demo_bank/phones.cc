#include "demo_bank/phones.h"

#include <algorithm>

namespace heliograph::bank {

std::string userReferenceOf(Customer customer) { return "demo-" + std::string(numberOf(customer)); }

std::optional<std::string> Phones::known(Customer customer) {
  const std::lock_guard lock(mutex_);
  const auto found = device_ids_.find(customer);
  return found == device_ids_.end() ? std::nullopt : std::optional(found->second);
}

Answer<Json> Phones::search(Customer customer) {
  return api_.get("/devices?user_reference=" + userReferenceOf(customer) + "&application_id=" + application_id_)
      .map([](Json&& page) { return page.at("devices"); });
}

Answer<std::optional<Json>> Phones::find(Customer customer) {
  if (const auto device_id = known(customer)) {
    auto device = api_.get("/devices/" + *device_id);
    if (!device && device.error().code != "UNKNOWN_DEVICE") return fail(device.error());
    // The phone may have removed itself.
    if (device && device->at("device_status") == "ACTIVE") return std::optional(std::move(*device));
  }
  const auto devices = search(customer);
  if (!devices) return fail(devices.error());
  if (devices->empty()) return std::optional<Json>();
  const auto newest =
      std::ranges::max_element(*devices, {}, [](const Json& device) { return device.at("created_at"); });
  const std::lock_guard lock(mutex_);
  device_ids_.insert_or_assign(customer, newest->at("device_id").get<std::string>());
  return std::optional(*newest);
}

Answer<std::string> Phones::deviceIdOf(Customer customer) {
  const auto phone = find(customer);
  if (!phone) return fail(phone.error());
  if (!*phone) return fail(Refusal{409, "NO_PHONE", "there is no phone yet; set one up first"});
  return (*phone)->at("device_id").get<std::string>();
}

void Phones::replace(Customer customer, const std::string& device_id) {
  {
    const std::lock_guard lock(mutex_);
    device_ids_.insert_or_assign(customer, device_id);
  }
  const auto devices = search(customer);
  if (!devices) return;  // the ones before stay usable for nothing: this bank asks only the one it stored
  for (const Json& device : *devices) {
    const std::string other = device.at("device_id");
    if (other != device_id) (void)api_.remove("/devices/" + other);
  }
}

Answer<void> Phones::remove(Customer customer) {
  const auto devices = search(customer);
  if (!devices) return fail(devices.error());
  for (const Json& device : *devices) {
    const auto removed = api_.remove("/devices/" + device.at("device_id").get<std::string>());
    if (!removed && removed.error().code != "UNKNOWN_DEVICE") return fail(removed.error());
  }
  const std::lock_guard lock(mutex_);
  device_ids_.erase(customer);
  return {};
}

}  // namespace heliograph::bank
