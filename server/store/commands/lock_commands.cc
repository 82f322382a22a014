#include "store/commands/lock_commands.h"

#include <optional>

#include "store/commands/audit_rows.h"
#include "store/commands/device_commands.h"
#include "store/commands/device_rows.h"
#include "store/commands/domain_columns.h"
#include "store/commands/method_rows.h"
#include "store/commands/open_sessions.h"
#include "store/commands/request_marks.h"

namespace heliograph::store {
namespace {

using domain::OnlineRecord;
using Refusal = domain::DeviceChangeRefusal;

// True for a lock that another one does not replace: it holds, and not for wrong attempts.
bool stays(const std::optional<domain::Lock>& lock, TimePoint now) {
  return domain::isLocked(lock, now) && lock->reason != domain::LockReason::kAttemptsExhausted;
}

// The counts of the device's online methods; their own locks, and the offline methods, stay as they are. True where
// there was one.
bool clearOnlineCounts(Connection& connection, const DeviceId& device) {
  bool is_changed = false;
  for (const domain::Method& method : readMethods(connection, device)) {
    if (protocol::isOffline(method.auth_method) || method.attempts.failures == 0) continue;
    domain::AttemptState state = method.attempts;
    state.failures = 0;
    setAttempts(connection, device, method.auth_method, state);
    is_changed = true;
  }
  return is_changed;
}

}  // namespace

Result<domain::Device, Refusal> lockDevice(Connection& connection, const DeviceId& id, const domain::Lock& lock,
                                           const domain::AuditTrail& audit) {
  connection.takeDevice(id);
  const auto device = readActiveDeviceRow(connection, id);
  if (!device) return fail(Refusal::kUnknownDevice);
  if (!stays(device->lock, lock.since)) {
    setDeviceLock(connection, id, lock, device->locks);
    recordAudit(connection, audit);
  }
  return findDevice(connection, id).value();
}

Result<domain::Device, Refusal> unlockDevice(Connection& connection, const DeviceId& id,
                                             const domain::AuditTrail& audit) {
  connection.takeDevice(id);
  const auto device = readActiveDeviceRow(connection, id);
  if (!device) return fail(Refusal::kUnknownDevice);
  if (clearOnlineCounts(connection, id) || device->lock || device->locks != domain::DeviceLocks{}) {
    setDeviceLock(connection, id, std::nullopt, {});
    recordAudit(connection, audit);
  }
  return findDevice(connection, id).value();
}

Result<domain::Device, Refusal> lockMethod(Connection& connection, const DeviceId& id, protocol::AuthMethod auth_method,
                                           const domain::Lock& lock, const domain::AuditTrail& audit) {
  connection.takeDevice(id);
  if (!readActiveDeviceRow(connection, id)) return fail(Refusal::kUnknownDevice);
  const auto method = readMethod(connection, id, auth_method);
  if (!method) return fail(Refusal::kMethodNotActivated);
  if (!stays(method->attempts.lock, lock.since)) {
    domain::AttemptState state = method->attempts;
    state.lock = lock;
    setAttempts(connection, id, auth_method, state);
    raiseDeviceVersion(connection, id);
    recordAudit(connection, audit);
  }
  return findDevice(connection, id).value();
}

Result<domain::Device, Refusal> unlockMethod(Connection& connection, const DeviceId& id,
                                             protocol::AuthMethod auth_method, const domain::AuditTrail& audit) {
  connection.takeDevice(id);
  if (!readActiveDeviceRow(connection, id)) return fail(Refusal::kUnknownDevice);
  const auto method = readMethod(connection, id, auth_method);
  if (!method) return fail(Refusal::kMethodNotActivated);
  if (method->attempts != domain::AttemptState{}) {
    setAttempts(connection, id, auth_method, {});
    raiseDeviceVersion(connection, id);
    recordAudit(connection, audit);
  }
  return findDevice(connection, id).value();
}

OnlineRecord recordClone(Connection& connection, const domain::CloneRecord& clone, const domain::AuditTrail& audit) {
  connection.takeDevice(clone.device);
  if (isMarked(connection, clone.device, clone.mark)) return OnlineRecord::kReplayed;
  const auto device = readActiveDeviceRow(connection, clone.device);
  if (!device || device->version != clone.expected_device_version) return OnlineRecord::kLostRace;
  setMark(connection, clone.device, clone.mark);
  setDeviceLock(connection, clone.device, clone.lock, device->locks);
  endOpenSessions(connection, clone.device, domain::SessionStatus::kFailed, clone.mark.received_at);
  recordAudit(connection, audit);
  return OnlineRecord::kRecorded;
}

}  // namespace heliograph::store
