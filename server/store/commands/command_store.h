// A store made of the commands of this folder: what each engine adds is how a command gets a connection and a
// transaction. An engine may override a command that it can do in a better way.

#ifndef HELIOGRAPH_SERVER_STORE_COMMANDS_COMMAND_STORE_H_
#define HELIOGRAPH_SERVER_STORE_COMMANDS_COMMAND_STORE_H_

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/store.h"
#include "store/commands/connection.h"

namespace heliograph::store {

class CommandStore : public domain::Store {
 public:
  domain::DirectoryVersion directoryVersion() override;
  domain::Directory loadDirectory() override;
  bool createOrganisation(const domain::Organisation& organisation, const domain::AuditTrail& audit) override;
  std::optional<domain::OrganisationId> findOrganisation(const std::string& name) override;
  void createApplication(const domain::Application& application, const domain::AuditOrigin& origin,
                         const domain::AuditTrail& audit) override;
  domain::ConfigurationRecord setConfiguration(const ApplicationId& application, domain::ConfigurationVersion expected,
                                               const domain::ApplicationConfiguration& configuration, TimePoint now,
                                               const domain::AuditOrigin& origin,
                                               const domain::AuditTrail& audit) override;
  std::vector<domain::ConfigurationChange> configurationHistory(const ApplicationId& application) override;
  void createApiKey(const domain::ApiKey& key, const domain::AuditTrail& audit) override;
  bool revokeApiKey(const domain::ApiKeyId& id, TimePoint now, const domain::AuditTrail& audit) override;
  void recordApiKeyUses(const std::map<domain::ApiKeyId, TimePoint>& last_used) override;

  std::optional<domain::ServerKeyRecord> loadServerKeys() override;
  domain::ServerKeyRecord storeServerKeys(const domain::ServerKeyRecord& record) override;

  Result<void, domain::CreateEnrolmentRefusal> createEnrolment(const domain::NewEnrolment& enrolment,
                                                               domain::DirectoryVersion directory_version,
                                                               const domain::AuditTrail& audit) override;
  std::optional<domain::Enrolment> findEnrolment(const domain::EnrolmentId& id) override;
  bool cancelEnrolment(const domain::EnrolmentId& id, TimePoint now, const domain::AuditTrail& audit) override;
  Result<domain::StartedEnrolment, domain::EnrolmentStartRefusal> startEnrolment(
      const domain::EnrolmentStart& start, const domain::AuditTrail& audit) override;
  Result<void, domain::EnrolmentFinishRefusal> finishEnrolment(const domain::EnrolmentFinish& finish,
                                                               const domain::AuditTrail& audit) override;

  std::optional<domain::Device> findDevice(const DeviceId& id) override;
  std::vector<domain::Device> findDevices(const domain::DeviceQuery& query) override;
  Result<void, domain::DeviceChangeRefusal> deactivateDevice(const domain::DeviceRemoval& removal,
                                                             const domain::AuditTrail& audit) override;
  Result<void, domain::DeviceChangeRefusal> deactivateMethod(const domain::MethodRemoval& removal,
                                                             const domain::AuditTrail& audit) override;
  Result<domain::Device, domain::DeviceChangeRefusal> lockDevice(const DeviceId& id, const domain::Lock& lock,
                                                                 const domain::AuditTrail& audit) override;
  Result<domain::Device, domain::DeviceChangeRefusal> unlockDevice(const DeviceId& id,
                                                                   const domain::AuditTrail& audit) override;
  Result<domain::Device, domain::DeviceChangeRefusal> lockMethod(const DeviceId& id, protocol::AuthMethod auth_method,
                                                                 const domain::Lock& lock,
                                                                 const domain::AuditTrail& audit) override;
  Result<domain::Device, domain::DeviceChangeRefusal> unlockMethod(const DeviceId& id, protocol::AuthMethod auth_method,
                                                                   const domain::AuditTrail& audit) override;
  domain::OnlineRecord recordClone(const domain::CloneRecord& clone, const domain::AuditTrail& audit) override;

  Result<void, domain::StartAddOrUpdateRefusal> startAddOrUpdate(const domain::AddOrUpdateSession& session,
                                                                 const domain::RequestMark& mark,
                                                                 const domain::AuditTrail& audit) override;
  std::optional<domain::AddOrUpdateSession> findAddOrUpdateSession(const domain::AddOrUpdateSessionId& id) override;
  domain::OnlineRecord recordAddOrUpdateSuccess(const domain::AddOrUpdateSuccess& success,
                                                const domain::AuditTrail& audit) override;
  domain::OnlineRecord recordAddOrUpdateFailure(const domain::AddOrUpdateFailure& failure,
                                                const domain::AuditTrail& audit) override;

  Result<domain::AuthenticationSession, domain::BeginAuthenticationRefusal> beginAuthentication(
      const domain::NewAuthenticationSession& session, const domain::AuditTrail& audit) override;
  Result<domain::AuthenticationSessionView, domain::LoadAuthenticationRefusal> loadAuthentication(
      const domain::AuthenticationSessionId& id, domain::DirectoryVersion directory_version) override;
  std::optional<domain::AuthenticationSession> findOpenAuthentication(const DeviceId& device, TimePoint now) override;
  std::optional<domain::AuthenticationSession> findAuthentication(const DeviceId& device,
                                                                  const domain::AuthenticationSessionId& id) override;
  bool cancelAuthentication(const domain::AuthenticationSessionId& id, TimePoint now,
                            const domain::AuditTrail& audit) override;
  domain::OnlineRecord recordAuthenticationSuccess(const domain::AuthenticationSuccess& success,
                                                   const domain::AuditTrail& audit) override;
  domain::OnlineRecord recordAuthenticationFailure(const domain::AuthenticationFailure& failure,
                                                   const domain::AuditTrail& audit) override;

  Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> beginOfflineSession(
      const domain::NewOfflineSession& session, const domain::AuditTrail& audit) override;
  Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> loadOfflineSession(
      const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version,
      const std::optional<domain::IdempotencyKey>& idempotency) override;
  bool recordOfflineAttempt(const domain::OfflineAttempt& attempt, const domain::AuditTrail& audit) override;
  bool cancelOfflineSession(const domain::OfflineSessionId& id, TimePoint now,
                            const domain::AuditTrail& audit) override;

  void recordAudit(const domain::AuditTrail& audit) override;
  std::vector<domain::StoredAuditEvent> findAuditEvents(const domain::AuditQuery& query) override;
  std::vector<domain::StoredAuditEvent> settledAuditEvents(domain::AuditSequence after, int limit) override;
  std::vector<domain::AuditHead> auditHeads(std::uint64_t after, int limit) override;
  std::optional<domain::AuditHead> lastAuditHead() override;
  bool storeAuditHead(const domain::AuditHead& head) override;

  std::vector<domain::MethodKeysRow> methodKeysNotUnder(domain::MasterKeyVersion version, int limit) override;
  int replaceMethodKeys(const std::vector<domain::KeyReplacement>& replacements) override;
  std::map<domain::MasterKeyVersion, std::uint64_t> countMethodKeys() override;
  bool replaceServerKeys(const domain::ServerKeyRecord& expected, const domain::ServerKeyRecord& replacement,
                         const domain::AuditTrail& audit) override;
  int cleanUp(TimePoint sessions_before, TimePoint now, int limit) override;
  std::vector<domain::SessionCount> countSessions(const domain::StatisticsQuery& query) override;

 protected:
  using Work = std::function<void(Connection&)>;
  // Runs `work` in a transaction that is durable when this returns. It may run more than once, each time on a database
  // in which the time before did nothing. What it throws undoes it, and comes out.
  virtual void runWriting(const Work& work) = 0;
  // Runs `work`, which only reads, on one state of the database: the newest.
  virtual void runReading(const Work& work) = 0;

 private:
  template <auto kCommand, class... Arguments>
  auto write(const Arguments&... arguments);
  template <auto kQuery, class... Arguments>
  auto read(const Arguments&... arguments);
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_COMMANDS_COMMAND_STORE_H_
