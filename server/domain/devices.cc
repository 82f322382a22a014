#include "domain/devices.h"

#include <utility>

#include "domain/refusals.h"

namespace heliograph::domain {
namespace {

std::optional<Lock> lockAt(const std::optional<Lock>& lock, TimePoint now) {
  return isLocked(lock, now) ? lock : std::nullopt;
}

}  // namespace

DeviceView viewOf(const Device& device, const ApplicationConfiguration& configuration, TimePoint now) {
  const AttemptRules rules = attemptRulesOf(configuration);
  DeviceView view{.id = device.id,
                  .application = device.application,
                  .user_reference = device.user_reference,
                  .state = device.state,
                  .lock = lockAt(device.lock, now),
                  .created_at = device.created_at,
                  .methods = {}};
  for (const Method& method : device.methods) {
    // A locked device has no attempts left, whatever its methods' counts say.
    const int remaining = view.lock ? 0 : remainingAttempts(method.attempts, rules, now);
    view.methods.push_back({.auth_method = method.auth_method,
                            .lock = lockAt(method.attempts.lock, now),
                            .remaining_attempts = remaining,
                            .activated_at = method.activated_at,
                            .last_used_at = method.last_used_at});
  }
  return view;
}

Answer<DeviceView> Devices::find(const Caller& caller, const DeviceId& id, TimePoint now) {
  const auto directory = directory_.latest();
  if (!isCurrent(*directory, caller)) return fail(revokedKey());
  const auto device = store_.findDevice(id);
  if (!device || device->organisation != caller.organisation || device->state == DeviceState::kEnrolling) {
    return fail(unknownDevice());
  }
  return viewOf(*device, directory->applications.at(device->application).configuration, now);
}

Answer<DevicePage> Devices::search(const Caller& caller, std::optional<std::string> user_reference,
                                   std::optional<ApplicationId> application, std::optional<DeviceId> after,
                                   TimePoint now) {
  const auto directory = directory_.latest();
  if (!isCurrent(*directory, caller)) return fail(revokedKey());
  // One more than a page holds tells whether there is another page.
  const std::vector<Device> found = store_.findDevices({.organisation = caller.organisation,
                                                        .user_reference = std::move(user_reference),
                                                        .application = application,
                                                        .after = after,
                                                        .limit = kDevicesPerPage + 1});
  DevicePage page;
  for (const Device& device : found) {
    if (page.devices.size() == kDevicesPerPage) {
      page.next = page.devices.back().id;
      break;
    }
    page.devices.push_back(viewOf(device, directory->applications.at(device.application).configuration, now));
  }
  return page;
}

}  // namespace heliograph::domain
