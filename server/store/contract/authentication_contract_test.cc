// Online authentication: beginning, finding, recording responses, cancelling.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::LoadAuthenticationRefusal;
using domain::OnlineRecord;
using domain::SessionStatus;
using protocol::AuthMethodSet;
using Kind = domain::BeginAuthenticationRefusal::Kind;

void expectSame(const domain::AuthenticationSession& actual, const domain::AuthenticationSession& expected) {
  EXPECT_EQ(actual.id, expected.id);
  EXPECT_EQ(actual.device, expected.device);
  EXPECT_EQ(actual.application, expected.application);
  EXPECT_EQ(actual.organisation, expected.organisation);
  EXPECT_EQ(actual.title, expected.title);
  EXPECT_EQ(actual.context, expected.context);
  EXPECT_EQ(actual.auth_methods, expected.auth_methods);
  EXPECT_EQ(actual.challenge, expected.challenge);
  EXPECT_EQ(actual.status, expected.status);
  EXPECT_EQ(actual.auth_method, expected.auth_method);
  EXPECT_EQ(actual.created_at, expected.created_at);
  EXPECT_EQ(actual.expires_at, expected.expires_at);
  EXPECT_EQ(actual.finished_at, expected.finished_at);
}

// --- beginning

TEST_P(StoreContract, ABegunAuthenticationIsOpenAndIsWhatWasAskedFor) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application, AuthMethod::kDevicePin);
  const auto begin = newAuthentication(id);
  expectSame(tryToBegin(begin).value(), {.id = begin.id,
                                         .device = id,
                                         .application = application.id,
                                         .organisation = application.organisation,
                                         .title = begin.title,
                                         .context = begin.context,
                                         .auth_methods = {AuthMethod::kDevicePin},
                                         .challenge = begin.challenge,
                                         .status = SessionStatus::kStarted,
                                         .auth_method = std::nullopt,
                                         .created_at = kNow,
                                         .expires_at = kNow + kSessionLifetime,
                                         .finished_at = std::nullopt});
}

TEST_P(StoreContract, AnAuthenticationNeedsNeitherTitleNorContext) {
  auto begin = newAuthentication(createOnlineDevice());
  begin.title = std::nullopt;
  begin.context = std::nullopt;
  const auto begun = tryToBegin(begin).value();
  EXPECT_EQ(current(begun).title, std::nullopt);
  EXPECT_EQ(current(begun).context, std::nullopt);
}

TEST_P(StoreContract, OfTheOfferedMethodsThoseThatTheDeviceHasMayAnswer) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kDevice, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kDeviceIosFaceId, AuthMethod::kDevicePin);
  const AuthMethodSet offered = {AuthMethod::kDevicePin, AuthMethod::kDeviceIosFaceId,
                                 AuthMethod::kDeviceStrongTouchId};
  const AuthMethodSet expected = {AuthMethod::kDevicePin, AuthMethod::kDeviceIosFaceId};
  const auto begun = tryToBegin(newAuthentication(id, offered)).value();
  EXPECT_EQ(begun.auth_methods, expected);
  EXPECT_EQ(current(begun).auth_methods, expected);
}

TEST_P(StoreContract, TheOnlineOfferForTheDevicesApplicationCounts) {
  auto begin = newAuthentication(createOnlineDevice());
  const domain::AuthenticationOffer mine = begin.offers.at(0);
  const domain::AuthenticationOffer another = {
      .application = newId<ApplicationId>(), .auth_methods = {AuthMethod::kDevice}, .lifetime = 1s};
  begin.offers = {another, mine, another};
  const auto begun = tryToBegin(begin).value();
  EXPECT_EQ(begun.auth_methods, mine.auth_methods);
  EXPECT_EQ(begun.expires_at, kNow + mine.lifetime);
}

TEST_P(StoreContract, AnAuthenticationBegunByAnOldDirectoryIsRefused) {
  auto begin = newAuthentication(createOnlineDevice());
  createOrganisation();
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kStaleDirectory);
  begin.directory_version = store_->directoryVersion();
  EXPECT_TRUE(tryToBegin(begin)) << "nothing was begun before";
}

TEST_P(StoreContract, OnlyAnActiveDeviceCanAuthenticate) {
  const auto application = createApplication();
  const DeviceId removed = createDevice(application, AuthMethod::kDevicePin);
  ASSERT_TRUE(remove(removed));
  for (const DeviceId& id : {createEnrollingDevice(application), removed, newId<DeviceId>()}) {
    const auto begin = newAuthentication(id);
    EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kUnknownDevice);
    EXPECT_FALSE(store_->findAuthentication(id, begin.id).has_value());
  }
}

TEST_P(StoreContract, AnAuthenticationThatNoOfferIsForTellsTheDevicesApplication) {
  const auto application = createApplication();
  auto begin = newAuthentication(createDevice(application, AuthMethod::kDevicePin));
  begin.offers.at(0).application = createApplication().id;
  begin.directory_version = store_->directoryVersion();
  const auto refusal = tryToBegin(begin).error();
  EXPECT_EQ(refusal.kind, Kind::kNotOffered);
  EXPECT_EQ(refusal.application, application.id);
}

TEST_P(StoreContract, ADeviceWithoutAnyOfferedMethodCannotAuthenticate) {
  const DeviceId id = createOnlineDevice();
  EXPECT_EQ(tryToBegin(newAuthentication(id, {AuthMethod::kDevice})).error().kind, Kind::kMethodNotActivated);
  EXPECT_EQ(tryToBegin(newAuthentication(id, {})).error().kind, Kind::kMethodNotActivated);
}

TEST_P(StoreContract, ALockedDeviceCannotAuthenticateUntilTheLockEnds) {
  const DeviceId id = createOnlineDevice();
  const auto last = lastResponseTo(beginAuthentication(id));
  ASSERT_EQ(record(last), OnlineRecord::kRecorded);
  auto begin = newAuthentication(id);
  begin.now = kNow + 1h - 1ms;
  const auto refusal = tryToBegin(begin).error();
  EXPECT_EQ(refusal.kind, Kind::kDeviceLocked);
  EXPECT_EQ(refusal.lock, last.device_lock);
  begin.now = kNow + 1h;
  EXPECT_TRUE(tryToBegin(begin));
}

TEST_P(StoreContract, ALockedMethodCannotAuthenticate) {
  const DeviceId id = createOnlineDevice();
  ASSERT_TRUE(lock(id, AuthMethod::kDevicePin, kLockedByAdmin));
  const auto refusal = tryToBegin(newAuthentication(id)).error();
  EXPECT_EQ(refusal.kind, Kind::kMethodLocked);
  EXPECT_EQ(refusal.lock, kLockedByAdmin);
}

TEST_P(StoreContract, OneMethodThatIsNotLockedIsEnoughToAuthenticate) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kDevice, AuthMethod::kDevicePin);
  ASSERT_TRUE(lock(id, AuthMethod::kDevicePin, kLockedByAdmin));
  const AuthMethodSet both = {AuthMethod::kDevice, AuthMethod::kDevicePin};
  EXPECT_TRUE(tryToBegin(newAuthentication(id, both)));
  ASSERT_TRUE(lock(id, AuthMethod::kDevice, kLockedByAdmin));
  EXPECT_EQ(tryToBegin(newAuthentication(id, both)).error().kind, Kind::kMethodLocked);
}

// Each step takes away the reason of the refusal before.
TEST_P(StoreContract, TheReasonsToRefuseAnAuthenticationAreLookedForInTheirOrder) {
  const DeviceId id = createOnlineDevice();
  const auto key = newIdempotencyKey();
  auto earlier = newAuthentication(id);
  earlier.idempotency = key;
  ASSERT_TRUE(tryToBegin(earlier));
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  ASSERT_TRUE(lock(id, AuthMethod::kDevicePin, kLockedByAdmin));

  auto begin = newAuthentication(id, {AuthMethod::kDevice});
  const auto offers = begin.offers;
  begin.directory_version -= 1;
  begin.device = newId<DeviceId>();
  begin.offers.clear();
  begin.idempotency = reused(key);
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kStaleDirectory);
  begin.directory_version += 1;
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kUnknownDevice);
  begin.device = id;
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kKeyReused);
  begin.idempotency = newIdempotencyKey();
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kNotOffered);
  begin.offers = offers;
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kMethodNotActivated);
  begin.offers.at(0).auth_methods = {AuthMethod::kDevicePin};
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kDeviceLocked);
  ASSERT_TRUE(unlock(id));
  EXPECT_EQ(tryToBegin(begin).error().kind, Kind::kMethodLocked);
  ASSERT_TRUE(unlock(id, AuthMethod::kDevicePin));
  EXPECT_TRUE(tryToBegin(begin));
}

// --- finding

TEST_P(StoreContract, ABegunAuthenticationIsFoundInEveryWay) {
  const DeviceId id = createOnlineDevice();
  const auto begun = beginAuthentication(id);
  expectSame(store_->findAuthentication(id, begun.id).value(), begun);
  expectSame(store_->findOpenAuthentication(id, kNow).value(), begun);
  const auto loaded = store_->loadAuthentication(begun.id, store_->directoryVersion()).value();
  expectSame(loaded.session, begun);
  EXPECT_EQ(loaded.device_lock, std::nullopt);
}

TEST_P(StoreContract, ALoadedAuthenticationTellsTheDevicesLock) {
  const DeviceId id = createOnlineDevice();
  const auto begun = beginAuthentication(id);
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  EXPECT_EQ(store_->loadAuthentication(begun.id, store_->directoryVersion()).value().device_lock, kLockedByAdmin);
}

TEST_P(StoreContract, LoadingAnAuthenticationByAnOldDirectoryIsRefused) {
  const auto begun = beginAuthentication(createOnlineDevice());
  const domain::DirectoryVersion old = store_->directoryVersion();
  createOrganisation();
  EXPECT_EQ(store_->loadAuthentication(begun.id, old).error(), LoadAuthenticationRefusal::kStaleDirectory);
}

TEST_P(StoreContract, AnUnknownAuthenticationIsNotFound) {
  const DeviceId id = createOnlineDevice();
  const auto unknown = newAuthentication(id).id;
  EXPECT_EQ(store_->loadAuthentication(unknown, store_->directoryVersion()).error(),
            LoadAuthenticationRefusal::kUnknownSession);
  EXPECT_FALSE(store_->findAuthentication(id, unknown).has_value());
  EXPECT_FALSE(store_->findOpenAuthentication(id, kNow).has_value());
}

TEST_P(StoreContract, AnAuthenticationOfAnotherDeviceIsNotFound) {
  const auto application = createApplication();
  const auto begun = beginAuthentication(createDevice(application, AuthMethod::kDevicePin));
  const DeviceId other = createDevice(application, AuthMethod::kDevicePin);
  EXPECT_FALSE(store_->findAuthentication(other, begun.id).has_value());
  EXPECT_FALSE(store_->findOpenAuthentication(other, kNow).has_value());
}

TEST_P(StoreContract, TheNewestOpenAuthenticationIsFound) {
  const DeviceId id = createOnlineDevice();
  const auto first = beginAuthentication(id, kNow + 1s);
  const auto third = beginAuthentication(id, kNow + 3s);
  const auto second = beginAuthentication(id, kNow + 2s);
  const auto newest = [&] { return store_->findOpenAuthentication(id, kNow + 4s).value().id; };
  EXPECT_EQ(newest(), third.id);
  ASSERT_TRUE(cancel(third.id, kNow + 4s));
  EXPECT_EQ(newest(), second.id);
  ASSERT_EQ(record(rightResponseTo(second)), OnlineRecord::kRecorded);
  EXPECT_EQ(newest(), first.id);
}

TEST_P(StoreContract, AnAuthenticationIsOpenUntilItsTimeIsOver) {
  const DeviceId id = createOnlineDevice();
  const auto begun = beginAuthentication(id);
  EXPECT_TRUE(store_->findOpenAuthentication(id, begun.expires_at - 1ms).has_value());
  EXPECT_FALSE(store_->findOpenAuthentication(id, begun.expires_at).has_value());
  EXPECT_EQ(statusOf(begun), SessionStatus::kStarted) << "it expired, and nobody writes that";
}

// --- a right response

TEST_P(StoreContract, ARightResponseCompletesTheAuthentication) {
  const DeviceId id = createOnlineDevice();
  const auto session = beginAuthentication(id);
  auto expected = session;
  expected.status = SessionStatus::kCompleted;
  expected.auth_method = AuthMethod::kDevicePin;
  expected.finished_at = kNow + 5s;
  ASSERT_EQ(record(rightResponseTo(session)), OnlineRecord::kRecorded);
  expectSame(current(session), expected);
}

TEST_P(StoreContract, TheMethodThatAnsweredIsTold) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kDevice, AuthMethod::kDevicePin);
  const auto session = tryToBegin(newAuthentication(id, {AuthMethod::kDevice, AuthMethod::kDevicePin})).value();
  auto right = rightResponseTo(session);
  right.attempt = attemptAt(session, AuthMethod::kDevice);
  ASSERT_EQ(record(right), OnlineRecord::kRecorded);
  EXPECT_EQ(current(session).auth_method, AuthMethod::kDevice);
  EXPECT_EQ(method(id, AuthMethod::kDevice).last_used_at, kNow + 5s);
}

TEST_P(StoreContract, ARightResponseIsAUseOfItsMethodAndCleansTheCount) {
  const DeviceId id = createOnlineDevice();
  const auto session = beginAuthentication(id);
  ASSERT_EQ(record(wrongResponseTo(session)), OnlineRecord::kRecorded);
  const domain::Method before = method(id, AuthMethod::kDevicePin);
  ASSERT_EQ(record(rightResponseTo(session)), OnlineRecord::kRecorded);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).attempts, domain::AttemptState{});
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).last_used_at, kNow + 5s);
  EXPECT_GT(method(id, AuthMethod::kDevicePin).version, before.version);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).keys, before.keys);
}

TEST_P(StoreContract, ARightResponseSetsTheSaltsAndTheDevicesLocks) {
  const DeviceId id = createOnlineDevice();
  const domain::Device before = device(id);
  auto right = rightResponseTo(beginAuthentication(id));
  right.device_locks = {.of_one_factor = 3, .of_two_factors = 5};
  ASSERT_EQ(record(right), OnlineRecord::kRecorded);
  EXPECT_EQ(device(id).salts, right.salts);
  EXPECT_EQ(device(id).locks, right.device_locks);
  EXPECT_GT(device(id).version, before.version);
}

TEST_P(StoreContract, SaltsKeepEveryBitOfTheirNumbersAndEveryMillisecondOfTheirTime) {
  const DeviceId id = createOnlineDevice();
  auto right = rightResponseTo(beginAuthentication(id));
  right.salts = {.previous = 0x7FFF'FFFF,
                 .confirmed = 0x8000'0000,
                 .offered = 0xFFFF'FFFF,
                 .confirmed_at = kNow + std::chrono::milliseconds(1)};
  ASSERT_EQ(record(right), OnlineRecord::kRecorded);
  EXPECT_EQ(device(id).salts, right.salts);
}

TEST_P(StoreContract, ARightResponseLeavesOtherAuthenticationsOpen) {
  const DeviceId id = createOnlineDevice();
  const auto answered = beginAuthentication(id);
  const auto other = beginAuthentication(id);
  ASSERT_EQ(record(rightResponseTo(answered)), OnlineRecord::kRecorded);
  EXPECT_EQ(statusOf(other), SessionStatus::kStarted);
}

// --- a wrong response

TEST_P(StoreContract, AWrongResponseIsCountedAndLeavesTheAuthenticationOpen) {
  const DeviceId id = createOnlineDevice();
  const auto session = beginAuthentication(id);
  const domain::Device before = device(id);
  ASSERT_EQ(record(wrongResponseTo(session)), OnlineRecord::kRecorded);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).attempts.failures, 1);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).last_used_at, kNow + 5s);
  EXPECT_GT(method(id, AuthMethod::kDevicePin).version, before.methods.at(0).version);
  EXPECT_EQ(device(id).version, before.version);
  EXPECT_EQ(device(id).salts, before.salts);
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
  EXPECT_EQ(current(session).finished_at, std::nullopt);
}

TEST_P(StoreContract, TheLastWrongResponseLocksTheDeviceAndFailsWhatIsOpen) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  const auto offline = beginOffline(id).session;
  const auto change = startAddOrUpdate(id);
  const auto answered = beginAuthentication(id);
  const auto other = beginAuthentication(id);
  const auto of_other_device = beginAuthentication(createOnlineDevice());
  const auto last = lastResponseTo(answered);
  const domain::RowVersion version = device(id).version;
  ASSERT_EQ(record(last), OnlineRecord::kRecorded);
  EXPECT_EQ(device(id).lock, last.device_lock);
  EXPECT_EQ(device(id).locks, (domain::DeviceLocks{.of_one_factor = 0, .of_two_factors = 1}));
  EXPECT_GT(device(id).version, version);
  EXPECT_EQ(statusOf(answered), SessionStatus::kFailed);
  EXPECT_EQ(current(answered).finished_at, kNow + 5s);
  EXPECT_EQ(current(answered).auth_method, std::nullopt);
  EXPECT_EQ(statusOf(other), SessionStatus::kFailed);
  EXPECT_EQ(statusOf(offline), SessionStatus::kFailed);
  EXPECT_EQ(statusOf(change), SessionStatus::kFailed);
  EXPECT_EQ(statusOf(of_other_device), SessionStatus::kStarted);
}

// --- lost races and replays

TEST_P(StoreContract, AResponseRecordedAgainstAnOldMethodVersionChangesNothing) {
  const DeviceId id = createOnlineDevice();
  const auto session = beginAuthentication(id);
  const auto right = rightResponseTo(session);
  const auto last = lastResponseTo(session);
  ASSERT_EQ(record(wrongResponseTo(session)), OnlineRecord::kRecorded);
  const domain::Device before = device(id);
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
  EXPECT_EQ(record(last), OnlineRecord::kLostRace);
  EXPECT_EQ(device(id).lock, std::nullopt);
  EXPECT_EQ(device(id).salts, before.salts);
  EXPECT_EQ(device(id).version, before.version);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).attempts.failures, 1);
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
}

TEST_P(StoreContract, AResponseRecordedAgainstAnOldDeviceVersionChangesNothing) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kDevice, AuthMethod::kDevicePin);
  const auto session = beginAuthentication(id);
  const auto right = rightResponseTo(session);
  const auto last = lastResponseTo(session);
  const auto other_session = beginAuthentication(id);
  auto by_other_method = rightResponseTo(other_session);
  by_other_method.attempt = attemptAt(other_session, AuthMethod::kDevice);
  ASSERT_EQ(record(by_other_method), OnlineRecord::kRecorded);
  const domain::Device before = device(id);
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
  EXPECT_EQ(record(last), OnlineRecord::kLostRace);
  EXPECT_EQ(device(id).version, before.version);
  EXPECT_EQ(device(id).lock, std::nullopt);
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
}

TEST_P(StoreContract, AnAuthenticationIsAnsweredAtMostOnce) {
  const DeviceId id = createOnlineDevice();
  const auto session = beginAuthentication(id);
  ASSERT_EQ(record(rightResponseTo(session)), OnlineRecord::kRecorded);
  EXPECT_EQ(record(rightResponseTo(session)), OnlineRecord::kLostRace);
  EXPECT_EQ(record(wrongResponseTo(session)), OnlineRecord::kLostRace);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).attempts.failures, 0);
}

TEST_P(StoreContract, ACancelledAuthenticationCannotBeAnswered) {
  const auto session = beginAuthentication(createOnlineDevice());
  const auto right = rightResponseTo(session);
  ASSERT_TRUE(cancel(session.id, kNow));
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
  EXPECT_EQ(statusOf(session), SessionStatus::kCancelled);
}

TEST_P(StoreContract, AnAuthenticationOfAnotherDeviceCannotBeAnswered) {
  const auto session = beginAuthentication(createOnlineDevice());
  auto right = rightResponseTo(session);
  const auto others = beginAuthentication(createOnlineDevice());
  right.attempt.session = others.id;
  EXPECT_EQ(record(right), OnlineRecord::kLostRace);
  EXPECT_EQ(statusOf(others), SessionStatus::kStarted);
}

TEST_P(StoreContract, AReplayedResponseToAnAuthenticationIsRefused) {
  const DeviceId id = createOnlineDevice();
  const auto session = beginAuthentication(id);
  const auto wrong = wrongResponseTo(session);
  ASSERT_EQ(record(wrong), OnlineRecord::kRecorded);
  auto again = wrongResponseTo(session);
  again.mark.id = wrong.mark.id;
  EXPECT_EQ(record(again), OnlineRecord::kReplayed);
  auto right = rightResponseTo(session);
  right.mark.id = wrong.mark.id;
  EXPECT_EQ(record(right), OnlineRecord::kReplayed);
  EXPECT_EQ(method(id, AuthMethod::kDevicePin).attempts.failures, 1);
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
}

TEST_P(StoreContract, AResponseToAnAuthenticationThatLostTheRaceCanBeRecordedAgain) {
  const auto session = beginAuthentication(createOnlineDevice());
  auto right = rightResponseTo(session);
  right.attempt.expected_method_version -= 1;
  ASSERT_EQ(record(right), OnlineRecord::kLostRace);
  right.attempt = attemptAt(session, AuthMethod::kDevicePin);
  EXPECT_EQ(record(right), OnlineRecord::kRecorded);
}

// --- cancelling

TEST_P(StoreContract, AnOpenAuthenticationCanBeCancelledOnce) {
  const auto session = beginAuthentication(createOnlineDevice());
  EXPECT_TRUE(cancel(session.id, kNow + 7s));
  EXPECT_EQ(statusOf(session), SessionStatus::kCancelled);
  EXPECT_EQ(current(session).finished_at, kNow + 7s);
  EXPECT_FALSE(cancel(session.id, kNow + 8s));
  EXPECT_EQ(current(session).finished_at, kNow + 7s);
}

TEST_P(StoreContract, AnAnsweredAuthenticationCannotBeCancelled) {
  const auto session = beginAuthentication(createOnlineDevice());
  ASSERT_EQ(record(rightResponseTo(session)), OnlineRecord::kRecorded);
  EXPECT_FALSE(cancel(session.id, kNow + 7s));
  EXPECT_EQ(statusOf(session), SessionStatus::kCompleted);
}

TEST_P(StoreContract, AnAuthenticationPastItsTimeCannotBeCancelled) {
  const auto session = beginAuthentication(createOnlineDevice());
  EXPECT_FALSE(cancel(session.id, session.expires_at));
  EXPECT_EQ(statusOf(session), SessionStatus::kStarted);
  EXPECT_TRUE(cancel(session.id, session.expires_at - 1ms));
}

TEST_P(StoreContract, AnUnknownAuthenticationCannotBeCancelled) {
  EXPECT_FALSE(cancel(newId<domain::AuthenticationSessionId>(), kNow));
}

}  // namespace
}  // namespace heliograph::store
