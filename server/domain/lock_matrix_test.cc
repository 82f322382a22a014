// What a lock stops and what it leaves: every locked thing against everything that can be attempted.

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>

#include "domain/testing/test_server.h"
#include "domain/verified_call.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using std::chrono::hours;
using std::chrono::seconds;

// "OK", or the name of what was refused.
template <class Value>
std::string_view outcomeOf(const Answer<Value>& answer) {
  return answer ? "OK" : nameOf(answer.error().code);
}
template <class Value>
std::string_view outcomeOf(const Result<Value, protocol::Refused>& reply) {
  return reply ? "OK" : nameOf(reply.error().status);
}

// A device with four methods, a copy of it that has an old salt, and one open session of every kind.
class Stage {
 public:
  Stage() {
    // So often that the copy's salt is older than any that a lost answer excuses.
    for (int i = 0; i < 3; ++i) answerOnline();
    of_offline_pin_ = server.begin(phone, AuthMethod::kOfflinePin);
    of_offline_device_ = server.begin(phone, AuthMethod::kOfflineDevice);
    (void)server.beginAuthentication(phone);
    EXPECT_TRUE(phone.startAuthentication());
    EXPECT_TRUE(phone.startAddOrUpdate());
  }

  // --- locks

  void lockNothing() {}
  void lockDeviceByAttempts() {
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(phone.finishAuthentication(AuthMethod::kDevicePin, Entry::kWrong));
  }
  void lockDeviceByAdmin() { EXPECT_TRUE(server.devices.lock(server.caller, *phone.device, "lost", server.now)); }
  void lockDeviceForAClone() {
    copy.time = phone.time;
    EXPECT_TRUE(copy.startAuthentication());
    EXPECT_FALSE(copy.finishAuthentication(AuthMethod::kDevicePin));
  }
  template <AuthMethod method>
  void lockByAttempts() {
    const auto begun = server.begin(phone, method);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(verify(begun, Entry::kWrong));
  }
  template <AuthMethod method>
  void lockByAdmin() {
    EXPECT_TRUE(server.devices.lockMethod(server.caller, *phone.device, method, "lost", server.now));
  }

  void unlockNothing() {}
  void unlockDevice() { EXPECT_TRUE(server.devices.unlock(server.caller, *phone.device, server.now)); }
  template <AuthMethod method>
  void unlock() {
    EXPECT_TRUE(server.devices.unlockMethod(server.caller, *phone.device, method, server.now));
  }

  // --- attempts

  template <AuthMethod method>
  std::string_view beginOffline() {
    return outcomeOf(
        server.offline_authentications.begin(server.caller, *phone.device, method, "x", std::nullopt, server.now));
  }
  std::string_view verifyOfflinePin() { return outcomeOf(verify(*of_offline_pin_, Entry::kRight)); }
  std::string_view verifyOfflineDevice() { return outcomeOf(verify(*of_offline_device_, Entry::kRight)); }
  template <AuthMethod method>
  std::string_view beginOnline() {
    return outcomeOf(server.authentications.begin(server.caller,
                                                  {.device = *phone.device,
                                                   .title = std::nullopt,
                                                   .context = std::nullopt,
                                                   .auth_methods = AuthMethodSet{method}},
                                                  std::nullopt, server.now));
  }
  template <AuthMethod method>
  std::string_view answer() {
    return outcomeOf(phone.finishAuthentication(method));
  }
  std::string_view addMethod() {
    return outcomeOf(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflineIosFaceId));
  }

  // --- the same in new sessions

  template <AuthMethod method>
  std::string_view authenticateOffline() {
    const auto begun =
        server.offline_authentications.begin(server.caller, *phone.device, method, "x", std::nullopt, server.now);
    return begun ? outcomeOf(verify(*begun, Entry::kRight)) : outcomeOf(begun);
  }
  template <AuthMethod method>
  std::string_view authenticateOnline() {
    phone.time = server.now += seconds(1);  // the phone answers the newest session
    const std::string_view begun = beginOnline<method>();
    if (begun != "OK") return begun;
    const auto started = phone.startAuthentication();
    return started ? outcomeOf(phone.finishAuthentication(method)) : outcomeOf(started);
  }
  std::string_view startAndAddMethod() {
    const auto started = phone.startAddOrUpdate();
    return started ? addMethod() : outcomeOf(started);
  }

  TestServer server{
      offlinePropertiesWith({{"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN,OFFLINE,OFFLINE:PIN,OFFLINE:IOS_FACE_ID"}})};
  Phone phone = server.enrolledPhone({AuthMethod::kDevice, AuthMethod::kOfflinePin, AuthMethod::kOfflineDevice});
  Phone copy = phone.clone();

 private:
  void answerOnline() {
    (void)server.beginAuthentication(phone);
    EXPECT_TRUE(phone.startAuthentication());
    EXPECT_TRUE(phone.finishAuthentication(AuthMethod::kDevicePin));
  }
  Answer<VerifiedOfflineAuthentication> verify(const BegunOfflineAuthentication& begun, Entry entry) {
    return server.offline_authentications.verify(server.caller, begun.view.session.id,
                                                 phone.oneTimePassword(begun.verification_data, entry), std::nullopt,
                                                 server.now);
  }

  std::optional<BegunOfflineAuthentication> of_offline_pin_;
  std::optional<BegunOfflineAuthentication> of_offline_device_;
};

constexpr AuthMethod kOfflinePin = AuthMethod::kOfflinePin;
constexpr AuthMethod kOfflineDevice = AuthMethod::kOfflineDevice;
constexpr AuthMethod kDevicePin = AuthMethod::kDevicePin;
constexpr AuthMethod kDevice = AuthMethod::kDevice;

struct Attempt {
  const char* name;
  std::string_view (Stage::*attempt)();
};

constexpr std::array kAttempts{
    Attempt{"begin OFFLINE_PIN", &Stage::beginOffline<kOfflinePin>},
    Attempt{"verify OFFLINE_PIN", &Stage::verifyOfflinePin},
    Attempt{"begin OFFLINE_DEVICE", &Stage::beginOffline<kOfflineDevice>},
    Attempt{"verify OFFLINE_DEVICE", &Stage::verifyOfflineDevice},
    Attempt{"begin DEVICE", &Stage::beginOnline<kDevice>},
    Attempt{"begin DEVICE_PIN", &Stage::beginOnline<kDevicePin>},
    Attempt{"answer with DEVICE", &Stage::answer<kDevice>},
    Attempt{"answer with DEVICE_PIN", &Stage::answer<kDevicePin>},
    Attempt{"add a method by DEVICE_PIN", &Stage::addMethod},
};

using Outcomes = std::array<std::string_view, kAttempts.size()>;  // in the order of kAttempts

struct LockedThing {
  const char* name;
  void (Stage::*lock)();
  void (Stage::*unlock)();
  Outcomes outcomes;
};

// clang-format off
const std::array kLockedThings{
    LockedThing{"nothing", &Stage::lockNothing, &Stage::unlockNothing,
                {"OK", "OK", "OK", "OK", "OK", "OK", "OK", "OK", "OK"}},
    LockedThing{"the device, attempts spent", &Stage::lockDeviceByAttempts, &Stage::unlockDevice,
                {"DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED",
                 "LOCKED", "LOCKED", "LOCKED"}},
    LockedThing{"the device, by an administrator", &Stage::lockDeviceByAdmin, &Stage::unlockDevice,
                {"DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED",
                 "LOCKED_BY_ADMIN", "LOCKED_BY_ADMIN", "LOCKED_BY_ADMIN"}},
    LockedThing{"the device, for a clone", &Stage::lockDeviceForAClone, &Stage::unlockDevice,
                {"DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED", "DEVICE_LOCKED",
                 "LOCKED_BY_ADMIN", "LOCKED_BY_ADMIN", "LOCKED_BY_ADMIN"}},
    LockedThing{"OFFLINE_PIN, attempts spent", &Stage::lockByAttempts<kOfflinePin>, &Stage::unlock<kOfflinePin>,
                {"METHOD_LOCKED", "SESSION_NOT_OPEN", "OK", "OK", "OK", "OK", "OK", "OK", "OK"}},
    LockedThing{"OFFLINE_PIN, by an administrator", &Stage::lockByAdmin<kOfflinePin>, &Stage::unlock<kOfflinePin>,
                {"METHOD_LOCKED", "METHOD_LOCKED", "OK", "OK", "OK", "OK", "OK", "OK", "OK"}},
    LockedThing{"OFFLINE_DEVICE, attempts spent", &Stage::lockByAttempts<kOfflineDevice>,
                &Stage::unlock<kOfflineDevice>,
                {"OK", "OK", "METHOD_LOCKED", "SESSION_NOT_OPEN", "OK", "OK", "OK", "OK", "OK"}},
    LockedThing{"OFFLINE_DEVICE, by an administrator", &Stage::lockByAdmin<kOfflineDevice>,
                &Stage::unlock<kOfflineDevice>,
                {"OK", "OK", "METHOD_LOCKED", "METHOD_LOCKED", "OK", "OK", "OK", "OK", "OK"}},
    LockedThing{"DEVICE_PIN, by an administrator", &Stage::lockByAdmin<kDevicePin>, &Stage::unlock<kDevicePin>,
                {"OK", "OK", "OK", "OK", "OK", "METHOD_LOCKED", "OK", "LOCKED_BY_ADMIN", "LOCKED_BY_ADMIN"}},
    LockedThing{"DEVICE, by an administrator", &Stage::lockByAdmin<kDevice>, &Stage::unlock<kDevice>,
                {"OK", "OK", "OK", "OK", "METHOD_LOCKED", "OK", "LOCKED_BY_ADMIN", "OK", "OK"}},
};
// clang-format on

TEST(LockMatrix, ALockStopsWhatItIsForAndLeavesTheRest) {
  for (const LockedThing& locked : kLockedThings) {
    for (std::size_t i = 0; i < kAttempts.size(); ++i) {
      Stage stage;
      (stage.*locked.lock)();
      EXPECT_EQ((stage.*kAttempts.at(i).attempt)(), locked.outcomes.at(i))
          << "locked: " << locked.name << ", attempted: " << kAttempts.at(i).name;
    }
  }
}

TEST(LockMatrix, WhatIsUnlockedCanBeUsedAsIfItHadNeverBeenLocked) {
  for (const LockedThing& locked : kLockedThings) {
    Stage stage;
    (stage.*locked.lock)();
    (stage.*locked.unlock)();
    EXPECT_EQ(stage.authenticateOffline<kOfflinePin>(), "OK") << locked.name;
    EXPECT_EQ(stage.authenticateOffline<kOfflineDevice>(), "OK") << locked.name;
    EXPECT_EQ(stage.authenticateOnline<kDevice>(), "OK") << locked.name;
    EXPECT_EQ(stage.authenticateOnline<kDevicePin>(), "OK") << locked.name;
    EXPECT_EQ(stage.startAndAddMethod(), "OK") << locked.name;
  }
}

// --- counts ----------------------------------------------------------------------------------------------------------

class LockCountsTest : public testing::Test {
 protected:
  void failOffline(int times) {
    const auto begun = server.begin(phone);
    const std::string wrong = phone.oneTimePassword(begun.verification_data, Entry::kWrong);
    for (int i = 0; i < times; ++i) {
      EXPECT_TRUE(
          server.offline_authentications.verify(server.caller, begun.view.session.id, wrong, std::nullopt, server.now));
    }
  }
  void failOnline(int times) {
    (void)server.beginAuthentication(phone);
    ASSERT_TRUE(phone.startAuthentication());
    for (int i = 0; i < times; ++i) {
      EXPECT_FALSE(phone.finishAuthentication(AuthMethod::kDevicePin, Entry::kWrong));
    }
  }
  void succeedOnline(AuthMethod method = AuthMethod::kDevicePin) {
    (void)server.beginAuthentication(phone);
    ASSERT_TRUE(phone.startAuthentication());
    EXPECT_TRUE(phone.finishAuthentication(method));
  }
  void addMethod(AuthMethod method) {
    ASSERT_TRUE(phone.startAddOrUpdate());
    ASSERT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, method));
  }
  int remainingAttemptsOf(AuthMethod method) {
    return server.devices.findMethod(server.caller, *phone.device, method, server.now)->remaining_attempts;
  }
  std::optional<Lock> deviceLock() { return server.devices.find(server.caller, *phone.device, server.now)->lock; }
  void moveTo(TimePoint time) { phone.time = server.now = time; }

  TestServer server;
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
};

TEST_F(LockCountsTest, OfflinePinAndDevicePinCountApart) {
  failOffline(2);
  failOnline(1);
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kOfflinePin), 1);
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kDevicePin), 2);
  succeedOnline();
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kOfflinePin), 1);
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kDevicePin), 3);
}

TEST_F(LockCountsTest, TemporaryLocksOfADeviceDoubleUpToADayUntilASuccess) {
  server.setProperties({{"LOCK_DURATION", "28800"}});
  for (const int length : {8, 16, 24, 24}) {
    failOnline(3);
    ASSERT_EQ(deviceLock()->until, server.now + hours(length));
    moveTo(*deviceLock()->until);
  }
  succeedOnline();
  failOnline(3);
  EXPECT_EQ(deviceLock()->until, server.now + hours(8));
}

TEST_F(LockCountsTest, ASuccessWithOneFactorLeavesTheDoublingThatWrongPinsEarned) {
  server.setProperties({{"LOCK_DURATION", "60"}, {"ALLOWED_AUTH_METHODS", "DEVICE,DEVICE:PIN,OFFLINE:PIN"}});
  addMethod(AuthMethod::kDevice);
  failOnline(3);
  moveTo(server.now + seconds(60));
  succeedOnline(AuthMethod::kDevice);
  failOnline(3);
  EXPECT_EQ(deviceLock()->until, server.now + seconds(120));
}

TEST_F(LockCountsTest, ATemporaryLockThatIsOverLeavesAllAttempts) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  failOnline(3);
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kDevicePin), 0);
  moveTo(server.now + seconds(60));
  EXPECT_EQ(deviceLock(), std::nullopt);
  EXPECT_EQ(remainingAttemptsOf(AuthMethod::kDevicePin), 3);
}

TEST_F(LockCountsTest, AnUnlockByHandStartsTheDoublingOver) {
  server.setProperties({{"LOCK_DURATION", "60"}});
  failOnline(3);
  moveTo(server.now + seconds(60));
  failOnline(3);
  ASSERT_EQ(deviceLock()->until, server.now + seconds(120));
  ASSERT_TRUE(server.devices.unlock(server.caller, *phone.device, server.now));
  failOnline(3);
  EXPECT_EQ(deviceLock()->until, server.now + seconds(60));
}

}  // namespace
}  // namespace heliograph::domain
