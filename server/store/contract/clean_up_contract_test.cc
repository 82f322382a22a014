// Cleaning up: what is past its time goes, in steps; what is open or young stays.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::DeviceState;
using domain::LoadOfflineRefusal;
using domain::StartAddOrUpdateRefusal;

constexpr TimePoint kLater = kNow + 1h;  // nothing that began at kNow is open any more
constexpr int kEnough = 1000;

// Steps of at most `limit` rows until nothing is left to remove. How many steps.
int cleanUp(domain::Store& store, TimePoint sessions_before, TimePoint now, int limit = kEnough) {
  int steps = 0;
  for (int removed = store.cleanUp(sessions_before, now, limit); removed != 0;
       removed = store.cleanUp(sessions_before, now, limit)) {
    EXPECT_GT(removed, 0);
    EXPECT_LE(removed, limit);
    ++steps;
  }
  return steps;
}

class SessionsOfADevice {
 public:
  SessionsOfADevice(std::shared_ptr<domain::Store> store, domain::OfflineSession offline,
                    domain::AuthenticationSession online, domain::AddOrUpdateSession change)
      : store_(std::move(store)), offline_(std::move(offline)), online_(std::move(online)), change_(change) {}

  [[nodiscard]] int count() const {
    const bool has_offline =
        store_->loadOfflineSession(offline_.id, store_->directoryVersion(), std::nullopt).has_value();
    const bool has_online = store_->findAuthentication(online_.device, online_.id).has_value();
    const bool has_change = store_->findAddOrUpdateSession(change_.id).has_value();
    return (has_offline ? 1 : 0) + (has_online ? 1 : 0) + (has_change ? 1 : 0);
  }

 private:
  std::shared_ptr<domain::Store> store_;
  domain::OfflineSession offline_;
  domain::AuthenticationSession online_;
  domain::AddOrUpdateSession change_;
};

TEST_P(StoreContract, CleaningUpAnEmptyStoreRemovesNothing) { EXPECT_EQ(store_->cleanUp(kLater, kLater, kEnough), 0); }

TEST_P(StoreContract, CleaningUpRemovesOldSessionsOfEveryKindThatAreNotOpenAnyMore) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const SessionsOfADevice expired(store_, beginOffline(id).session, beginAuthentication(id), startAddOrUpdate(id));
  EXPECT_GT(cleanUp(*store_, kNow + 1ms, kLater), 0);
  EXPECT_EQ(expired.count(), 0);
}

TEST_P(StoreContract, CleaningUpLeavesSessionsThatAreYoung) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const SessionsOfADevice expired(store_, beginOffline(id).session, beginAuthentication(id), startAddOrUpdate(id));
  const auto made = createEnrolment(createApplication());
  cleanUp(*store_, kNow, kLater);
  EXPECT_EQ(expired.count(), 3);
  EXPECT_TRUE(store_->findEnrolment(made.id).has_value());
}

TEST_P(StoreContract, CleaningUpLeavesSessionsThatAreOpenHoweverOld) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const SessionsOfADevice open(store_, beginOffline(id).session, beginAuthentication(id), startAddOrUpdate(id));
  const auto made = createEnrolment(createApplication());
  cleanUp(*store_, kLater, kNow + kSessionLifetime - 1ms);
  EXPECT_EQ(open.count(), 3);
  EXPECT_TRUE(store_->findEnrolment(made.id).has_value());
  cleanUp(*store_, kLater, kNow + kSessionLifetime);
  EXPECT_EQ(open.count(), 0);
}

TEST_P(StoreContract, CleaningUpRemovesWhatWasFinishedBeforeItsTime) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const auto cancelled = beginOffline(id).session;
  const auto answered = beginAuthentication(id);
  ASSERT_TRUE(cancel(cancelled.id, kNow));
  ASSERT_EQ(record(rightResponseTo(answered)), domain::OnlineRecord::kRecorded);
  cleanUp(*store_, kLater, kNow + 10s);
  EXPECT_EQ(load(cancelled.id, store_->directoryVersion()).error(), LoadOfflineRefusal::kUnknownSession);
  EXPECT_FALSE(store_->findAuthentication(id, answered.id).has_value());
}

TEST_P(StoreContract, CleaningUpLeavesTheDirectoryTheDevicesAndTheLog) {
  const DeviceId active = createDevice();
  const DeviceId removed = createDevice();
  ASSERT_TRUE(remove(removed));
  store_->recordAudit({newEvent()});
  const domain::Device before = device(active);
  cleanUp(*store_, kLater, kLater);
  EXPECT_EQ(device(active).state, DeviceState::kActive);
  EXPECT_EQ(device(active).version, before.version);
  EXPECT_EQ(method(active).keys, before.methods.at(0).keys);
  EXPECT_EQ(device(removed).state, DeviceState::kDeactivated);
  EXPECT_EQ(store_->loadDirectory().applications.size(), 2U);
  EXPECT_EQ(log().size(), 1U);
}

// --- enrolments

TEST_P(StoreContract, CleaningUpRemovesEnrolmentsThatAreOver) {
  const auto application = createApplication();
  const auto expired = createEnrolment(application);
  const auto finished = createEnrolment(application);
  ASSERT_TRUE(tryToFinish(finishOf(tryToStart(startOf(finished)).value().device)));
  cleanUp(*store_, kLater, kLater);
  EXPECT_FALSE(store_->findEnrolment(expired.id).has_value());
  EXPECT_FALSE(store_->findEnrolment(finished.id).has_value());
}

TEST_P(StoreContract, CleaningUpRemovesDevicesThatNeverFinishedTheirEnrolment) {
  const auto application = createApplication();
  const DeviceId expired = createEnrollingDevice(application);
  const auto made = createEnrolment(application);
  const DeviceId cancelled = tryToStart(startOf(made)).value().device;
  ASSERT_TRUE(cancel(made.id, kNow));
  cleanUp(*store_, kNow + 1ms, kLater);
  EXPECT_FALSE(store_->findDevice(expired).has_value());
  EXPECT_FALSE(store_->findDevice(cancelled).has_value());
}

TEST_P(StoreContract, CleaningUpLeavesDevicesThatMayStillFinishTheirEnrolment) {
  const DeviceId id = createEnrollingDevice(createApplication());
  cleanUp(*store_, kLater, kNow + kEnrolmentLifetime - 1ms);
  auto finish = finishOf(id);
  finish.mark.received_at = kNow + kEnrolmentLifetime - 1ms;
  EXPECT_TRUE(tryToFinish(finish));
}

TEST_P(StoreContract, CleaningUpLeavesDevicesWhoseEnrolmentIsYoung) {
  const DeviceId id = createEnrollingDevice(createApplication());
  cleanUp(*store_, kNow, kLater);
  EXPECT_EQ(device(id).state, DeviceState::kEnrolling);
}

TEST_P(StoreContract, ACodeIsFreeAfterItsEnrolmentWasCleanedUp) {
  const auto application = createApplication();
  const auto first = createEnrolment(application);
  ASSERT_TRUE(tryToStart(startOf(first)));
  cleanUp(*store_, kLater, kLater);
  auto second = newEnrolment(application);
  second.code_hash = first.code_hash;
  second.created_at = kLater;
  second.expires_at = kLater + kEnrolmentLifetime;
  ASSERT_TRUE(create(second));
  auto start = startOf(second);
  start.mark.received_at = kLater;
  EXPECT_TRUE(tryToStart(start));
}

// --- steps

TEST_P(StoreContract, CleaningUpGoesInStepsUntilNothingIsLeft) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const SessionsOfADevice one(store_, beginOffline(id).session, beginAuthentication(id), startAddOrUpdate(id));
  const SessionsOfADevice two(store_, beginOffline(id).session, beginAuthentication(id), startAddOrUpdate(id));
  const DeviceId enrolling = createEnrollingDevice(application);
  EXPECT_GE(cleanUp(*store_, kLater, kLater, 1), 9) << "six sessions, two enrolments and a device";
  EXPECT_EQ(one.count() + two.count(), 0);
  EXPECT_FALSE(store_->findDevice(enrolling).has_value());
}

// --- idempotency keys

TEST_P(StoreContract, CleaningUpLeavesIdempotencyKeysForTheirLifetime) {
  const DeviceId id = createDevice();
  auto begin = newOfflineSession(id);
  begin.idempotency = newIdempotencyKey();
  const auto begun = tryToBegin(begin).value();
  auto guess = wrongGuessAt(begun.session);
  guess.now = kNow;
  guess.idempotency = newIdempotencyKey();
  guess.outcome = domain::VerifyOutcome{.is_right = false,
                                        .session_status = domain::SessionStatus::kStarted,
                                        .remaining_attempts = 2,
                                        .finished_at = std::nullopt,
                                        .locked_until = std::nullopt};
  ASSERT_TRUE(record(guess));
  const auto earlier = [&] {
    return store_->loadOfflineSession(begun.session.id, store_->directoryVersion(), guess.idempotency).value().earlier;
  };

  auto again = newOfflineSession(id);
  again.idempotency = begin.idempotency;
  cleanUp(*store_, kNow, kNow + domain::kIdempotencyLifetime - 1ms);
  EXPECT_EQ(tryToBegin(again).value().session.id, begun.session.id);
  EXPECT_EQ(earlier(), guess.outcome);
  cleanUp(*store_, kNow, kNow + domain::kIdempotencyLifetime + 1ms);
  EXPECT_EQ(tryToBegin(again).value().session.id, again.id);
  EXPECT_EQ(earlier(), std::nullopt);
}

TEST_P(StoreContract, CleaningUpLeavesIdempotencyKeysOfAuthenticationsForTheirLifetime) {
  const DeviceId id = createOnlineDevice();
  auto begin = newAuthentication(id);
  begin.idempotency = newIdempotencyKey();
  const auto begun = tryToBegin(begin).value();
  auto again = newAuthentication(id);
  again.idempotency = begin.idempotency;
  cleanUp(*store_, kNow, kNow + domain::kIdempotencyLifetime - 1ms);
  EXPECT_EQ(tryToBegin(again).value().id, begun.id);
  cleanUp(*store_, kNow, kNow + domain::kIdempotencyLifetime + 1ms);
  EXPECT_EQ(tryToBegin(again).value().id, again.id);
}

// --- marks

TEST_P(StoreContract, CleaningUpForgetsMarksOfRequestsThatCouldNotBeAcceptedAnyMore) {
  const DeviceId id = createDevice();
  const auto request = mark();
  ASSERT_TRUE(tryToStart(newAddOrUpdate(id), request));
  cleanUp(*store_, kNow, kNow + 2 * protocol::kRequestTimeTolerance);
  EXPECT_EQ(tryToStart(newAddOrUpdate(id), request), fail(StartAddOrUpdateRefusal::kReplayed));
  cleanUp(*store_, kNow, kNow + 2 * protocol::kRequestTimeTolerance + 1ms);
  EXPECT_TRUE(tryToStart(newAddOrUpdate(id), request));
}

}  // namespace
}  // namespace heliograph::store
