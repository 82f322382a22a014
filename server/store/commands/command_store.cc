#include "store/commands/command_store.h"

#include <type_traits>
#include <utility>

#include "store/commands/add_or_update_commands.h"
#include "store/commands/audit_commands.h"
#include "store/commands/audit_rows.h"
#include "store/commands/authentication_commands.h"
#include "store/commands/clean_up.h"
#include "store/commands/configuration_commands.h"
#include "store/commands/device_commands.h"
#include "store/commands/directory_commands.h"
#include "store/commands/enrolment_commands.h"
#include "store/commands/lock_commands.h"
#include "store/commands/offline_commands.h"
#include "store/commands/server_key_commands.h"
#include "store/commands/upkeep_commands.h"

namespace heliograph::store {

template <auto kCommand, class... Arguments>
auto CommandStore::write(const Arguments&... arguments) {
  using Value = std::invoke_result_t<decltype(kCommand), Connection&, const Arguments&...>;
  if constexpr (std::is_void_v<Value>) {
    runWriting([&](Connection& connection) { kCommand(connection, arguments...); });
  } else {
    std::optional<Value> value;
    runWriting([&](Connection& connection) { value.emplace(kCommand(connection, arguments...)); });
    return *std::move(value);
  }
}

template <auto kQuery, class... Arguments>
auto CommandStore::read(const Arguments&... arguments) {
  std::optional<std::invoke_result_t<decltype(kQuery), Connection&, const Arguments&...>> value;
  runReading([&](Connection& connection) { value.emplace(kQuery(connection, arguments...)); });
  return *std::move(value);
}

domain::DirectoryVersion CommandStore::directoryVersion() { return read<store::readDirectoryVersion>(); }

domain::Directory CommandStore::loadDirectory() { return read<store::readDirectory>(); }

bool CommandStore::createOrganisation(const domain::Organisation& organisation, const domain::AuditTrail& audit) {
  return write<store::createOrganisation>(organisation, audit);
}

std::optional<domain::OrganisationId> CommandStore::findOrganisation(const std::string& name) {
  return read<store::findOrganisation>(name);
}

void CommandStore::createApplication(const domain::Application& application, const domain::AuditOrigin& origin,
                                     const domain::AuditTrail& audit) {
  write<store::createApplication>(application, origin, audit);
}

domain::ConfigurationRecord CommandStore::setConfiguration(const ApplicationId& application,
                                                           domain::ConfigurationVersion expected,
                                                           const domain::ApplicationConfiguration& configuration,
                                                           TimePoint now, const domain::AuditOrigin& origin,
                                                           const domain::AuditTrail& audit) {
  return write<store::setConfiguration>(application, expected, configuration, now, origin, audit);
}

std::vector<domain::ConfigurationChange> CommandStore::configurationHistory(const ApplicationId& application) {
  return read<store::configurationHistory>(application);
}

void CommandStore::createApiKey(const domain::ApiKey& key, const domain::AuditTrail& audit) {
  write<store::createApiKey>(key, audit);
}

bool CommandStore::revokeApiKey(const domain::ApiKeyId& id, TimePoint now, const domain::AuditTrail& audit) {
  return write<store::revokeApiKey>(id, now, audit);
}

void CommandStore::recordApiKeyUses(const std::map<domain::ApiKeyId, TimePoint>& last_used) {
  write<store::recordApiKeyUses>(last_used);
}

std::optional<domain::ServerKeyRecord> CommandStore::loadServerKeys() { return read<store::readServerKeys>(); }

domain::ServerKeyRecord CommandStore::storeServerKeys(const domain::ServerKeyRecord& record) {
  return write<store::storeServerKeys>(record);
}

Result<void, domain::CreateEnrolmentRefusal> CommandStore::createEnrolment(const domain::NewEnrolment& enrolment,
                                                                           domain::DirectoryVersion directory_version,
                                                                           const domain::AuditTrail& audit) {
  return write<store::createEnrolment>(enrolment, directory_version, audit);
}

std::optional<domain::Enrolment> CommandStore::findEnrolment(const domain::EnrolmentId& id) {
  return read<store::findEnrolment>(id);
}

bool CommandStore::cancelEnrolment(const domain::EnrolmentId& id, TimePoint now, const domain::AuditTrail& audit) {
  return write<store::cancelEnrolment>(id, now, audit);
}

Result<domain::StartedEnrolment, domain::EnrolmentStartRefusal> CommandStore::startEnrolment(
    const domain::EnrolmentStart& start, const domain::AuditTrail& audit) {
  return write<store::startEnrolment>(start, audit);
}

Result<void, domain::EnrolmentFinishRefusal> CommandStore::finishEnrolment(const domain::EnrolmentFinish& finish,
                                                                           const domain::AuditTrail& audit) {
  return write<store::finishEnrolment>(finish, audit);
}

std::optional<domain::Device> CommandStore::findDevice(const DeviceId& id) { return read<store::findDevice>(id); }

std::vector<domain::Device> CommandStore::findDevices(const domain::DeviceQuery& query) {
  return read<store::findDevices>(query);
}

Result<void, domain::DeviceChangeRefusal> CommandStore::deactivateDevice(const domain::DeviceRemoval& removal,
                                                                         const domain::AuditTrail& audit) {
  return write<store::deactivateDevice>(removal, audit);
}

Result<void, domain::DeviceChangeRefusal> CommandStore::deactivateMethod(const domain::MethodRemoval& removal,
                                                                         const domain::AuditTrail& audit) {
  return write<store::deactivateMethod>(removal, audit);
}

Result<domain::Device, domain::DeviceChangeRefusal> CommandStore::lockDevice(const DeviceId& id,
                                                                             const domain::Lock& lock,
                                                                             const domain::AuditTrail& audit) {
  return write<store::lockDevice>(id, lock, audit);
}

Result<domain::Device, domain::DeviceChangeRefusal> CommandStore::unlockDevice(const DeviceId& id,
                                                                               const domain::AuditTrail& audit) {
  return write<store::unlockDevice>(id, audit);
}

Result<domain::Device, domain::DeviceChangeRefusal> CommandStore::lockMethod(const DeviceId& id,
                                                                             protocol::AuthMethod auth_method,
                                                                             const domain::Lock& lock,
                                                                             const domain::AuditTrail& audit) {
  return write<store::lockMethod>(id, auth_method, lock, audit);
}

Result<domain::Device, domain::DeviceChangeRefusal> CommandStore::unlockMethod(const DeviceId& id,
                                                                               protocol::AuthMethod auth_method,
                                                                               const domain::AuditTrail& audit) {
  return write<store::unlockMethod>(id, auth_method, audit);
}

domain::OnlineRecord CommandStore::recordClone(const domain::CloneRecord& clone, const domain::AuditTrail& audit) {
  return write<store::recordClone>(clone, audit);
}

Result<void, domain::StartAddOrUpdateRefusal> CommandStore::startAddOrUpdate(const domain::AddOrUpdateSession& session,
                                                                             const domain::RequestMark& mark,
                                                                             const domain::AuditTrail& audit) {
  return write<store::startAddOrUpdate>(session, mark, audit);
}

std::optional<domain::AddOrUpdateSession> CommandStore::findAddOrUpdateSession(const domain::AddOrUpdateSessionId& id) {
  return read<store::findAddOrUpdateSession>(id);
}

domain::OnlineRecord CommandStore::recordAddOrUpdateSuccess(const domain::AddOrUpdateSuccess& success,
                                                            const domain::AuditTrail& audit) {
  return write<store::recordAddOrUpdateSuccess>(success, audit);
}

domain::OnlineRecord CommandStore::recordAddOrUpdateFailure(const domain::AddOrUpdateFailure& failure,
                                                            const domain::AuditTrail& audit) {
  return write<store::recordAddOrUpdateFailure>(failure, audit);
}

Result<domain::AuthenticationSession, domain::BeginAuthenticationRefusal> CommandStore::beginAuthentication(
    const domain::NewAuthenticationSession& session, const domain::AuditTrail& audit) {
  return write<store::beginAuthentication>(session, audit);
}

Result<domain::AuthenticationSessionView, domain::LoadAuthenticationRefusal> CommandStore::loadAuthentication(
    const domain::AuthenticationSessionId& id, domain::DirectoryVersion directory_version) {
  return read<store::loadAuthentication>(id, directory_version);
}

std::optional<domain::AuthenticationSession> CommandStore::findOpenAuthentication(const DeviceId& device,
                                                                                  TimePoint now) {
  return read<store::findOpenAuthentication>(device, now);
}

std::optional<domain::AuthenticationSession> CommandStore::findAuthentication(
    const DeviceId& device, const domain::AuthenticationSessionId& id) {
  return read<store::findAuthentication>(device, id);
}

bool CommandStore::cancelAuthentication(const domain::AuthenticationSessionId& id, TimePoint now,
                                        const domain::AuditTrail& audit) {
  return write<store::cancelAuthentication>(id, now, audit);
}

domain::OnlineRecord CommandStore::recordAuthenticationSuccess(const domain::AuthenticationSuccess& success,
                                                               const domain::AuditTrail& audit) {
  return write<store::recordAuthenticationSuccess>(success, audit);
}

domain::OnlineRecord CommandStore::recordAuthenticationFailure(const domain::AuthenticationFailure& failure,
                                                               const domain::AuditTrail& audit) {
  return write<store::recordAuthenticationFailure>(failure, audit);
}

Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> CommandStore::beginOfflineSession(
    const domain::NewOfflineSession& session, const domain::AuditTrail& audit) {
  return write<store::beginOfflineSession>(session, audit);
}

Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> CommandStore::loadOfflineSession(
    const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version,
    const std::optional<domain::IdempotencyKey>& idempotency) {
  return read<store::loadOfflineSession>(id, directory_version, idempotency);
}

bool CommandStore::recordOfflineAttempt(const domain::OfflineAttempt& attempt, const domain::AuditTrail& audit) {
  return write<store::recordOfflineAttempt>(attempt, audit);
}

bool CommandStore::cancelOfflineSession(const domain::OfflineSessionId& id, TimePoint now,
                                        const domain::AuditTrail& audit) {
  return write<store::cancelOfflineSession>(id, now, audit);
}

void CommandStore::recordAudit(const domain::AuditTrail& audit) { write<store::recordAudit>(audit); }

std::vector<domain::StoredAuditEvent> CommandStore::findAuditEvents(const domain::AuditQuery& query) {
  return read<store::findAuditEvents>(query);
}

std::vector<domain::StoredAuditEvent> CommandStore::settledAuditEvents(domain::AuditSequence after, int limit) {
  return read<store::settledAuditEvents>(after, limit);
}

std::vector<domain::AuditHead> CommandStore::auditHeads(std::uint64_t after, int limit) {
  return read<store::auditHeads>(after, limit);
}

std::optional<domain::AuditHead> CommandStore::lastAuditHead() { return read<store::lastAuditHead>(); }

bool CommandStore::storeAuditHead(const domain::AuditHead& head) { return write<store::storeAuditHead>(head); }

std::vector<domain::MethodKeysRow> CommandStore::methodKeysNotUnder(domain::MasterKeyVersion version, int limit) {
  return read<store::methodKeysNotUnder>(version, limit);
}

int CommandStore::replaceMethodKeys(const std::vector<domain::KeyReplacement>& replacements) {
  return write<store::replaceMethodKeys>(replacements);
}

std::map<domain::MasterKeyVersion, std::uint64_t> CommandStore::countMethodKeys() {
  return read<store::countMethodKeys>();
}

bool CommandStore::replaceServerKeys(const domain::ServerKeyRecord& expected,
                                     const domain::ServerKeyRecord& replacement, const domain::AuditTrail& audit) {
  return write<store::replaceServerKeys>(expected, replacement, audit);
}

int CommandStore::cleanUp(TimePoint sessions_before, TimePoint now, int limit) {
  return write<store::cleanUp>(sessions_before, now, limit);
}

std::vector<domain::SessionCount> CommandStore::countSessions(const domain::StatisticsQuery& query) {
  return read<store::countSessions>(query);
}

}  // namespace heliograph::store
