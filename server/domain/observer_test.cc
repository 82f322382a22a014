// What an observer is told: each attempt once, by what became of it, and each new lock.

#include "domain/observer.h"

#include <gmock/gmock.h>

#include <string>
#include <utility>
#include <vector>

#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using std::chrono::hours;
using std::chrono::seconds;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

class Recorder final : public Observer {
 public:
  void attempted(AttemptKind kind, AttemptOutcome outcome) noexcept override {
    static constexpr const char* kKinds[] = {"offline", "online", "add or update"};
    static constexpr const char* kOutcomes[] = {"right", "wrong", "locked", "expired", "not open", "copied", "refused"};
    tell(std::string(kKinds[static_cast<int>(kind)]) + " " + kOutcomes[static_cast<int>(outcome)]);
  }
  void methodLocked(LockReason reason) noexcept override { tell("method locked " + std::string(nameOf(reason))); }
  void deviceLocked(LockReason reason) noexcept override { tell("device locked " + std::string(nameOf(reason))); }
  void auditSealed(int events) noexcept override { tell("sealed " + std::to_string(events)); }
  void upkeepDone(TimePoint now) noexcept override { tell("upkeep " + std::to_string(toUnixMilliseconds(now))); }

  // What was told since the last time.
  std::vector<std::string> take() { return std::exchange(told_, {}); }

 private:
  void tell(std::string what) { told_.push_back(std::move(what)); }
  std::vector<std::string> told_;
};

class ObserverTest : public testing::Test {
 protected:
  ObserverTest() {
    phone.send = [this](ByteView message) {
      return observed.device_calls.answer(message, "192.0.2.1", "1", server.now);
    };
  }
  Answer<VerifiedOfflineAuthentication> verify(const BegunOfflineAuthentication& begun, Entry entry) {
    const std::string otp = phone.oneTimePassword(begun.verification_data, entry);
    return observed.offline_authentications.verify(server.caller, begun.view.session.id, otp, std::nullopt, server.now);
  }
  void answerOnline(Phone& by, Entry entry) {
    (void)server.beginAuthentication(by);
    ASSERT_TRUE(by.startAuthentication());
    (void)by.finishAuthentication(AuthMethod::kDevicePin, entry);
  }
  void advance(seconds time) {
    server.now += time;
    phone.time = server.now;
  }

  TestServer server;
  Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  Recorder told;
  Domain observed{*server.store, server.key_ring, server.channel_key, server.random, told};
};

TEST_F(ObserverTest, HearsOfRightAndWrongPasswords) {
  const auto begun = server.begin(phone);
  ASSERT_TRUE(verify(begun, Entry::kWrong));
  ASSERT_TRUE(verify(begun, Entry::kRight));
  EXPECT_THAT(told.take(), ElementsAre("offline wrong", "offline right"));
}

TEST_F(ObserverTest, HearsOnceOfTheLockThatSpentAttemptsBring) {
  const auto begun = server.begin(phone);
  for (int i = 0; i < 3; ++i) (void)verify(begun, Entry::kWrong);
  EXPECT_THAT(told.take(),
              ElementsAre("offline wrong", "offline wrong", "offline wrong", "method locked ATTEMPTS_EXHAUSTED"));
  EXPECT_FALSE(verify(begun, Entry::kRight));
  EXPECT_THAT(told.take(), ElementsAre("offline not open"));
}

TEST_F(ObserverTest, HearsOfPasswordsThatAreNotEvaluatedAndWhy) {
  const auto expired = server.begin(phone);
  advance(hours(1));
  EXPECT_FALSE(verify(expired, Entry::kRight));
  EXPECT_THAT(told.take(), ElementsAre("offline expired"));

  const auto completed = server.begin(phone);
  ASSERT_TRUE(verify(completed, Entry::kRight));
  EXPECT_FALSE(verify(completed, Entry::kRight));
  EXPECT_THAT(told.take(), ElementsAre("offline right", "offline not open"));

  const auto locked = server.begin(phone);
  ASSERT_TRUE(server.devices.lock(server.caller, *phone.device, "lost", server.now));
  EXPECT_FALSE(verify(locked, Entry::kRight));
  EXPECT_THAT(told.take(), ElementsAre("offline locked"));

  const auto unknown = OfflineSessionId::random(server.random);
  EXPECT_FALSE(observed.offline_authentications.verify(server.caller, unknown, "123456", std::nullopt, server.now));
  EXPECT_THAT(told.take(), ElementsAre("offline refused"));
}

TEST_F(ObserverTest, HearsNothingOfWhatIsNoAttempt) {
  const auto begun = server.begin(phone);
  EXPECT_FALSE(
      observed.offline_authentications.verify(server.caller, begun.view.session.id, "12 45", std::nullopt, server.now));
  EXPECT_THAT(told.take(), IsEmpty());
}

TEST_F(ObserverTest, HearsOfResponsesAndOfTheDeviceThatTheyLock) {
  answerOnline(phone, Entry::kRight);
  for (int i = 0; i < 3; ++i) answerOnline(phone, Entry::kWrong);
  EXPECT_THAT(told.take(), ElementsAre("online right", "online wrong", "online wrong", "online wrong",
                                       "device locked ATTEMPTS_EXHAUSTED"));
  (void)phone.finishAuthentication(AuthMethod::kDevicePin);
  EXPECT_THAT(told.take(), ElementsAre("online locked"));
}

TEST_F(ObserverTest, HearsOfResponsesToWhatHasEnded) {
  const auto cancelled = server.beginAuthentication(phone);
  ASSERT_TRUE(phone.startAuthentication());
  ASSERT_TRUE(server.authentications.cancel(server.caller, cancelled.session.id, server.now));
  (void)phone.finishAuthentication(AuthMethod::kDevicePin);
  (void)server.beginAuthentication(phone);
  ASSERT_TRUE(phone.startAuthentication());
  advance(hours(1));
  (void)phone.finishAuthentication(AuthMethod::kDevicePin);
  EXPECT_THAT(told.take(), ElementsAre("online not open", "online expired"));
}

TEST_F(ObserverTest, HearsOfResponsesThatAuthoriseAMethod) {
  ASSERT_TRUE(phone.startAddOrUpdate());
  (void)phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflineDevice, Entry::kWrong);
  ASSERT_TRUE(phone.finishAddOrUpdate(AuthMethod::kDevicePin, AuthMethod::kOfflineDevice));
  EXPECT_THAT(told.take(), ElementsAre("add or update wrong", "add or update right"));
}

TEST_F(ObserverTest, HearsOfACopiedPhone) {
  Phone copy = phone.clone();
  copy.send = phone.send;
  for (int i = 0; i < 3; ++i) {
    advance(seconds(1));
    answerOnline(phone, Entry::kRight);
  }
  (void)told.take();
  copy.time = server.now + seconds(1);
  answerOnline(copy, Entry::kRight);
  EXPECT_THAT(told.take(), ElementsAre("online copied", "device locked CLONE_DETECTED"));
}

TEST_F(ObserverTest, HearsOfLocksByTheBankOnceHoweverOftenTheyAreAskedFor) {
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(observed.devices.lockMethod(server.caller, *phone.device, AuthMethod::kOfflinePin, "lost", server.now));
    ASSERT_TRUE(observed.devices.lock(server.caller, *phone.device, "lost", server.now));
  }
  EXPECT_THAT(told.take(), ElementsAre("method locked ADMIN", "device locked ADMIN"));
  EXPECT_FALSE(observed.devices.lock(server.caller, DeviceId::random(server.random), "lost", server.now));
  EXPECT_THAT(told.take(), IsEmpty());
}

TEST_F(ObserverTest, HearsOfTheUpkeepAndOfWhatItSealed) {
  observed.upkeep.run(server.now);
  EXPECT_THAT(told.take(), Contains("upkeep 1790000000000"));
  observed.upkeep.run(server.now);
  EXPECT_THAT(told.take(), ElementsAre("upkeep 1790000000000"));
}

}  // namespace
}  // namespace heliograph::domain
