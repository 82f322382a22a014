#include "domain/devices.h"

#include <algorithm>
#include <utility>

#include "domain/caller_events.h"
#include "domain/label.h"
#include "domain/refusals.h"

namespace heliograph::domain {
namespace {

std::optional<Lock> lockAt(const std::optional<Lock>& lock, TimePoint now) {
  return isLocked(lock, now) ? lock : std::nullopt;
}

Refusal malformedReason() {
  return {RefusalCode::kMalformedRequest, "reason: must be 1 to 128 bytes of UTF-8 without control characters."};
}

Refusal refusalOf(DeviceChangeRefusal refusal) {
  switch (refusal) {
    case DeviceChangeRefusal::kReplayed:  // only of a phone's own request
    case DeviceChangeRefusal::kUnknownDevice:
      return unknownDevice();
    case DeviceChangeRefusal::kMethodNotActivated:
      return methodNotActivated("auth_method");
  }
  return unknownDevice();
}

AuditEvent eventOf(const Caller& caller, AuditAction action, const DeviceId& device,
                   std::optional<protocol::AuthMethod> method, TimePoint now) {
  AuditEvent event = eventBy(caller, action, now);
  event.device = device;
  event.auth_method = method;
  return event;
}

Lock adminLock(TimePoint now) { return {LockReason::kAdmin, now, std::nullopt}; }

bool isLockedByAdmin(const std::optional<Lock>& lock) { return lock && lock->reason == LockReason::kAdmin; }

std::string lockDetail(std::string_view reason) { return "ADMIN:" + std::string(reason); }

Answer<MethodView> methodIn(const Answer<DeviceView>& device, protocol::AuthMethod method) {
  if (!device) return fail(device.error());
  const auto found = std::ranges::find(device->methods, method, &MethodView::auth_method);
  if (found == device->methods.end()) return fail(methodNotActivated("auth_method"));
  return *found;
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

Caller Devices::aboutDevice(Caller administrator, const DeviceId& id) {
  if (const auto device = store_.findDevice(id)) administrator.organisation = device->organisation;
  return administrator;
}

Answer<Devices::Found> Devices::load(const Caller& caller, const DeviceId& id) {
  auto directory = directory_.latest();
  if (!isCurrent(*directory, caller)) return fail(revokedKey());
  auto device = store_.findDevice(id);
  if (!device || device->organisation != caller.organisation || device->state == DeviceState::kEnrolling) {
    return fail(unknownDevice());
  }
  return Found{std::move(*device), std::move(directory)};
}

const ApplicationConfiguration& Devices::Found::configuration() const {
  return directory->applications.at(device.application).configuration;
}

Answer<DeviceView> Devices::find(const Caller& caller, const DeviceId& id, TimePoint now) {
  const auto found = load(caller, id);
  if (!found) return fail(found.error());
  return viewOf(found->device, found->configuration(), now);
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

Answer<MethodView> Devices::findMethod(const Caller& caller, const DeviceId& id, protocol::AuthMethod method,
                                       TimePoint now) {
  return methodIn(find(caller, id, now), method);
}

Answer<DeviceView> Devices::lock(const Caller& caller, const DeviceId& id, std::string_view reason, TimePoint now) {
  if (!isLabel(reason)) return fail(malformedReason());
  AuditEvent event = eventOf(caller, AuditAction::kDeviceLocked, id, std::nullopt, now);
  const auto found = loadToChange(caller, id, event);
  if (!found) return fail(found.error());
  AuditEvent locked = event;
  locked.detail = lockDetail(reason);
  const auto changed_device = store_.lockDevice(id, adminLock(now), {std::move(locked)});
  if (changed_device && !isLockedByAdmin(found->device.lock)) observer_.deviceLocked(LockReason::kAdmin);
  return changed(changed_device, *found, event, now);
}

Answer<MethodView> Devices::lockMethod(const Caller& caller, const DeviceId& id, protocol::AuthMethod method,
                                       std::string_view reason, TimePoint now) {
  if (!isLabel(reason)) return fail(malformedReason());
  AuditEvent event = eventOf(caller, AuditAction::kMethodLocked, id, method, now);
  const auto found = loadToChange(caller, id, event);
  if (!found) return fail(found.error());
  AuditEvent locked = event;
  locked.detail = lockDetail(reason);
  const auto changed_device = store_.lockMethod(id, method, adminLock(now), {std::move(locked)});
  const Method* before = found->device.find(method);
  if (changed_device && before != nullptr && !isLockedByAdmin(before->attempts.lock)) {
    observer_.methodLocked(LockReason::kAdmin);
  }
  return methodIn(changed(changed_device, *found, event, now), method);
}

Answer<DeviceView> Devices::unlock(const Caller& caller, const DeviceId& id, TimePoint now) {
  AuditEvent event = eventOf(caller, AuditAction::kDeviceUnlocked, id, std::nullopt, now);
  const auto found = loadToChange(caller, id, event);
  if (!found) return fail(found.error());
  return changed(store_.unlockDevice(id, {event}), *found, event, now);
}

Answer<MethodView> Devices::unlockMethod(const Caller& caller, const DeviceId& id, protocol::AuthMethod method,
                                         TimePoint now) {
  AuditEvent event = eventOf(caller, AuditAction::kMethodUnlocked, id, method, now);
  const auto found = loadToChange(caller, id, event);
  if (!found) return fail(found.error());
  return methodIn(changed(store_.unlockMethod(id, method, {event}), *found, event, now), method);
}

Answer<void> Devices::remove(const Caller& caller, const DeviceId& id, TimePoint now) {
  AuditEvent event = eventOf(caller, AuditAction::kDeviceDeactivated, id, std::nullopt, now);
  if (const auto found = loadToChange(caller, id, event); !found) return fail(found.error());
  const auto removed = store_.deactivateDevice({.device = id, .now = now}, {event});
  if (!removed) return refuseAttempt(store_, std::move(event), refusalOf(removed.error()));
  return {};
}

Answer<void> Devices::removeMethod(const Caller& caller, const DeviceId& id, protocol::AuthMethod method,
                                   TimePoint now) {
  AuditEvent event = eventOf(caller, AuditAction::kMethodDeactivated, id, method, now);
  if (const auto found = loadToChange(caller, id, event); !found) return fail(found.error());
  const auto removed = store_.deactivateMethod({.device = id, .auth_method = method, .now = now}, {event});
  if (!removed) return refuseAttempt(store_, std::move(event), refusalOf(removed.error()));
  return {};
}

Answer<Devices::Found> Devices::loadToChange(const Caller& caller, const DeviceId& id, AuditEvent& event) {
  auto found = load(caller, id);
  if (!found) return refuseAttempt(store_, event, found.error());
  event.application = found->device.application;
  return found;
}

Answer<DeviceView> Devices::changed(const Result<Device, DeviceChangeRefusal>& device, const Found& found,
                                    const AuditEvent& event, TimePoint now) {
  if (!device) return refuseAttempt(store_, event, refusalOf(device.error()));
  return viewOf(*device, found.configuration(), now);
}

}  // namespace heliograph::domain
