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
  void createOrganisation(const OrganisationId& id, const std::string& name, TimePoint now) override;
  [[nodiscard]] std::optional<OrganisationId> findOrganisation(const std::string& name) override;
  void createApplication(const Application& application, TimePoint now) override;
  [[nodiscard]] bool setConfiguration(const ApplicationId& application, const ApplicationConfiguration& configuration,
                                      TimePoint now) override;
  void createApiKey(const ApiKey& key) override;
  [[nodiscard]] bool revokeApiKey(const ApiKeyId& id, TimePoint now) override;

  [[nodiscard]] std::optional<ServerKeyRecord> loadServerKeys() override;
  [[nodiscard]] ServerKeyRecord storeServerKeys(const ServerKeyRecord& record) override;

  [[nodiscard]] Result<void, CreateEnrolmentRefusal> createEnrolment(const NewEnrolment& enrolment,
                                                                     DirectoryVersion directory_version) override;
  [[nodiscard]] std::optional<Enrolment> findEnrolment(const EnrolmentId& id) override;
  [[nodiscard]] bool cancelEnrolment(const EnrolmentId& id, TimePoint now) override;
  [[nodiscard]] Result<StartedEnrolment, EnrolmentStartRefusal> startEnrolment(const EnrolmentStart& start) override;
  [[nodiscard]] Result<void, EnrolmentFinishRefusal> finishEnrolment(const EnrolmentFinish& finish) override;

  [[nodiscard]] std::optional<Device> findDevice(const DeviceId& id) override;
  [[nodiscard]] std::vector<Device> findDevices(const DeviceQuery& query) override;
  [[nodiscard]] Result<bool, StartAddOrUpdateRefusal> deactivateDevice(const DeviceId& id,
                                                                       const RequestMark& mark) override;

  [[nodiscard]] Result<void, StartAddOrUpdateRefusal> startAddOrUpdate(const AddOrUpdateSession& session,
                                                                       const RequestMark& mark) override;
  [[nodiscard]] std::optional<AddOrUpdateSession> findAddOrUpdateSession(const AddOrUpdateSessionId& id) override;
  [[nodiscard]] AddOrUpdateRecord recordAddOrUpdateSuccess(const AddOrUpdateSuccess& success) override;
  [[nodiscard]] AddOrUpdateRecord recordAddOrUpdateFailure(const AddOrUpdateFailure& failure) override;

  [[nodiscard]] Result<BegunOfflineSession, BeginOfflineRefusal> beginOfflineSession(
      const NewOfflineSession& session) override;
  [[nodiscard]] Result<OfflineSessionView, LoadOfflineRefusal> loadOfflineSession(
      const OfflineSessionId& id, DirectoryVersion directory_version) override;
  [[nodiscard]] bool recordOfflineAttempt(const OfflineAttempt& attempt) override;
  [[nodiscard]] bool cancelOfflineSession(const OfflineSessionId& id, TimePoint now) override;

 private:
  struct EnrolmentRow {
    Enrolment enrolment;
    ActivationCodeHash code_hash;
  };
  using MarkKey = std::pair<DeviceId, protocol::RequestId>;
  // What an attempt to add or change a method is about, once nothing speaks against recording it.
  struct AttemptRows {
    Device& device;
    Method& authorising_method;
    AddOrUpdateSession& session;
  };

  // Every command starts so: one at a time, and counted.
  [[nodiscard]] std::unique_lock<std::mutex> enter();

  [[nodiscard]] Device* activeDevice(const DeviceId& id);
  [[nodiscard]] EnrolmentRow* enrolmentWith(const ApplicationId& application, const ActivationCodeHash& code_hash,
                                            TimePoint now);
  [[nodiscard]] EnrolmentRow* enrolmentOf(const DeviceId& device);
  [[nodiscard]] std::optional<AttemptRows> rowsOf(const AddOrUpdateAttempt& attempt);
  // Gives the device's open offline sessions, of one method or of all, a final status.
  void finishOfflineSessions(const DeviceId& device, std::optional<protocol::AuthMethod> method, SessionStatus status,
                             TimePoint now);

  [[nodiscard]] bool isMarked(const DeviceId& device, const RequestMark& mark) const;
  void keep(const DeviceId& device, const RequestMark& mark);

  std::mutex mutex_;
  std::atomic<std::uint64_t> calls_{0};
  Directory directory_;
  std::map<std::string, OrganisationId> organisations_;
  std::optional<ServerKeyRecord> server_keys_;
  std::map<EnrolmentId, EnrolmentRow> enrolments_;
  std::map<DeviceId, Device> devices_;
  std::map<AddOrUpdateSessionId, AddOrUpdateSession> add_or_update_sessions_;
  std::map<OfflineSessionId, OfflineSession> offline_sessions_;
  std::set<MarkKey> marks_;
  std::deque<std::pair<TimePoint, MarkKey>> marks_by_age_;
};

}  // namespace heliograph::domain

#endif  // HELIOGRAPH_SERVER_DOMAIN_TESTING_MEMORY_STORE_H_
