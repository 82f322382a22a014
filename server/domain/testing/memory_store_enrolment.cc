// MemoryStore's enrolments.

#include <algorithm>

#include "domain/testing/memory_store.h"
#include "domain/testing/memory_store_rows.h"

namespace heliograph::domain {
namespace {

DeviceId deviceIdFrom(const UuidBytes& seed, const EnrolmentId& enrolment) {
  UuidBytes bytes = seed;
  std::copy_n(enrolment.bytes().begin(), sizeof(Shard), bytes.begin());
  return DeviceId(bytes);
}

// A lock by hand is none of the phone's to end.
bool hasOnlyUnused(const Device& device, protocol::AuthMethod auth_method) {
  if (device.methods.size() != 1 || device.methods[0].auth_method != auth_method) return false;
  return !device.methods[0].last_used_at && device.methods[0].attempts == AttemptState{};
}

}  // namespace

// The open one first, since the code of a finished one may have been drawn again.
MemoryStore::EnrolmentRow* MemoryStore::enrolmentWith(const ApplicationId& application,
                                                      const ActivationCodeHash& code_hash, TimePoint now) {
  EnrolmentRow* with_this_code = nullptr;
  for (auto& [id, row] : enrolments_) {
    if (row.enrolment.application != application || row.code_hash != code_hash) continue;
    with_this_code = &row;
    if (isOpen(row.enrolment, now)) break;
  }
  return with_this_code;
}

MemoryStore::EnrolmentRow* MemoryStore::enrolmentOf(const DeviceId& device) {
  const auto found =
      std::ranges::find_if(enrolments_, [&](const auto& entry) { return entry.second.enrolment.device == device; });
  return found == enrolments_.end() ? nullptr : &found->second;
}

Result<void, CreateEnrolmentRefusal> MemoryStore::createEnrolment(const NewEnrolment& enrolment,
                                                                  DirectoryVersion directory_version,
                                                                  const AuditTrail& audit) {
  const auto lock = enter();
  if (directory_version != directory_.version) return fail(CreateEnrolmentRefusal::kStaleDirectory);
  const EnrolmentRow* taken = enrolmentWith(enrolment.application, enrolment.code_hash, enrolment.created_at);
  if (taken != nullptr && isOpen(taken->enrolment, enrolment.created_at)) {
    return fail(CreateEnrolmentRefusal::kCodeTaken);
  }
  const Enrolment created{.id = enrolment.id,
                          .application = enrolment.application,
                          .organisation = enrolment.organisation,
                          .user_reference = enrolment.user_reference,
                          .status = SessionStatus::kStarted,
                          .device = std::nullopt,
                          .created_at = enrolment.created_at,
                          .expires_at = enrolment.expires_at};
  enrolments_.try_emplace(enrolment.id, EnrolmentRow{created, enrolment.code_hash});
  write(audit);
  return {};
}

std::optional<Enrolment> MemoryStore::findEnrolment(const EnrolmentId& id) {
  const auto lock = enter();
  const auto found = enrolments_.find(id);
  return found == enrolments_.end() ? std::nullopt : std::optional(found->second.enrolment);
}

bool MemoryStore::cancelEnrolment(const EnrolmentId& id, TimePoint now, const AuditTrail& audit) {
  const auto lock = enter();
  const auto found = enrolments_.find(id);
  if (found == enrolments_.end() || !isOpen(found->second.enrolment, now)) return false;
  found->second.enrolment.status = SessionStatus::kCancelled;
  write(audit);
  return true;
}

void MemoryStore::letDeviceIn(Enrolment& enrolment, const EnrolmentStart& start, const AuditTrail& audit) {
  enrolment.device = deviceIdFrom(start.device_id_seed, enrolment.id);
  devices_.try_emplace(*enrolment.device, Device{.id = *enrolment.device,
                                                 .application = enrolment.application,
                                                 .organisation = enrolment.organisation,
                                                 .user_reference = enrolment.user_reference,
                                                 .public_key = start.device_key,
                                                 .state = DeviceState::kEnrolling,
                                                 .lock = std::nullopt,
                                                 .created_at = start.mark.received_at,
                                                 .salts = {},
                                                 .methods = {}});
  AuditTrail filled_in = audit;
  for (AuditEvent& event : filled_in) {
    event.device = enrolment.device;
    event.session = enrolment.id.bytes();
  }
  write(filled_in);
}

Result<StartedEnrolment, EnrolmentStartRefusal> MemoryStore::startEnrolment(const EnrolmentStart& start,
                                                                            const AuditTrail& audit) {
  const auto lock = enter();
  const TimePoint now = start.mark.received_at;
  EnrolmentRow* row = enrolmentWith(start.application, start.code_hash, now);
  if (row == nullptr) return fail(EnrolmentStartRefusal::kNoSession);
  Enrolment& enrolment = row->enrolment;
  if (enrolment.device && isMarked(*enrolment.device, start.mark)) return fail(EnrolmentStartRefusal::kReplayed);
  if (enrolment.status != SessionStatus::kStarted) return fail(EnrolmentStartRefusal::kNoSession);
  if (now >= enrolment.expires_at) return fail(EnrolmentStartRefusal::kExpired);
  if (enrolment.device && devices_.at(*enrolment.device).public_key != start.device_key) {
    return fail(EnrolmentStartRefusal::kNoSession);
  }

  if (!enrolment.device) letDeviceIn(enrolment, start, audit);
  keep(*enrolment.device, start.mark);
  return StartedEnrolment{*enrolment.device};
}

Result<void, EnrolmentFinishRefusal> MemoryStore::finishEnrolment(const EnrolmentFinish& finish,
                                                                  const AuditTrail& audit) {
  const auto lock = enter();
  const TimePoint now = finish.mark.received_at;
  if (isMarked(finish.device, finish.mark)) return fail(EnrolmentFinishRefusal::kReplayed);
  EnrolmentRow* row = enrolmentOf(finish.device);
  if (row == nullptr) return fail(EnrolmentFinishRefusal::kNoSession);
  Enrolment& enrolment = row->enrolment;
  Device& device = devices_.at(finish.device);

  const bool is_first = enrolment.status == SessionStatus::kStarted && device.state == DeviceState::kEnrolling;
  const bool is_repeated = enrolment.status == SessionStatus::kCompleted && device.state == DeviceState::kActive &&
                           row->first_method == finish.auth_method && hasOnlyUnused(device, finish.auth_method);
  if (!is_first && !is_repeated) return fail(EnrolmentFinishRefusal::kNoSession);
  if (now >= enrolment.expires_at) return fail(EnrolmentFinishRefusal::kExpired);
  const auto& last = device.salts.confirmed_at;
  if (last && finish.salts.confirmed_at <= last) return fail(EnrolmentFinishRefusal::kReplayed);
  if (isUnderOldMasterKey(finish.keys)) return fail(EnrolmentFinishRefusal::kOldMasterKey);

  const RowVersion version = is_repeated ? device.methods[0].version + 1 : 0;
  device.methods = {Method{.auth_method = finish.auth_method,
                           .keys = finish.keys,
                           .attempts = {},
                           .activated_at = now,
                           .last_used_at = std::nullopt,
                           .version = version}};
  device.state = DeviceState::kActive;
  device.salts = finish.salts;
  ++device.version;
  enrolment.status = SessionStatus::kCompleted;
  row->first_method = finish.auth_method;
  finishOfflineSessions(finish.device, finish.auth_method, SessionStatus::kCancelled, now);
  keep(finish.device, finish.mark);
  write(audit);
  return {};
}

}  // namespace heliograph::domain
