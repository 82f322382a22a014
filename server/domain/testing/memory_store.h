// A store in memory: the second implementation of the contract, for tests. Nothing survives the process.
//
// One mutex makes every command atomic. It passes the suite that all engines pass (store/).

#ifndef HELIOGRAPH_SERVER_DOMAIN_TESTING_MEMORY_STORE_H_
#define HELIOGRAPH_SERVER_DOMAIN_TESTING_MEMORY_STORE_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "domain/store.h"

namespace heliograph::domain {

// Open for derivation: a test overrides the command that it wants to fail.
class MemoryStore : public Store {
 public:
  // How many commands and reads have come in.
  [[nodiscard]] std::uint64_t calls() const { return calls_; }

  [[nodiscard]] DirectoryVersion directoryVersion() override;
  [[nodiscard]] Directory loadDirectory() override;
  [[nodiscard]] bool createOrganisation(const Organisation& organisation, const AuditTrail& audit) override;
  [[nodiscard]] std::optional<OrganisationId> findOrganisation(const std::string& name) override;
  void createApplication(const Application& application, const AuditOrigin& origin, const AuditTrail& audit) override;
  [[nodiscard]] ConfigurationRecord setConfiguration(const ApplicationId& application, ConfigurationVersion expected,
                                                     const ApplicationConfiguration& configuration, TimePoint now,
                                                     const AuditOrigin& origin, const AuditTrail& audit) override;
  [[nodiscard]] std::vector<ConfigurationChange> configurationHistory(const ApplicationId& application) override;
  void createApiKey(const ApiKey& key, const AuditTrail& audit) override;
  [[nodiscard]] bool revokeApiKey(const ApiKeyId& id, TimePoint now, const AuditTrail& audit) override;
  void recordApiKeyUses(const std::map<ApiKeyId, TimePoint>& last_used) override;

  [[nodiscard]] std::optional<ServerKeyRecord> loadServerKeys() override;
  [[nodiscard]] ServerKeyRecord storeServerKeys(const ServerKeyRecord& record) override;

  [[nodiscard]] Result<void, CreateEnrolmentRefusal> createEnrolment(const NewEnrolment& enrolment,
                                                                     DirectoryVersion directory_version,
                                                                     const AuditTrail& audit) override;
  [[nodiscard]] std::optional<Enrolment> findEnrolment(const EnrolmentId& id) override;
  [[nodiscard]] bool cancelEnrolment(const EnrolmentId& id, TimePoint now, const AuditTrail& audit) override;
  [[nodiscard]] Result<StartedEnrolment, EnrolmentStartRefusal> startEnrolment(const EnrolmentStart& start,
                                                                               const AuditTrail& audit) override;
  [[nodiscard]] Result<void, EnrolmentFinishRefusal> finishEnrolment(const EnrolmentFinish& finish,
                                                                     const AuditTrail& audit) override;

  [[nodiscard]] std::optional<Device> findDevice(const DeviceId& id) override;
  [[nodiscard]] std::vector<Device> findDevices(const DeviceQuery& query) override;
  [[nodiscard]] Result<void, DeviceChangeRefusal> deactivateDevice(const DeviceRemoval& removal,
                                                                   const AuditTrail& audit) override;
  [[nodiscard]] Result<void, DeviceChangeRefusal> deactivateMethod(const MethodRemoval& removal,
                                                                   const AuditTrail& audit) override;
  [[nodiscard]] Result<Device, DeviceChangeRefusal> lockDevice(const DeviceId& id, const Lock& lock,
                                                               const AuditTrail& audit) override;
  [[nodiscard]] Result<Device, DeviceChangeRefusal> unlockDevice(const DeviceId& id, const AuditTrail& audit) override;
  [[nodiscard]] Result<Device, DeviceChangeRefusal> lockMethod(const DeviceId& id, protocol::AuthMethod auth_method,
                                                               const Lock& lock, const AuditTrail& audit) override;
  [[nodiscard]] Result<Device, DeviceChangeRefusal> unlockMethod(const DeviceId& id, protocol::AuthMethod auth_method,
                                                                 const AuditTrail& audit) override;
  [[nodiscard]] OnlineRecord recordClone(const CloneRecord& clone, const AuditTrail& audit) override;

  [[nodiscard]] Result<void, StartAddOrUpdateRefusal> startAddOrUpdate(const AddOrUpdateSession& session,
                                                                       const RequestMark& mark,
                                                                       const AuditTrail& audit) override;
  [[nodiscard]] std::optional<AddOrUpdateSession> findAddOrUpdateSession(const AddOrUpdateSessionId& id) override;
  [[nodiscard]] OnlineRecord recordAddOrUpdateSuccess(const AddOrUpdateSuccess& success,
                                                      const AuditTrail& audit) override;
  [[nodiscard]] OnlineRecord recordAddOrUpdateFailure(const AddOrUpdateFailure& failure,
                                                      const AuditTrail& audit) override;

  [[nodiscard]] Result<AuthenticationSession, BeginAuthenticationRefusal> beginAuthentication(
      const NewAuthenticationSession& session, const AuditTrail& audit) override;
  [[nodiscard]] Result<AuthenticationSessionView, LoadAuthenticationRefusal> loadAuthentication(
      const AuthenticationSessionId& id, DirectoryVersion directory_version) override;
  [[nodiscard]] std::optional<AuthenticationSession> findOpenAuthentication(const DeviceId& device,
                                                                            TimePoint now) override;
  [[nodiscard]] std::optional<AuthenticationSession> findAuthentication(const DeviceId& device,
                                                                        const AuthenticationSessionId& id) override;
  [[nodiscard]] bool cancelAuthentication(const AuthenticationSessionId& id, TimePoint now,
                                          const AuditTrail& audit) override;
  [[nodiscard]] OnlineRecord recordAuthenticationSuccess(const AuthenticationSuccess& success,
                                                         const AuditTrail& audit) override;
  [[nodiscard]] OnlineRecord recordAuthenticationFailure(const AuthenticationFailure& failure,
                                                         const AuditTrail& audit) override;

  [[nodiscard]] Result<BegunOfflineSession, BeginOfflineRefusal> beginOfflineSession(const NewOfflineSession& session,
                                                                                     const AuditTrail& audit) override;
  [[nodiscard]] Result<OfflineSessionView, LoadOfflineRefusal> loadOfflineSession(
      const OfflineSessionId& id, DirectoryVersion directory_version,
      const std::optional<IdempotencyKey>& idempotency) override;
  [[nodiscard]] bool recordOfflineAttempt(const OfflineAttempt& attempt, const AuditTrail& audit) override;
  [[nodiscard]] bool cancelOfflineSession(const OfflineSessionId& id, TimePoint now, const AuditTrail& audit) override;

  void recordAudit(const AuditTrail& audit) override;
  [[nodiscard]] std::vector<StoredAuditEvent> findAuditEvents(const AuditQuery& query) override;
  [[nodiscard]] std::vector<StoredAuditEvent> settledAuditEvents(AuditSequence after, int limit) override;
  [[nodiscard]] std::vector<AuditHead> auditHeads(std::uint64_t after, int limit) override;
  [[nodiscard]] std::optional<AuditHead> lastAuditHead() override;
  [[nodiscard]] bool storeAuditHead(const AuditHead& head) override;

  [[nodiscard]] std::vector<MethodKeysRow> methodKeysNotUnder(MasterKeyVersion version, int limit) override;
  int replaceMethodKeys(const std::vector<KeyReplacement>& replacements) override;
  [[nodiscard]] std::map<MasterKeyVersion, std::uint64_t> countMethodKeys() override;
  [[nodiscard]] bool replaceServerKeys(const ServerKeyRecord& expected, const ServerKeyRecord& replacement,
                                       const AuditTrail& audit) override;
  [[nodiscard]] int cleanUp(TimePoint sessions_before, TimePoint now, int limit) override;
  [[nodiscard]] std::vector<SessionCount> countSessions(const StatisticsQuery& query) override;

 private:
  struct EnrolmentRow {
    Enrolment enrolment;
    ActivationCodeHash code_hash;
    std::optional<protocol::AuthMethod> first_method = std::nullopt;
  };
  using MarkKey = std::pair<DeviceId, protocol::RequestId>;

  // What an online response is about, once nothing speaks against recording it.
  template <class Session>
  struct OnlineRows {
    Device& device;
    Method& method;
    Session& session;
  };

  // What a call with an idempotency key came to.
  struct BegunOffline {
    OfflineSession session;
    int remaining_attempts;
  };
  template <class Answer>
  struct KeptAnswer {
    crypto::Sha256Hash request;
    TimePoint kept_at;
    Answer answer;
  };
  template <class Answer>
  using KeptAnswers = std::map<crypto::Sha256Hash, KeptAnswer<Answer>>;

  template <class Answer>
  [[nodiscard]] static const KeptAnswer<Answer>* answerTo(const std::optional<IdempotencyKey>& key,
                                                          const KeptAnswers<Answer>& answers) {
    const auto found = key ? answers.find(key->key) : answers.end();
    return found == answers.end() ? nullptr : &found->second;
  }
  template <class Answer>
  static void keepAnswer(KeptAnswers<Answer>& answers, const std::optional<IdempotencyKey>& key, TimePoint now,
                         const Answer& answer) {
    if (key) answers.try_emplace(key->key, KeptAnswer<Answer>{key->request, now, answer});
  }

  [[nodiscard]] bool isUnderOldMasterKey(const Wrapped& keys) const;
  // Every command starts so: one at a time, and counted.
  [[nodiscard]] std::unique_lock<std::mutex> enter();
  void write(const AuditTrail& audit);

  [[nodiscard]] Device* activeDevice(const DeviceId& id);
  [[nodiscard]] EnrolmentRow* enrolmentWith(const ApplicationId& application, const ActivationCodeHash& code_hash,
                                            TimePoint now);
  [[nodiscard]] EnrolmentRow* enrolmentOf(const DeviceId& device);
  void letDeviceIn(Enrolment& enrolment, const EnrolmentStart& start, const AuditTrail& audit);

  template <class SessionId, class Session>
  [[nodiscard]] std::optional<OnlineRows<Session>> rowsOf(const OnlineAttempt<SessionId>& attempt,
                                                          std::map<SessionId, Session>& sessions);
  template <class SessionId, class Session>
  [[nodiscard]] OnlineRecord recordFailure(const OnlineFailureRecord<SessionId>& failure,
                                           std::map<SessionId, Session>& sessions, const AuditTrail& audit);
  // Gives the device's open offline sessions, of one method or of all, a final status.
  void finishOfflineSessions(const DeviceId& device, std::optional<protocol::AuthMethod> method, SessionStatus status,
                             TimePoint now);
  // Gives everything that is open of the device a final status.
  void finishSessions(const DeviceId& device, SessionStatus status, TimePoint now);

  [[nodiscard]] bool isMarked(const DeviceId& device, const RequestMark& mark) const;
  void keep(const DeviceId& device, const RequestMark& mark);
  // Takes the oldest one away where it may be forgotten.
  bool forgetMark(TimePoint now);

  std::mutex mutex_;
  std::atomic<std::uint64_t> calls_{0};
  Directory directory_;
  std::map<ApplicationId, std::vector<ConfigurationChange>> configuration_changes_;  // the oldest first
  std::optional<ServerKeyRecord> server_keys_;
  std::map<EnrolmentId, EnrolmentRow> enrolments_;
  std::map<DeviceId, Device> devices_;
  std::map<AddOrUpdateSessionId, AddOrUpdateSession> add_or_update_sessions_;
  std::map<AuthenticationSessionId, AuthenticationSession> authentications_;
  std::map<OfflineSessionId, OfflineSession> offline_sessions_;
  KeptAnswers<AuthenticationSession> begun_authentications_;
  KeptAnswers<BegunOffline> begun_offline_sessions_;
  KeptAnswers<VerifyOutcome> verify_outcomes_;
  std::set<MarkKey> marks_;
  std::deque<std::pair<TimePoint, MarkKey>> marks_by_age_;
  std::vector<StoredAuditEvent> audit_;  // the oldest first
  std::map<std::uint64_t, AuditHead> audit_heads_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_TESTING_MEMORY_STORE_H_
