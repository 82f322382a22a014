// MemoryStore's devices: finding them, locking them, taking away what they have.

#include <algorithm>

#include "domain/testing/memory_store.h"
#include "domain/testing/memory_store_rows.h"

namespace heliograph::domain {
namespace {

// An attempt lock gives way to one that only a person ends.
bool staysBefore(const std::optional<Lock>& present) {
  return present && present->reason != LockReason::kAttemptsExhausted;
}

}  // namespace

Device* MemoryStore::activeDevice(const DeviceId& id) {
  const auto found = devices_.find(id);
  return found == devices_.end() || found->second.state != DeviceState::kActive ? nullptr : &found->second;
}

std::optional<Device> MemoryStore::findDevice(const DeviceId& id) {
  const auto lock = enter();
  const auto found = devices_.find(id);
  return found == devices_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Device> MemoryStore::findDevices(const DeviceQuery& query) {
  const auto lock = enter();
  std::vector<Device> page;
  const auto limit = static_cast<std::size_t>(query.limit);
  for (auto it = query.after ? devices_.upper_bound(*query.after) : devices_.begin();
       it != devices_.end() && page.size() < limit; ++it) {
    const Device& device = it->second;
    if (device.state != DeviceState::kActive || device.organisation != query.organisation) continue;
    if (query.user_reference && device.user_reference != query.user_reference) continue;
    if (query.application && device.application != *query.application) continue;
    page.push_back(device);
  }
  return page;
}

// --- removing --------------------------------------------------------------------------------------------------------

Result<void, DeviceChangeRefusal> MemoryStore::deactivateDevice(const DeviceRemoval& removal, const AuditTrail& audit) {
  const auto lock = enter();
  if (removal.mark && isMarked(removal.device, *removal.mark)) return fail(DeviceChangeRefusal::kReplayed);
  Device* device = activeDevice(removal.device);
  if (device == nullptr) return fail(DeviceChangeRefusal::kUnknownDevice);

  device->state = DeviceState::kDeactivated;
  device->methods.clear();
  ++device->version;
  finishSessions(removal.device, SessionStatus::kCancelled, removal.now);
  if (removal.mark) keep(removal.device, *removal.mark);
  write(audit);
  return {};
}

Result<void, DeviceChangeRefusal> MemoryStore::deactivateMethod(const MethodRemoval& removal, const AuditTrail& audit) {
  const auto lock = enter();
  if (removal.mark && isMarked(removal.device, *removal.mark)) return fail(DeviceChangeRefusal::kReplayed);
  Device* device = activeDevice(removal.device);
  if (device == nullptr) return fail(DeviceChangeRefusal::kUnknownDevice);
  const auto removed =
      std::erase_if(device->methods, [&](const Method& method) { return method.auth_method == removal.auth_method; });
  if (removed == 0) return fail(DeviceChangeRefusal::kMethodNotActivated);

  ++device->version;
  finishOfflineSessions(removal.device, removal.auth_method, SessionStatus::kCancelled, removal.now);
  if (removal.mark) keep(removal.device, *removal.mark);
  write(audit);
  return {};
}

// --- locking ---------------------------------------------------------------------------------------------------------

Result<Device, DeviceChangeRefusal> MemoryStore::lockDevice(const DeviceId& id, const Lock& lock,
                                                            const AuditTrail& audit) {
  const auto one_at_a_time = enter();
  Device* device = activeDevice(id);
  if (device == nullptr) return fail(DeviceChangeRefusal::kUnknownDevice);
  if (staysBefore(device->lock)) return *device;
  device->lock = lock;
  ++device->version;
  write(audit);
  return *device;
}

Result<Device, DeviceChangeRefusal> MemoryStore::unlockDevice(const DeviceId& id, const AuditTrail& audit) {
  const auto one_at_a_time = enter();
  Device* device = activeDevice(id);
  if (device == nullptr) return fail(DeviceChangeRefusal::kUnknownDevice);
  bool is_changed = device->lock || device->locks != DeviceLocks{};
  for (Method& method : device->methods) {
    if (protocol::isOffline(method.auth_method) || method.attempts.failures == 0) continue;
    method.attempts.failures = 0;
    ++method.version;
    is_changed = true;
  }
  if (!is_changed) return *device;
  device->lock = std::nullopt;
  device->locks = {};
  ++device->version;
  write(audit);
  return *device;
}

Result<Device, DeviceChangeRefusal> MemoryStore::lockMethod(const DeviceId& id, protocol::AuthMethod auth_method,
                                                            const Lock& lock, const AuditTrail& audit) {
  const auto one_at_a_time = enter();
  Device* device = activeDevice(id);
  if (device == nullptr) return fail(DeviceChangeRefusal::kUnknownDevice);
  Method* method = find(*device, auth_method);
  if (method == nullptr) return fail(DeviceChangeRefusal::kMethodNotActivated);
  if (staysBefore(method->attempts.lock)) return *device;
  method->attempts.lock = lock;
  ++method->version;
  ++device->version;
  write(audit);
  return *device;
}

Result<Device, DeviceChangeRefusal> MemoryStore::unlockMethod(const DeviceId& id, protocol::AuthMethod auth_method,
                                                              const AuditTrail& audit) {
  const auto one_at_a_time = enter();
  Device* device = activeDevice(id);
  if (device == nullptr) return fail(DeviceChangeRefusal::kUnknownDevice);
  Method* method = find(*device, auth_method);
  if (method == nullptr) return fail(DeviceChangeRefusal::kMethodNotActivated);
  if (method->attempts == AttemptState{}) return *device;
  method->attempts = {};
  ++method->version;
  ++device->version;
  write(audit);
  return *device;
}

OnlineRecord MemoryStore::recordClone(const CloneRecord& clone, const AuditTrail& audit) {
  const auto one_at_a_time = enter();
  if (isMarked(clone.device, clone.mark)) return OnlineRecord::kReplayed;
  Device* device = activeDevice(clone.device);
  if (device == nullptr || device->version != clone.expected_device_version) return OnlineRecord::kLostRace;
  device->lock = clone.lock;
  ++device->version;
  finishSessions(clone.device, SessionStatus::kFailed, clone.mark.received_at);
  keep(clone.device, clone.mark);
  write(audit);
  return OnlineRecord::kRecorded;
}

}  // namespace heliograph::domain
