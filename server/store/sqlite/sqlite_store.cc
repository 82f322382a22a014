#include "store/sqlite/sqlite_store.h"

#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "store/sqlite/add_or_update_commands.h"
#include "store/sqlite/audit_commands.h"
#include "store/sqlite/audit_rows.h"
#include "store/sqlite/authentication_commands.h"
#include "store/sqlite/clean_up.h"
#include "store/sqlite/configuration_commands.h"
#include "store/sqlite/database_file.h"
#include "store/sqlite/device_commands.h"
#include "store/sqlite/directory_commands.h"
#include "store/sqlite/enrolment_commands.h"
#include "store/sqlite/lock_commands.h"
#include "store/sqlite/offline_commands.h"
#include "store/sqlite/readers.h"
#include "store/sqlite/server_key_commands.h"
#include "store/sqlite/upkeep_commands.h"
#include "store/sqlite/writer.h"

namespace heliograph::store {
namespace {

// Queries are short and mostly found in memory, so a few connections keep up with many threads.
constexpr int kReaders = 4;

std::vector<Connection> openReaders(const SqliteOptions& options) {
  std::vector<Connection> readers;
  readers.reserve(kReaders);
  for (int i = 0; i < kReaders; ++i) {
    readers.emplace_back(options.file, Connection::Access::kRead, options.busy_timeout);
  }
  return readers;
}

// What changes goes through the writer, what only looks through the readers; the commands are in the files of their
// subjects.
class SqliteStore final : public domain::Store {
 public:
  explicit SqliteStore(const SqliteOptions& options)
      : writer_(openDatabaseFile(options), options.max_waiting_commands), readers_(openReaders(options)) {}

  domain::DirectoryVersion directoryVersion() override { return read<store::readDirectoryVersion>(); }
  domain::Directory loadDirectory() override { return read<store::readDirectory>(); }
  bool createOrganisation(const domain::Organisation& organisation, const domain::AuditTrail& audit) override {
    return write<store::createOrganisation>(organisation, audit);
  }
  std::optional<domain::OrganisationId> findOrganisation(const std::string& name) override {
    return read<store::findOrganisation>(name);
  }
  void createApplication(const domain::Application& application, const domain::AuditOrigin& origin,
                         const domain::AuditTrail& audit) override {
    write<store::createApplication>(application, origin, audit);
  }
  domain::ConfigurationRecord setConfiguration(const ApplicationId& application, domain::ConfigurationVersion expected,
                                               const domain::ApplicationConfiguration& configuration, TimePoint now,
                                               const domain::AuditOrigin& origin,
                                               const domain::AuditTrail& audit) override {
    return write<store::setConfiguration>(application, expected, configuration, now, origin, audit);
  }
  std::vector<domain::ConfigurationChange> configurationHistory(const ApplicationId& application) override {
    return read<store::configurationHistory>(application);
  }
  void createApiKey(const domain::ApiKey& key, const domain::AuditTrail& audit) override {
    write<store::createApiKey>(key, audit);
  }
  bool revokeApiKey(const domain::ApiKeyId& id, TimePoint now, const domain::AuditTrail& audit) override {
    return write<store::revokeApiKey>(id, now, audit);
  }
  void recordApiKeyUses(const std::map<domain::ApiKeyId, TimePoint>& last_used) override {
    write<store::recordApiKeyUses>(last_used);
  }

  std::optional<domain::ServerKeyRecord> loadServerKeys() override { return read<store::readServerKeys>(); }
  domain::ServerKeyRecord storeServerKeys(const domain::ServerKeyRecord& record) override {
    return write<store::storeServerKeys>(record);
  }

  Result<void, domain::CreateEnrolmentRefusal> createEnrolment(const domain::NewEnrolment& enrolment,
                                                               domain::DirectoryVersion directory_version,
                                                               const domain::AuditTrail& audit) override {
    return write<store::createEnrolment>(enrolment, directory_version, audit);
  }
  std::optional<domain::Enrolment> findEnrolment(const domain::EnrolmentId& id) override {
    return read<store::findEnrolment>(id);
  }
  bool cancelEnrolment(const domain::EnrolmentId& id, TimePoint now, const domain::AuditTrail& audit) override {
    return write<store::cancelEnrolment>(id, now, audit);
  }
  Result<domain::StartedEnrolment, domain::EnrolmentStartRefusal> startEnrolment(
      const domain::EnrolmentStart& start, const domain::AuditTrail& audit) override {
    return write<store::startEnrolment>(start, audit);
  }
  Result<void, domain::EnrolmentFinishRefusal> finishEnrolment(const domain::EnrolmentFinish& finish,
                                                               const domain::AuditTrail& audit) override {
    return write<store::finishEnrolment>(finish, audit);
  }

  std::optional<domain::Device> findDevice(const DeviceId& id) override { return read<store::findDevice>(id); }
  std::vector<domain::Device> findDevices(const domain::DeviceQuery& query) override {
    return read<store::findDevices>(query);
  }
  Result<void, domain::DeviceChangeRefusal> deactivateDevice(const domain::DeviceRemoval& removal,
                                                             const domain::AuditTrail& audit) override {
    return write<store::deactivateDevice>(removal, audit);
  }
  Result<void, domain::DeviceChangeRefusal> deactivateMethod(const domain::MethodRemoval& removal,
                                                             const domain::AuditTrail& audit) override {
    return write<store::deactivateMethod>(removal, audit);
  }
  Result<domain::Device, domain::DeviceChangeRefusal> lockDevice(const DeviceId& id, const domain::Lock& lock,
                                                                 const domain::AuditTrail& audit) override {
    return write<store::lockDevice>(id, lock, audit);
  }
  Result<domain::Device, domain::DeviceChangeRefusal> unlockDevice(const DeviceId& id,
                                                                   const domain::AuditTrail& audit) override {
    return write<store::unlockDevice>(id, audit);
  }
  Result<domain::Device, domain::DeviceChangeRefusal> lockMethod(const DeviceId& id, protocol::AuthMethod auth_method,
                                                                 const domain::Lock& lock,
                                                                 const domain::AuditTrail& audit) override {
    return write<store::lockMethod>(id, auth_method, lock, audit);
  }
  Result<domain::Device, domain::DeviceChangeRefusal> unlockMethod(const DeviceId& id, protocol::AuthMethod auth_method,
                                                                   const domain::AuditTrail& audit) override {
    return write<store::unlockMethod>(id, auth_method, audit);
  }
  domain::OnlineRecord recordClone(const domain::CloneRecord& clone, const domain::AuditTrail& audit) override {
    return write<store::recordClone>(clone, audit);
  }

  Result<void, domain::StartAddOrUpdateRefusal> startAddOrUpdate(const domain::AddOrUpdateSession& session,
                                                                 const domain::RequestMark& mark,
                                                                 const domain::AuditTrail& audit) override {
    return write<store::startAddOrUpdate>(session, mark, audit);
  }
  std::optional<domain::AddOrUpdateSession> findAddOrUpdateSession(const domain::AddOrUpdateSessionId& id) override {
    return read<store::findAddOrUpdateSession>(id);
  }
  domain::OnlineRecord recordAddOrUpdateSuccess(const domain::AddOrUpdateSuccess& success,
                                                const domain::AuditTrail& audit) override {
    return write<store::recordAddOrUpdateSuccess>(success, audit);
  }
  domain::OnlineRecord recordAddOrUpdateFailure(const domain::AddOrUpdateFailure& failure,
                                                const domain::AuditTrail& audit) override {
    return write<store::recordAddOrUpdateFailure>(failure, audit);
  }

  Result<domain::AuthenticationSession, domain::BeginAuthenticationRefusal> beginAuthentication(
      const domain::NewAuthenticationSession& session, const domain::AuditTrail& audit) override {
    return write<store::beginAuthentication>(session, audit);
  }
  Result<domain::AuthenticationSessionView, domain::LoadAuthenticationRefusal> loadAuthentication(
      const domain::AuthenticationSessionId& id, domain::DirectoryVersion directory_version) override {
    return read<store::loadAuthentication>(id, directory_version);
  }
  std::optional<domain::AuthenticationSession> findOpenAuthentication(const DeviceId& device, TimePoint now) override {
    return read<store::findOpenAuthentication>(device, now);
  }
  std::optional<domain::AuthenticationSession> findAuthentication(const DeviceId& device,
                                                                  const domain::AuthenticationSessionId& id) override {
    return read<store::findAuthentication>(device, id);
  }
  bool cancelAuthentication(const domain::AuthenticationSessionId& id, TimePoint now,
                            const domain::AuditTrail& audit) override {
    return write<store::cancelAuthentication>(id, now, audit);
  }
  domain::OnlineRecord recordAuthenticationSuccess(const domain::AuthenticationSuccess& success,
                                                   const domain::AuditTrail& audit) override {
    return write<store::recordAuthenticationSuccess>(success, audit);
  }
  domain::OnlineRecord recordAuthenticationFailure(const domain::AuthenticationFailure& failure,
                                                   const domain::AuditTrail& audit) override {
    return write<store::recordAuthenticationFailure>(failure, audit);
  }

  Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> beginOfflineSession(
      const domain::NewOfflineSession& session, const domain::AuditTrail& audit) override {
    return write<store::beginOfflineSession>(session, audit);
  }
  Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> loadOfflineSession(
      const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version,
      const std::optional<domain::IdempotencyKey>& idempotency) override {
    return read<store::loadOfflineSession>(id, directory_version, idempotency);
  }
  bool recordOfflineAttempt(const domain::OfflineAttempt& attempt, const domain::AuditTrail& audit) override {
    return write<store::recordOfflineAttempt>(attempt, audit);
  }
  bool cancelOfflineSession(const domain::OfflineSessionId& id, TimePoint now,
                            const domain::AuditTrail& audit) override {
    return write<store::cancelOfflineSession>(id, now, audit);
  }

  void recordAudit(const domain::AuditTrail& audit) override { write<store::recordAudit>(audit); }
  std::vector<domain::StoredAuditEvent> findAuditEvents(const domain::AuditQuery& query) override {
    return read<store::findAuditEvents>(query);
  }
  std::vector<domain::StoredAuditEvent> settledAuditEvents(domain::AuditSequence after, int limit) override {
    return read<store::settledAuditEvents>(after, limit);
  }
  std::vector<domain::AuditHead> auditHeads(std::uint64_t after, int limit) override {
    return read<store::auditHeads>(after, limit);
  }
  std::optional<domain::AuditHead> lastAuditHead() override { return read<store::lastAuditHead>(); }
  bool storeAuditHead(const domain::AuditHead& head) override { return write<store::storeAuditHead>(head); }

  std::vector<domain::MethodKeysRow> methodKeysNotUnder(domain::MasterKeyVersion version, int limit) override {
    return read<store::methodKeysNotUnder>(version, limit);
  }
  int replaceMethodKeys(const std::vector<domain::KeyReplacement>& replacements) override {
    return write<store::replaceMethodKeys>(replacements);
  }
  std::map<domain::MasterKeyVersion, std::uint64_t> countMethodKeys() override {
    return read<store::countMethodKeys>();
  }
  bool replaceServerKeys(const domain::ServerKeyRecord& expected, const domain::ServerKeyRecord& replacement,
                         const domain::AuditTrail& audit) override {
    return write<store::replaceServerKeys>(expected, replacement, audit);
  }
  int cleanUp(TimePoint sessions_before, TimePoint now, int limit) override {
    return write<store::cleanUp>(sessions_before, now, limit);
  }
  std::vector<domain::SessionCount> countSessions(const domain::StatisticsQuery& query) override {
    return read<store::countSessions>(query);
  }

 private:
  template <auto kCommand, class... Arguments>
  std::invoke_result_t<decltype(kCommand), Connection&, const Arguments&...> write(const Arguments&... arguments) {
    return writer_.run([&](Connection& connection) { return kCommand(connection, arguments...); });
  }
  template <auto kQuery, class... Arguments>
  std::invoke_result_t<decltype(kQuery), Connection&, const Arguments&...> read(const Arguments&... arguments) {
    return readers_.run([&](Connection& connection) { return kQuery(connection, arguments...); });
  }

  Writer writer_;    // opens the file and brings it up to date before anybody reads
  Readers readers_;  // closed first: the writer, which may checkpoint, closes last
};

}  // namespace

std::unique_ptr<domain::Store> openSqliteStore(const SqliteOptions& options) {
  try {
    return std::make_unique<SqliteStore>(options);
  } catch (const std::logic_error& failure) {
    // A file whose tables are not what its version says.
    throw domain::StoreUnavailable(failure.what());
  }
}

}  // namespace heliograph::store
