// The contract of domain/store.h as tests that every engine passes; sqlite_store_contract_test.cc shows how.
//
// The fixture speaks in the steps that lead to what a test is about: an application, a device with its methods, a
// session. They fail the test where the store refuses them.

#ifndef HELIOGRAPH_SERVER_STORE_CONTRACT_STORE_CONTRACT_H_
#define HELIOGRAPH_SERVER_STORE_CONTRACT_STORE_CONTRACT_H_

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "crypto/system_random.h"
#include "domain/store.h"

namespace heliograph::store {

struct Engine {
  std::string name;
  // A store without anything in it; what it needs goes with it.
  std::function<std::shared_ptr<domain::Store>()> make;

  friend void PrintTo(const Engine& engine, std::ostream* out) { *out << engine.name; }
};

using namespace std::chrono_literals;

inline constexpr TimePoint kNow{std::chrono::milliseconds(1'700'000'000'123)};
inline constexpr std::chrono::seconds kEnrolmentLifetime = 900s;
inline constexpr std::chrono::seconds kSessionLifetime = 300s;
inline constexpr domain::AttemptRules kRules{.failures_allowed = 3, .lock_duration = 0s};
inline constexpr domain::Lock kLocked{
    .reason = domain::LockReason::kAttemptsExhausted, .since = kNow, .until = std::nullopt};
inline constexpr domain::Lock kLockedByAdmin{
    .reason = domain::LockReason::kAdmin, .since = kNow + 1s, .until = std::nullopt};
inline constexpr domain::Lock kLockedForClone{
    .reason = domain::LockReason::kCloneDetected, .since = kNow + 2s, .until = std::nullopt};

using protocol::AuthMethod;

class StoreContract : public testing::TestWithParam<Engine> {
 protected:
  // --- what commands take

  template <class IdType>
  [[nodiscard]] IdType newId() {
    return IdType::random(random_);
  }
  template <class Array>
  [[nodiscard]] Array newBytes() {
    Array bytes{};
    random_.fill(bytes);
    return bytes;
  }
  [[nodiscard]] domain::RequestMark mark(TimePoint now = kNow);
  // Wrapped keys that are not those of another call.
  [[nodiscard]] domain::Wrapped newKeys(domain::MasterKeyVersion version = 7);
  [[nodiscard]] domain::ServerKeyRecord newServerKeys();
  [[nodiscard]] domain::IdempotencyKey newIdempotencyKey();
  // The same key, sent with another request.
  [[nodiscard]] domain::IdempotencyKey reused(const domain::IdempotencyKey& key);
  // An event that is not one of another call.
  [[nodiscard]] domain::AuditEvent newEvent();

  [[nodiscard]] domain::Organisation newOrganisation();
  [[nodiscard]] domain::Application newApplication(const domain::OrganisationId& organisation);
  [[nodiscard]] domain::ApiKey newApiKey(const domain::OrganisationId& organisation);
  [[nodiscard]] domain::NewEnrolment newEnrolment(const domain::Application& application);
  [[nodiscard]] domain::EnrolmentStart startOf(const domain::NewEnrolment& enrolment);
  [[nodiscard]] domain::EnrolmentFinish finishOf(const DeviceId& device,
                                                 AuthMethod auth_method = AuthMethod::kOfflinePin);
  [[nodiscard]] domain::AddOrUpdateSession newAddOrUpdate(const DeviceId& device);
  [[nodiscard]] domain::NewOfflineSession newOfflineSession(const DeviceId& device,
                                                            AuthMethod auth_method = AuthMethod::kOfflinePin);
  [[nodiscard]] domain::NewAuthenticationSession newAuthentication(const DeviceId& device,
                                                                   protocol::AuthMethodSet auth_methods = {
                                                                       AuthMethod::kDevicePin});

  // A wrong guess that leaves the session open, decided by what the method is now.
  [[nodiscard]] domain::OfflineAttempt wrongGuessAt(const domain::OfflineSession& session);
  [[nodiscard]] domain::OfflineAttempt rightGuessAt(const domain::OfflineSession& session);
  // The guess that locks the method.
  [[nodiscard]] domain::OfflineAttempt lastGuessAt(const domain::OfflineSession& session);

  // A response to an open session, decided by what the device and its method are now.
  template <class Session>
  [[nodiscard]] domain::OnlineAttempt<decltype(Session::id)> attemptAt(const Session& session, AuthMethod auth_method) {
    return {.device = session.device,
            .session = session.id,
            .auth_method = auth_method,
            .expected_method_version = method(session.device, auth_method).version,
            .expected_device_version = device(session.device).version};
  }
  // By DEVICE:PIN, all of them.
  [[nodiscard]] domain::AuthenticationSuccess rightResponseTo(const domain::AuthenticationSession& session);
  [[nodiscard]] domain::AuthenticationFailure wrongResponseTo(const domain::AuthenticationSession& session);
  // The response that locks the device.
  [[nodiscard]] domain::AuthenticationFailure lastResponseTo(const domain::AuthenticationSession& session);
  [[nodiscard]] domain::CloneRecord cloneOf(const DeviceId& device);

  // --- commands, with the events of audit_

  [[nodiscard]] bool create(const domain::Organisation& organisation);
  void create(const domain::Application& application, const domain::AuditOrigin& origin = {});
  void create(const domain::ApiKey& key);
  [[nodiscard]] domain::ConfigurationRecord configure(const ApplicationId& application,
                                                      domain::ConfigurationVersion expected,
                                                      const domain::ApplicationConfiguration& configuration,
                                                      TimePoint now = kNow, const domain::AuditOrigin& origin = {});
  [[nodiscard]] bool revoke(const domain::ApiKeyId& key, TimePoint now);
  // By the directory as it is now.
  [[nodiscard]] Result<void, domain::CreateEnrolmentRefusal> create(const domain::NewEnrolment& enrolment);
  [[nodiscard]] Result<void, domain::CreateEnrolmentRefusal> create(const domain::NewEnrolment& enrolment,
                                                                    domain::DirectoryVersion directory_version);
  [[nodiscard]] Result<domain::StartedEnrolment, domain::EnrolmentStartRefusal> tryToStart(
      const domain::EnrolmentStart& start);
  [[nodiscard]] Result<void, domain::StartAddOrUpdateRefusal> tryToStart(const domain::AddOrUpdateSession& session,
                                                                         const domain::RequestMark& mark);
  [[nodiscard]] Result<void, domain::EnrolmentFinishRefusal> tryToFinish(const domain::EnrolmentFinish& finish);
  [[nodiscard]] Result<domain::BegunOfflineSession, domain::BeginOfflineRefusal> tryToBegin(
      const domain::NewOfflineSession& session);
  [[nodiscard]] Result<domain::AuthenticationSession, domain::BeginAuthenticationRefusal> tryToBegin(
      const domain::NewAuthenticationSession& session);
  [[nodiscard]] Result<domain::OfflineSessionView, domain::LoadOfflineRefusal> load(
      const domain::OfflineSessionId& id, domain::DirectoryVersion directory_version);
  [[nodiscard]] bool record(const domain::OfflineAttempt& attempt);
  [[nodiscard]] domain::OnlineRecord record(const domain::AddOrUpdateSuccess& success);
  [[nodiscard]] domain::OnlineRecord record(const domain::AddOrUpdateFailure& failure);
  [[nodiscard]] domain::OnlineRecord record(const domain::AuthenticationSuccess& success);
  [[nodiscard]] domain::OnlineRecord record(const domain::AuthenticationFailure& failure);
  [[nodiscard]] domain::OnlineRecord record(const domain::CloneRecord& clone);
  [[nodiscard]] bool cancel(const domain::EnrolmentId& id, TimePoint now);
  [[nodiscard]] bool cancel(const domain::OfflineSessionId& id, TimePoint now);
  [[nodiscard]] bool cancel(const domain::AuthenticationSessionId& id, TimePoint now);

  using Changed = Result<domain::Device, domain::DeviceChangeRefusal>;
  [[nodiscard]] Changed lock(const DeviceId& device, const domain::Lock& lock);
  [[nodiscard]] Changed lock(const DeviceId& device, AuthMethod auth_method, const domain::Lock& lock);
  [[nodiscard]] Changed unlock(const DeviceId& device);
  [[nodiscard]] Changed unlock(const DeviceId& device, AuthMethod auth_method);
  using Removed = Result<void, domain::DeviceChangeRefusal>;
  // Asked for by the phone.
  [[nodiscard]] Removed remove(const DeviceId& device, const domain::RequestMark& mark);
  [[nodiscard]] Removed remove(const DeviceId& device, AuthMethod auth_method, const domain::RequestMark& mark);
  // Asked for by the service provider.
  [[nodiscard]] Removed remove(const DeviceId& device, TimePoint now = kNow);
  [[nodiscard]] Removed remove(const DeviceId& device, AuthMethod auth_method, TimePoint now = kNow);

  // --- steps

  domain::OrganisationId createOrganisation();
  domain::Application createApplication();
  domain::Application createApplicationOf(const domain::OrganisationId& organisation);
  domain::ApiKey createApiKey();
  domain::NewEnrolment createEnrolment(const domain::Application& application,
                                       std::optional<std::string> user_reference = std::nullopt);
  // A device that has started its enrolment.
  DeviceId createEnrollingDevice(const domain::Application& application);
  // A device that has finished its enrolment with this method.
  DeviceId createDevice(const domain::Application& application, AuthMethod auth_method = AuthMethod::kOfflinePin,
                        std::optional<std::string> user_reference = std::nullopt);
  DeviceId createDevice() { return createDevice(createApplication()); }
  // Its method is DEVICE:PIN.
  DeviceId createOnlineDevice() { return createDevice(createApplication(), AuthMethod::kDevicePin); }
  // Adds a method, authorised by one that the device has.
  void addMethod(const DeviceId& device, AuthMethod auth_method, AuthMethod authorising_method);
  domain::AddOrUpdateSession startAddOrUpdate(const DeviceId& device);
  domain::BegunOfflineSession beginOffline(const DeviceId& device, AuthMethod auth_method = AuthMethod::kOfflinePin);
  domain::AuthenticationSession beginAuthentication(const DeviceId& device);
  domain::AuthenticationSession beginAuthentication(const DeviceId& device, TimePoint now);

  // --- what is so now

  [[nodiscard]] domain::Device device(const DeviceId& id);
  [[nodiscard]] domain::Method method(const DeviceId& id, AuthMethod auth_method = AuthMethod::kOfflinePin);
  [[nodiscard]] domain::Enrolment enrolment(const domain::EnrolmentId& id);
  [[nodiscard]] domain::OfflineSessionView view(const domain::OfflineSession& session);
  [[nodiscard]] domain::AuthenticationSession current(const domain::AuthenticationSession& session);
  [[nodiscard]] domain::SessionStatus statusOf(const domain::OfflineSession& session);
  [[nodiscard]] domain::SessionStatus statusOf(const domain::AddOrUpdateSession& session);
  [[nodiscard]] domain::SessionStatus statusOf(const domain::AuthenticationSession& session);

  // --- the audit log

  // All that is in it, the oldest first.
  [[nodiscard]] std::vector<domain::StoredAuditEvent> log();
  // What the log got while `command` ran, which ran with two events in audit_.
  [[nodiscard]] domain::AuditTrail eventsOf(const std::function<void()>& command);
  void expectItsEvents(const std::function<void()>& command);
  void expectNoEvents(const std::function<void()>& command);

  crypto::SystemRandom random_;
  std::shared_ptr<domain::Store> store_ = GetParam().make();
  // The events that commands take along.
  domain::AuditTrail audit_;
};

// A device with DEVICE:PIN, and an open session to add or change a method.
class StoreAddOrUpdateContract : public StoreContract {
 protected:
  // The device adds OFFLINE:PIN, authorised by its DEVICE:PIN.
  [[nodiscard]] domain::AddOrUpdateSuccess success();
  [[nodiscard]] domain::AddOrUpdateFailure failure();
  // The failure that locks the device.
  [[nodiscard]] domain::AddOrUpdateFailure lastFailure();

  void expectNothingChanged();

  DeviceId id_ = createOnlineDevice();
  domain::AddOrUpdateSession session_ = startAddOrUpdate(id_);
  domain::Device before_ = device(id_);
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_CONTRACT_STORE_CONTRACT_H_
