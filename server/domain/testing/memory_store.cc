#include "domain/testing/memory_store.h"

#include <utility>

namespace heliograph::domain {

std::unique_lock<std::mutex> MemoryStore::enter() {
  ++calls_;
  return std::unique_lock(mutex_);
}

// --- directory -------------------------------------------------------------------------------------------------------

DirectoryVersion MemoryStore::directoryVersion() {
  const auto lock = enter();
  return directory_.version;
}

Directory MemoryStore::loadDirectory() {
  const auto lock = enter();
  return directory_;
}

void MemoryStore::createOrganisation(const OrganisationId& id, const std::string& name, TimePoint) {
  const auto lock = enter();
  if (organisations_.try_emplace(name, id).second) ++directory_.version;
}

std::optional<OrganisationId> MemoryStore::findOrganisation(const std::string& name) {
  const auto lock = enter();
  const auto found = organisations_.find(name);
  return found == organisations_.end() ? std::nullopt : std::optional(found->second);
}

void MemoryStore::createApplication(const Application& application, TimePoint) {
  const auto lock = enter();
  directory_.applications.try_emplace(application.id, application);
  ++directory_.version;
}

bool MemoryStore::setConfiguration(const ApplicationId& application, const ApplicationConfiguration& configuration,
                                   TimePoint) {
  const auto lock = enter();
  const auto found = directory_.applications.find(application);
  if (found == directory_.applications.end()) return false;
  found->second.configuration = configuration;
  ++directory_.version;
  return true;
}

void MemoryStore::createApiKey(const ApiKey& key) {
  const auto lock = enter();
  directory_.api_keys.try_emplace(key.id, key);
  ++directory_.version;
}

bool MemoryStore::revokeApiKey(const ApiKeyId& id, TimePoint now) {
  const auto lock = enter();
  const auto found = directory_.api_keys.find(id);
  if (found == directory_.api_keys.end()) return false;
  if (!found->second.revoked_at) {
    found->second.revoked_at = now;
    ++directory_.version;
  }
  return true;
}

// --- server keys -----------------------------------------------------------------------------------------------------

std::optional<ServerKeyRecord> MemoryStore::loadServerKeys() {
  const auto lock = enter();
  return server_keys_;
}

ServerKeyRecord MemoryStore::storeServerKeys(const ServerKeyRecord& record) {
  const auto lock = enter();
  if (!server_keys_) server_keys_ = record;
  return *server_keys_;
}

// --- marks -----------------------------------------------------------------------------------------------------------

bool MemoryStore::isMarked(const DeviceId& device, const RequestMark& mark) const {
  return marks_.contains({device, mark.id});
}

void MemoryStore::keep(const DeviceId& device, const RequestMark& mark) {
  const TimePoint oldest = mark.received_at - 2 * protocol::kRequestTimeTolerance;
  while (!marks_by_age_.empty() && marks_by_age_.front().first < oldest) {
    marks_.erase(marks_by_age_.front().second);
    marks_by_age_.pop_front();
  }
  const MarkKey key{device, mark.id};
  marks_.insert(key);
  marks_by_age_.emplace_back(mark.received_at, key);
}

// --- devices ---------------------------------------------------------------------------------------------------------

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

Result<bool, StartAddOrUpdateRefusal> MemoryStore::deactivateDevice(const DeviceId& id, const RequestMark& mark) {
  const auto lock = enter();
  if (!devices_.contains(id)) return fail(StartAddOrUpdateRefusal::kUnknownDevice);
  if (isMarked(id, mark)) return fail(StartAddOrUpdateRefusal::kReplayed);
  Device* device = activeDevice(id);
  if (device == nullptr) return false;

  device->state = DeviceState::kDeactivated;
  device->methods.clear();
  ++device->version;
  finishOfflineSessions(id, std::nullopt, SessionStatus::kCancelled, mark.received_at);
  for (auto& [session_id, session] : add_or_update_sessions_) {
    if (session.device == id && session.status == SessionStatus::kStarted) session.status = SessionStatus::kCancelled;
  }
  keep(id, mark);
  return true;
}

}  // namespace heliograph::domain
