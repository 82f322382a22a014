#include "domain/devices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using std::chrono::seconds;

constexpr TimePoint kNow{std::chrono::milliseconds(1'790'000'000'000)};

template <class Value>
RefusalCode codeOf(const Answer<Value>& answer) {
  EXPECT_FALSE(answer);
  return answer.error().code;
}

Device deviceWith(std::optional<Lock> device_lock, const AttemptState& attempts) {
  return {.id = DeviceId(UuidBytes{1}),
          .application = ApplicationId(UuidBytes{2}),
          .organisation = OrganisationId(UuidBytes{3}),
          .user_reference = "alice",
          .public_key = {},
          .state = DeviceState::kActive,
          .lock = device_lock,
          .created_at = kNow,
          .salts = {},
          .methods = {Method{.auth_method = AuthMethod::kOfflinePin,
                             .keys = {},
                             .attempts = attempts,
                             .activated_at = kNow,
                             .last_used_at = std::nullopt}}};
}

TEST(DeviceView, ShowsLocksAndAttemptsAsTheyStand) {
  const Lock in_force{LockReason::kAttemptsExhausted, kNow, kNow + seconds(1)};
  const Lock run_out{LockReason::kAttemptsExhausted, kNow - seconds(60), kNow};
  const struct {
    const char* name;
    std::optional<Lock> device_lock;
    AttemptState attempts;
    std::optional<Lock> shown_device_lock;
    std::optional<Lock> shown_method_lock;
    int remaining;
  } rows[] = {
      {"open", std::nullopt, {.failures = 1}, std::nullopt, std::nullopt, 2},
      {"method locked", std::nullopt, {.failures = 3, .lock = in_force}, std::nullopt, in_force, 0},
      {"method lock run out", std::nullopt, {.failures = 3, .lock = run_out}, std::nullopt, std::nullopt, 3},
      {"device locked", in_force, {}, in_force, std::nullopt, 0},
      {"device lock run out", run_out, {.failures = 1}, std::nullopt, std::nullopt, 2},
  };
  for (const auto& row : rows) {
    const DeviceView view = viewOf(deviceWith(row.device_lock, row.attempts), ApplicationConfiguration{}, kNow);
    EXPECT_EQ(view.lock, row.shown_device_lock) << row.name;
    EXPECT_EQ(view.methods.at(0).lock, row.shown_method_lock) << row.name;
    EXPECT_EQ(view.methods.at(0).remaining_attempts, row.remaining) << row.name;
  }
}

class DevicesTest : public testing::Test {
 protected:
  Answer<DeviceView> find(const Phone& phone) { return server.devices.find(server.caller, *phone.device, server.now); }
  DevicePage search(std::optional<std::string> user_reference = std::nullopt,
                    std::optional<ApplicationId> application = std::nullopt,
                    std::optional<DeviceId> after = std::nullopt) {
    return *server.devices.search(server.caller, std::move(user_reference), application, after, server.now);
  }
  DeviceId enrol(std::optional<std::string> user_reference) {
    Phone phone = server.newPhone();
    EXPECT_TRUE(phone.startEnrolment(server.application.id, server.newCode(std::move(user_reference))));
    EXPECT_TRUE(phone.finishEnrolment(AuthMethod::kDevicePin));
    return *phone.device;
  }

  TestServer server;
};

TEST_F(DevicesTest, AnActiveDeviceShowsItsMethods) {
  const Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  const auto view = find(phone);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->state, DeviceState::kActive);
  ASSERT_EQ(view->methods.size(), 2u);
  EXPECT_EQ(view->methods[1].auth_method, AuthMethod::kOfflinePin);
  EXPECT_EQ(view->methods[1].remaining_attempts, 3);
}

TEST_F(DevicesTest, AnEnrollingDeviceIsUnknown) {
  Phone phone = server.newPhone();
  ASSERT_TRUE(phone.startEnrolment(server.application.id, server.newCode()));
  EXPECT_EQ(codeOf(find(phone)), RefusalCode::kUnknownDevice);
  EXPECT_TRUE(search().devices.empty());
}

TEST_F(DevicesTest, ADeactivatedDeviceIsShownWithoutMethodsAndFoundByNoSearch) {
  Phone phone = server.enrolledPhone();
  ASSERT_TRUE(phone.deactivate());
  const auto view = find(phone);
  ASSERT_TRUE(view);
  EXPECT_EQ(view->state, DeviceState::kDeactivated);
  EXPECT_TRUE(view->methods.empty());
  EXPECT_TRUE(search().devices.empty());
}

TEST_F(DevicesTest, WhatBelongsToAnotherOrganisationIsUnknown) {
  const Phone phone = server.enrolledPhone();
  const Caller stranger = server.newCaller("Shop");
  EXPECT_EQ(codeOf(server.devices.find(stranger, *phone.device, server.now)), RefusalCode::kUnknownDevice);
  EXPECT_TRUE(
      server.devices.search(stranger, std::nullopt, server.application.id, std::nullopt, server.now)->devices.empty());
}

TEST_F(DevicesTest, ASearchFindsByUserAndApplication) {
  const DeviceId alices = enrol("alice");
  const DeviceId bobs = enrol("bob");
  EXPECT_EQ(search("alice").devices.at(0).id, alices);
  EXPECT_EQ(search("alice").devices.size(), 1u);
  EXPECT_EQ(search("bob").devices.at(0).id, bobs);
  EXPECT_EQ(search("carol").devices.size(), 0u);
  EXPECT_EQ(search(std::nullopt, server.application.id).devices.size(), 2u);
  EXPECT_EQ(search(std::nullopt, ApplicationId::random(server.random)).devices.size(), 0u);
}

TEST_F(DevicesTest, PagesFollowEachOtherUntilTheLast) {
  const int count = kDevicesPerPage + 1;
  for (int i = 0; i < count; ++i) (void)enrol("alice");
  const DevicePage first = search("alice");
  ASSERT_EQ(first.devices.size(), std::size_t{kDevicesPerPage});
  ASSERT_EQ(first.next, first.devices.back().id);
  const DevicePage last = search("alice", std::nullopt, first.next);
  ASSERT_EQ(last.devices.size(), 1u);
  EXPECT_GT(last.devices[0].id, first.devices.back().id);
  EXPECT_EQ(last.next, std::nullopt);
}

TEST_F(DevicesTest, ARevokedKeyIsRefusedAtOnceThoughTheCacheIsOld) {
  const Phone phone = server.enrolledPhone();
  ASSERT_TRUE(server.administration.revokeApiKey(server.caller.key, {}, server.now));
  EXPECT_EQ(codeOf(find(phone)), RefusalCode::kRevokedKey);
  EXPECT_EQ(codeOf(server.devices.search(server.caller, std::nullopt, std::nullopt, std::nullopt, server.now)),
            RefusalCode::kRevokedKey);
}

// --- one method ------------------------------------------------------------------------------------------------------

TEST_F(DevicesTest, AMethodIsShownAsItsDeviceShowsIt) {
  const Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  const auto method = server.devices.findMethod(server.caller, *phone.device, AuthMethod::kOfflinePin, server.now);
  ASSERT_TRUE(method);
  EXPECT_EQ(method->auth_method, AuthMethod::kOfflinePin);
  EXPECT_EQ(method->remaining_attempts, 3);
  EXPECT_EQ(codeOf(server.devices.findMethod(server.caller, *phone.device, AuthMethod::kOfflineDevice, server.now)),
            RefusalCode::kMethodNotActivated);
}

// --- locking and unlocking -------------------------------------------------------------------------------------------

class DeviceLocksTest : public DevicesTest {
 protected:
  Answer<DeviceView> lock(std::string_view reason = "stolen") {
    return server.devices.lock(server.caller, *phone.device, reason, server.now);
  }
  Answer<DeviceView> unlock() { return server.devices.unlock(server.caller, *phone.device, server.now); }
  Answer<MethodView> lockMethod(AuthMethod method = AuthMethod::kOfflinePin, std::string_view reason = "stolen") {
    return server.devices.lockMethod(server.caller, *phone.device, method, reason, server.now);
  }
  Answer<MethodView> unlockMethod(AuthMethod method = AuthMethod::kOfflinePin) {
    return server.devices.unlockMethod(server.caller, *phone.device, method, server.now);
  }
  int remainingAttemptsOf(AuthMethod method) {
    return server.devices.findMethod(server.caller, *phone.device, method, server.now)->remaining_attempts;
  }
  void failOffline(int times) {
    const auto begun = server.begin(phone);
    const std::string wrong = phone.oneTimePassword(begun.verification_data, Entry::kWrong);
    for (int i = 0; i < times; ++i) {
      ASSERT_TRUE(
          server.offline_authentications.verify(server.caller, begun.view.session.id, wrong, std::nullopt, server.now));
    }
  }
  void failOnline(int times) {
    ASSERT_TRUE(phone.startAddOrUpdate());
    for (int i = 0; i < times; ++i) {
      EXPECT_FALSE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflineDevice, Entry::kWrong));
    }
  }

  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
};

TEST_F(DeviceLocksTest, ALockedDeviceStaysLockedUntilUnlocked) {
  const auto locked = lock();
  ASSERT_TRUE(locked);
  EXPECT_EQ(locked->lock, (Lock{LockReason::kAdmin, server.now, std::nullopt}));
  EXPECT_EQ(locked->methods.at(0).remaining_attempts, 0);
  server.now += std::chrono::years(1);
  EXPECT_EQ(find(phone)->lock, locked->lock);
  EXPECT_EQ(unlock()->lock, std::nullopt);
  EXPECT_EQ(find(phone)->methods.at(0).remaining_attempts, 3);
}

TEST_F(DeviceLocksTest, ALockedMethodStaysLockedUntilUnlockedAndTheOthersDoNot) {
  const auto locked = lockMethod();
  ASSERT_TRUE(locked);
  EXPECT_EQ(locked->lock, (Lock{LockReason::kAdmin, server.now, std::nullopt}));
  EXPECT_EQ(locked->remaining_attempts, 0);
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kDevicePin), 3);
  server.now += std::chrono::years(1);
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kOfflinePin), 0);
  EXPECT_EQ(unlockMethod()->lock, std::nullopt);
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kOfflinePin), 3);
}

TEST_F(DeviceLocksTest, TheReasonIs1To128BytesOfUtf8WithoutControlCharacters) {
  for (const std::string& reason : {std::string(), std::string(129, 'a'), std::string("a\nb"), std::string("\xFF")}) {
    EXPECT_EQ(codeOf(lock(reason)), RefusalCode::kMalformedRequest) << reason;
    EXPECT_EQ(codeOf(lockMethod(AuthMethod::kOfflinePin, reason)), RefusalCode::kMalformedRequest) << reason;
    EXPECT_EQ(lock(reason).error().detail, "reason: must be 1 to 128 bytes of UTF-8 without control characters.");
  }
  EXPECT_EQ(find(phone)->lock, std::nullopt);
  EXPECT_TRUE(lock(std::string(128, 'a')));
}

TEST_F(DeviceLocksTest, LockingTwiceAndUnlockingTwiceIsNoError) {
  const auto first = lock();
  server.now += seconds(1);
  EXPECT_EQ(lock()->lock, first->lock);
  EXPECT_TRUE(lockMethod());
  EXPECT_TRUE(lockMethod());
  EXPECT_TRUE(unlock());
  EXPECT_TRUE(unlock());
  EXPECT_TRUE(unlockMethod());
  EXPECT_TRUE(unlockMethod());
}

TEST_F(DeviceLocksTest, ALockForSpentAttemptsBecomesTheAdministrators) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  failOffline(3);
  EXPECT_EQ(lockMethod()->lock, (Lock{LockReason::kAdmin, server.now, std::nullopt}));
  failOnline(3);
  ASSERT_EQ(find(phone)->lock->reason, LockReason::kAttemptsExhausted);
  EXPECT_EQ(lock()->lock, (Lock{LockReason::kAdmin, server.now, std::nullopt}));
}

TEST_F(DeviceLocksTest, UnlockingADeviceGivesItsOnlineMethodsTheirAttemptsBackAndItsOfflineOnesNot) {
  failOffline(1);
  failOnline(3);
  ASSERT_EQ(find(phone)->lock->reason, LockReason::kAttemptsExhausted);
  ASSERT_TRUE(unlock());
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kDevicePin), 3);
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kOfflinePin), 2);
}

TEST_F(DeviceLocksTest, UnlockingAMethodThatIsNotLockedGivesItItsAttemptsBack) {
  failOffline(2);
  ASSERT_EQ(remainingAttemptsOf(AuthMethod::kOfflinePin), 1);
  EXPECT_EQ(unlockMethod()->remaining_attempts, 3);
}

TEST_F(DeviceLocksTest, AMethodThatTheDeviceHasNotCannotBeChanged) {
  EXPECT_EQ(codeOf(lockMethod(AuthMethod::kOfflineDevice)), RefusalCode::kMethodNotActivated);
  EXPECT_EQ(codeOf(unlockMethod(AuthMethod::kOfflineDevice)), RefusalCode::kMethodNotActivated);
  EXPECT_EQ(codeOf(server.devices.removeMethod(server.caller, *phone.device, AuthMethod::kOfflineDevice, server.now)),
            RefusalCode::kMethodNotActivated);
}

// --- removing --------------------------------------------------------------------------------------------------------

TEST_F(DeviceLocksTest, ARemovedMethodIsGoneAndItsOpenSessionsAreCancelled) {
  const auto begun = server.begin(phone);
  ASSERT_TRUE(server.devices.removeMethod(server.caller, *phone.device, AuthMethod::kOfflinePin, server.now));
  EXPECT_EQ(server.offline_authentications.find(server.caller, begun.view.session.id, server.now)->status,
            SessionStatus::kCancelled);
  EXPECT_EQ(find(phone)->methods.size(), 1u);
  EXPECT_EQ(codeOf(lockMethod()), RefusalCode::kMethodNotActivated);
}

TEST_F(DeviceLocksTest, ARemovedDeviceIsDeactivatedForGood) {
  ASSERT_TRUE(server.devices.remove(server.caller, *phone.device, server.now));
  EXPECT_EQ(find(phone)->state, DeviceState::kDeactivated);
  EXPECT_EQ(codeOf(server.devices.remove(server.caller, *phone.device, server.now)), RefusalCode::kUnknownDevice);
  EXPECT_EQ(codeOf(lock()), RefusalCode::kUnknownDevice);
  EXPECT_EQ(codeOf(unlock()), RefusalCode::kUnknownDevice);
  EXPECT_EQ(codeOf(lockMethod()), RefusalCode::kUnknownDevice);
}

// --- who may change --------------------------------------------------------------------------------------------------

class WhoMayChangeTest : public DeviceLocksTest {
 protected:
  using Change = std::function<RefusalCode(const Caller&)>;
  struct Row {
    const char* name;
    Change change;
  };
  std::vector<Row> changes() {
    Devices& devices = server.devices;
    const DeviceId id = *phone.device;
    constexpr AuthMethod kMethod = AuthMethod::kOfflinePin;
    return {
        {"find method", [&, id](auto& who) { return codeOf(devices.findMethod(who, id, kMethod, server.now)); }},
        {"lock", [&, id](auto& who) { return codeOf(devices.lock(who, id, "x", server.now)); }},
        {"lock method", [&, id](auto& who) { return codeOf(devices.lockMethod(who, id, kMethod, "x", server.now)); }},
        {"unlock", [&, id](auto& who) { return codeOf(devices.unlock(who, id, server.now)); }},
        {"unlock method", [&, id](auto& who) { return codeOf(devices.unlockMethod(who, id, kMethod, server.now)); }},
        {"remove", [&, id](auto& who) { return codeOf(devices.remove(who, id, server.now)); }},
        {"remove method", [&, id](auto& who) { return codeOf(devices.removeMethod(who, id, kMethod, server.now)); }},
    };
  }
};

TEST_F(WhoMayChangeTest, AnotherOrganisationsDeviceIsUnknownAndStaysAsItIs) {
  const Caller stranger = server.newCaller("Shop");
  for (const Row& row : changes()) EXPECT_EQ(row.change(stranger), RefusalCode::kUnknownDevice) << row.name;
  EXPECT_EQ(find(phone)->state, DeviceState::kActive);
  EXPECT_EQ(find(phone)->lock, std::nullopt);
  EXPECT_EQ(find(phone)->methods.size(), 2u);
}

TEST_F(WhoMayChangeTest, AnAdministratorIsACallerAboutTheDevicesOrganisation) {
  const OrganisationId operators = server.organisation("Operator").id;
  const auto key = server.administration.createApiKey(
      {.organisation = operators, .name = "admin", .role = ApiKeyRole::kAdmin}, {}, server.now);
  const Caller administrator{.key = key->key.id, .organisation = operators, .request_id = "9", .address = "192.0.2.9"};
  const Caller about = server.devices.aboutDevice(administrator, *phone.device);
  EXPECT_EQ(about.organisation, server.caller.organisation);
  EXPECT_EQ(about.origin(), administrator.origin());
  EXPECT_TRUE(server.devices.lock(about, *phone.device, "lost", server.now));
  EXPECT_EQ(server.devices.aboutDevice(administrator, DeviceId::random(server.random)).organisation, operators);
}

TEST_F(WhoMayChangeTest, NobodyElseBecomesACallerAboutAnotherOrganisationByIt) {
  const Caller about = server.devices.aboutDevice(server.newCaller("Shop"), *phone.device);
  for (const Row& row : changes()) EXPECT_EQ(row.change(about), RefusalCode::kRevokedKey) << row.name;
  EXPECT_EQ(find(phone)->methods.size(), 2u);
}

TEST_F(WhoMayChangeTest, ARevokedKeyIsRefusedAtOnceThoughTheCacheIsOld) {
  ASSERT_TRUE(server.administration.revokeApiKey(server.caller.key, {}, server.now));
  for (const Row& row : changes()) EXPECT_EQ(row.change(server.caller), RefusalCode::kRevokedKey) << row.name;
}

}  // namespace
}  // namespace heliograph::domain
