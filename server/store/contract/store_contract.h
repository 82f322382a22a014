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

using protocol::AuthMethod;

class StoreContract : public testing::TestWithParam<Engine> {
 protected:
  // --- what commands take

  template <class IdType>
  [[nodiscard]] IdType newId() {
    return IdType::random(random_);
  }
  [[nodiscard]] domain::RequestMark mark(TimePoint now = kNow);
  // Wrapped keys that are not those of another call.
  [[nodiscard]] domain::Wrapped newKeys();
  [[nodiscard]] crypto::P256Point newPublicKey();

  [[nodiscard]] domain::ApiKey newApiKey(const domain::OrganisationId& organisation);
  [[nodiscard]] domain::NewEnrolment newEnrolment(const domain::Application& application);
  [[nodiscard]] domain::EnrolmentStart startOf(const domain::NewEnrolment& enrolment);
  [[nodiscard]] domain::EnrolmentFinish finishOf(const DeviceId& device,
                                                 AuthMethod auth_method = AuthMethod::kOfflinePin);
  [[nodiscard]] domain::AddOrUpdateSession newAddOrUpdate(const DeviceId& device);
  // A response to an open session, decided by what the device and its method are now.
  [[nodiscard]] domain::AddOrUpdateAttempt attemptAt(const domain::AddOrUpdateSession& session,
                                                     AuthMethod authorising_method);
  [[nodiscard]] domain::NewOfflineSession newOfflineSession(const DeviceId& device,
                                                            AuthMethod auth_method = AuthMethod::kOfflinePin);
  // A wrong guess that leaves the session open, decided by what the method is now.
  [[nodiscard]] domain::OfflineAttempt wrongGuessAt(const domain::OfflineSession& session);
  [[nodiscard]] domain::OfflineAttempt rightGuessAt(const domain::OfflineSession& session);
  // The guess that locks the method.
  [[nodiscard]] domain::OfflineAttempt lastGuessAt(const domain::OfflineSession& session);

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
  // Adds a method, authorised by one that the device has.
  void addMethod(const DeviceId& device, AuthMethod auth_method, AuthMethod authorising_method);
  domain::AddOrUpdateSession startAddOrUpdate(const DeviceId& device);
  domain::BegunOfflineSession beginOffline(const DeviceId& device, AuthMethod auth_method = AuthMethod::kOfflinePin);

  // --- what is so now

  [[nodiscard]] domain::Device device(const DeviceId& id);
  [[nodiscard]] domain::Method method(const DeviceId& id, AuthMethod auth_method = AuthMethod::kOfflinePin);
  [[nodiscard]] domain::Enrolment enrolment(const domain::EnrolmentId& id);
  [[nodiscard]] domain::OfflineSessionView view(const domain::OfflineSession& session);
  [[nodiscard]] domain::SessionStatus statusOf(const domain::OfflineSession& session);
  [[nodiscard]] domain::SessionStatus statusOf(const domain::AddOrUpdateSession& session);

  crypto::SystemRandom random_;
  std::shared_ptr<domain::Store> store_ = GetParam().make();
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

  DeviceId id_ = createDevice(createApplication(), AuthMethod::kDevicePin);
  domain::AddOrUpdateSession session_ = startAddOrUpdate(id_);
  domain::Device before_ = device(id_);
};

}  // namespace heliograph::store

#endif  // HELIOGRAPH_SERVER_STORE_CONTRACT_STORE_CONTRACT_H_
