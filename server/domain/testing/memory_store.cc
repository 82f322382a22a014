// MemoryStore's directory, server keys and request marks.

#include "domain/testing/memory_store.h"

#include <algorithm>
#include <utility>

namespace heliograph::domain {
namespace {

ConfigurationChange changeTo(const Application& application, const AuditOrigin& origin) {
  return {.version = application.configuration_version,
          .at = application.changed_at,
          .changed_by = origin.api_key,
          .properties = propertiesOf(application.configuration)};
}

}  // namespace

bool MemoryStore::isUnderOldMasterKey(const Wrapped& keys) const {
  return server_keys_ && keys.key_version < server_keys_->channel_private_key.key_version;
}

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

bool MemoryStore::createOrganisation(const Organisation& organisation, const AuditTrail& audit) {
  const auto lock = enter();
  const bool is_taken = std::ranges::any_of(directory_.organisations,
                                            [&](const auto& entry) { return entry.second.name == organisation.name; });
  if (is_taken) return false;
  directory_.organisations.try_emplace(organisation.id, organisation);
  ++directory_.version;
  write(audit);
  return true;
}

std::optional<OrganisationId> MemoryStore::findOrganisation(const std::string& name) {
  const auto lock = enter();
  const auto found =
      std::ranges::find_if(directory_.organisations, [&](const auto& entry) { return entry.second.name == name; });
  return found == directory_.organisations.end() ? std::nullopt : std::optional(found->first);
}

void MemoryStore::createApplication(const Application& application, const AuditOrigin& origin,
                                    const AuditTrail& audit) {
  const auto lock = enter();
  directory_.applications.try_emplace(application.id, application);
  configuration_changes_[application.id].push_back(changeTo(application, origin));
  configuration_changes_[application.id].back().at = application.created_at;
  ++directory_.version;
  write(audit);
}

ConfigurationRecord MemoryStore::setConfiguration(const ApplicationId& application, ConfigurationVersion expected,
                                                  const ApplicationConfiguration& configuration, TimePoint now,
                                                  const AuditOrigin& origin, const AuditTrail& audit) {
  const auto lock = enter();
  const auto found = directory_.applications.find(application);
  if (found == directory_.applications.end()) return ConfigurationRecord::kUnknownApplication;
  Application& changed = found->second;
  if (changed.configuration_version != expected) return ConfigurationRecord::kLostRace;
  changed.configuration = configuration;
  ++changed.configuration_version;
  changed.changed_at = now;
  configuration_changes_[application].push_back(changeTo(changed, origin));
  ++directory_.version;
  write(audit);
  return ConfigurationRecord::kRecorded;
}

std::vector<ConfigurationChange> MemoryStore::configurationHistory(const ApplicationId& application) {
  const auto lock = enter();
  const auto found = configuration_changes_.find(application);
  if (found == configuration_changes_.end()) return {};
  return {found->second.rbegin(), found->second.rend()};
}

void MemoryStore::createApiKey(const ApiKey& key, const AuditTrail& audit) {
  const auto lock = enter();
  directory_.api_keys.try_emplace(key.id, key);
  ++directory_.version;
  write(audit);
}

bool MemoryStore::revokeApiKey(const ApiKeyId& id, TimePoint now, const AuditTrail& audit) {
  const auto lock = enter();
  const auto found = directory_.api_keys.find(id);
  if (found == directory_.api_keys.end()) return false;
  if (!found->second.revoked_at) {
    found->second.revoked_at = now;
    ++directory_.version;
    write(audit);
  }
  return true;
}

void MemoryStore::recordApiKeyUses(const std::map<ApiKeyId, TimePoint>& last_used) {
  const auto lock = enter();
  for (const auto& [id, at] : last_used) {
    const auto found = directory_.api_keys.find(id);
    if (found == directory_.api_keys.end()) continue;
    std::optional<TimePoint>& kept = found->second.last_used_at;
    kept = kept ? std::max(*kept, at) : at;
  }
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
  while (forgetMark(mark.received_at)) {
  }
  const MarkKey key{device, mark.id};
  marks_.insert(key);
  marks_by_age_.emplace_back(mark.received_at, key);
}

bool MemoryStore::forgetMark(TimePoint now) {
  if (marks_by_age_.empty() || marks_by_age_.front().first >= now - 2 * protocol::kRequestTimeTolerance) return false;
  marks_.erase(marks_by_age_.front().second);
  marks_by_age_.pop_front();
  return true;
}

}  // namespace heliograph::domain
