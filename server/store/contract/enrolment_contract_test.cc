// Enrolments: a code that lets one device in.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::CreateEnrolmentRefusal;
using domain::DeviceState;
using domain::EnrolmentFinishRefusal;
using domain::EnrolmentStartRefusal;
using domain::SessionStatus;
using testing::ElementsAre;
using testing::Field;
using testing::IsEmpty;

// --- creating

TEST_P(StoreContract, ANewEnrolmentIsOpenAndHasNoDevice) {
  const auto application = createApplication();
  const auto made = createEnrolment(application, "M\u00fcller; '--");
  const domain::Enrolment found = enrolment(made.id);
  EXPECT_EQ(found.id, made.id);
  EXPECT_EQ(found.application, application.id);
  EXPECT_EQ(found.organisation, application.organisation);
  EXPECT_EQ(found.user_reference, "M\u00fcller; '--");
  EXPECT_EQ(found.status, SessionStatus::kStarted);
  EXPECT_EQ(found.device, std::nullopt);
  EXPECT_EQ(found.created_at, made.created_at);
  EXPECT_EQ(found.expires_at, made.expires_at);
}

TEST_P(StoreContract, AnEnrolmentNeedsNoUserReference) {
  EXPECT_EQ(enrolment(createEnrolment(createApplication()).id).user_reference, std::nullopt);
}

TEST_P(StoreContract, AnUnknownEnrolmentIsNotFound) {
  EXPECT_FALSE(store_->findEnrolment(newId<domain::EnrolmentId>()).has_value());
}

TEST_P(StoreContract, AnEnrolmentDecidedByAnOldDirectoryIsRefused) {
  const auto application = createApplication();
  const domain::DirectoryVersion old = store_->directoryVersion();
  createOrganisation();
  const auto late = newEnrolment(application);
  EXPECT_EQ(create(late, old), fail(CreateEnrolmentRefusal::kStaleDirectory));
  EXPECT_FALSE(store_->findEnrolment(late.id).has_value());
}

TEST_P(StoreContract, ACodeThatOpensAnEnrolmentIsTaken) {
  const auto application = createApplication();
  const auto first = createEnrolment(application);
  auto second = newEnrolment(application);
  second.code_hash = first.code_hash;
  EXPECT_EQ(create(second), fail(CreateEnrolmentRefusal::kCodeTaken));
  EXPECT_FALSE(store_->findEnrolment(second.id).has_value());
}

TEST_P(StoreContract, ACodeOfAnotherApplicationIsNotTaken) {
  const auto first = createEnrolment(createApplication());
  auto second = newEnrolment(createApplication());
  second.code_hash = first.code_hash;
  EXPECT_TRUE(create(second));
  EXPECT_TRUE(tryToStart(startOf(first)));
  EXPECT_TRUE(tryToStart(startOf(second)));
  EXPECT_NE(enrolment(first.id).device, enrolment(second.id).device);
}

TEST_P(StoreContract, TheCodeOfAnExpiredEnrolmentIsFreeAgain) {
  const auto application = createApplication();
  const auto first = createEnrolment(application);
  ASSERT_TRUE(tryToStart(startOf(first)));
  auto second = newEnrolment(application);
  second.code_hash = first.code_hash;
  second.created_at = first.expires_at;
  second.expires_at = first.expires_at + kEnrolmentLifetime;
  ASSERT_TRUE(create(second));

  auto start = startOf(second);
  start.mark.received_at = second.created_at;
  EXPECT_TRUE(tryToStart(start));
  EXPECT_TRUE(enrolment(second.id).device);
  EXPECT_EQ(enrolment(first.id).status, SessionStatus::kStarted) << "it expired, and nobody writes that";
}

TEST_P(StoreContract, TheCodeOfACancelledEnrolmentIsFreeAgain) {
  const auto application = createApplication();
  const auto first = createEnrolment(application);
  ASSERT_TRUE(cancel(first.id, kNow));
  auto second = newEnrolment(application);
  second.code_hash = first.code_hash;
  EXPECT_TRUE(create(second));
}

TEST_P(StoreContract, TheCodeOfAFinishedEnrolmentIsFreeAgain) {
  const auto application = createApplication();
  const auto first = createEnrolment(application);
  const DeviceId device = tryToStart(startOf(first)).value().device;
  ASSERT_TRUE(tryToFinish(finishOf(device)));
  auto second = newEnrolment(application);
  second.code_hash = first.code_hash;
  EXPECT_TRUE(create(second));
}

// --- cancelling

TEST_P(StoreContract, AnOpenEnrolmentCanBeCancelledOnce) {
  const auto made = createEnrolment(createApplication());
  EXPECT_TRUE(cancel(made.id, kNow));
  EXPECT_EQ(enrolment(made.id).status, SessionStatus::kCancelled);
  EXPECT_FALSE(cancel(made.id, kNow));
}

TEST_P(StoreContract, AnUnknownEnrolmentCannotBeCancelled) { EXPECT_FALSE(cancel(newId<domain::EnrolmentId>(), kNow)); }

TEST_P(StoreContract, AnEnrolmentPastItsTimeCannotBeCancelled) {
  const auto made = createEnrolment(createApplication());
  EXPECT_FALSE(cancel(made.id, made.expires_at));
  EXPECT_EQ(enrolment(made.id).status, SessionStatus::kStarted);
  EXPECT_TRUE(cancel(made.id, made.expires_at - 1ms));
}

TEST_P(StoreContract, AFinishedEnrolmentCannotBeCancelled) {
  const auto made = createEnrolment(createApplication());
  const DeviceId device = tryToStart(startOf(made)).value().device;
  ASSERT_TRUE(tryToFinish(finishOf(device)));
  EXPECT_FALSE(cancel(made.id, kNow));
  EXPECT_EQ(enrolment(made.id).status, SessionStatus::kCompleted);
}

// --- starting

TEST_P(StoreContract, StartingAnEnrolmentLetsADeviceIn) {
  const auto application = createApplication();
  const auto made = createEnrolment(application, "user-1");
  auto start = startOf(made);
  start.mark.received_at = kNow + 1s;
  const DeviceId id = tryToStart(start).value().device;

  EXPECT_EQ(enrolment(made.id).device, id);
  EXPECT_EQ(enrolment(made.id).status, SessionStatus::kStarted);
  const domain::Device found = device(id);
  EXPECT_EQ(found.id, id);
  EXPECT_EQ(found.application, application.id);
  EXPECT_EQ(found.organisation, application.organisation);
  EXPECT_EQ(found.user_reference, "user-1");
  EXPECT_EQ(found.public_key, start.device_key);
  EXPECT_EQ(found.state, DeviceState::kEnrolling);
  EXPECT_EQ(found.lock, std::nullopt);
  EXPECT_EQ(found.locks, domain::DeviceLocks{});
  EXPECT_EQ(found.created_at, kNow + 1s);
  EXPECT_THAT(found.methods, IsEmpty());
}

TEST_P(StoreContract, ADeviceIsInTheShardOfItsEnrolmentAndElseAsItsSeed) {
  const auto made = createEnrolment(createApplication());
  const auto start = startOf(made);
  const DeviceId id = tryToStart(start).value().device;
  EXPECT_EQ(domain::shardOf(id), domain::shardOf(made.id));
  EXPECT_TRUE(std::equal(id.bytes().begin() + 2, id.bytes().end(), start.device_id_seed.begin() + 2));
}

TEST_P(StoreContract, AnUnknownCodeOpensNothing) {
  const auto application = createApplication();
  createEnrolment(application);
  const auto never_created = newEnrolment(application);
  EXPECT_EQ(tryToStart(startOf(never_created)).error(), EnrolmentStartRefusal::kNoSession);
}

TEST_P(StoreContract, ACodeOpensNothingInAnotherApplication) {
  const auto made = createEnrolment(createApplication());
  auto start = startOf(made);
  start.application = createApplication().id;
  EXPECT_EQ(tryToStart(start).error(), EnrolmentStartRefusal::kNoSession);
}

TEST_P(StoreContract, TheCodeOfACancelledEnrolmentOpensNothing) {
  const auto made = createEnrolment(createApplication());
  ASSERT_TRUE(cancel(made.id, kNow));
  EXPECT_EQ(tryToStart(startOf(made)).error(), EnrolmentStartRefusal::kNoSession);
}

TEST_P(StoreContract, TheCodeOfAFinishedEnrolmentOpensNothing) {
  const auto made = createEnrolment(createApplication());
  auto start = startOf(made);
  ASSERT_TRUE(tryToFinish(finishOf(tryToStart(start).value().device)));
  start.mark = mark();
  EXPECT_EQ(tryToStart(start).error(), EnrolmentStartRefusal::kNoSession);
}

TEST_P(StoreContract, AnEnrolmentPastItsTimeCannotBeStarted) {
  const auto made = createEnrolment(createApplication());
  auto start = startOf(made);
  start.mark.received_at = made.expires_at;
  EXPECT_EQ(tryToStart(start).error(), EnrolmentStartRefusal::kExpired);
  EXPECT_EQ(enrolment(made.id).device, std::nullopt);
  start.mark.received_at = made.expires_at - 1ms;
  EXPECT_TRUE(tryToStart(start));
}

TEST_P(StoreContract, StartingAgainWithTheSameKeyGivesTheSameDevice) {
  const auto made = createEnrolment(createApplication());
  const auto first = startOf(made);
  auto second = startOf(made);
  second.device_key = first.device_key;
  const DeviceId device = tryToStart(first).value().device;
  EXPECT_EQ(tryToStart(second).value().device, device);
}

TEST_P(StoreContract, AnotherKeyCannotStartWhatADeviceHasStarted) {
  const auto made = createEnrolment(createApplication());
  const DeviceId first = tryToStart(startOf(made)).value().device;
  EXPECT_EQ(tryToStart(startOf(made)).error(), EnrolmentStartRefusal::kNoSession);
  EXPECT_EQ(enrolment(made.id).device, first);
}

TEST_P(StoreContract, AReplayedStartIsRefused) {
  const auto start = startOf(createEnrolment(createApplication()));
  ASSERT_TRUE(tryToStart(start));
  EXPECT_EQ(tryToStart(start).error(), EnrolmentStartRefusal::kReplayed);
}

TEST_P(StoreContract, ARefusedStartKeepsNoMark) {
  const auto made = newEnrolment(createApplication());
  const auto start = startOf(made);
  ASSERT_EQ(tryToStart(start).error(), EnrolmentStartRefusal::kNoSession);
  ASSERT_TRUE(create(made));
  EXPECT_TRUE(tryToStart(start));
}

// --- finishing

TEST_P(StoreContract, FinishingAnEnrolmentActivatesTheDeviceWithItsFirstMethod) {
  const auto made = createEnrolment(createApplication());
  const DeviceId id = tryToStart(startOf(made)).value().device;
  const domain::RowVersion version = device(id).version;
  auto finish = finishOf(id, AuthMethod::kDevicePin);
  finish.mark.received_at = kNow + 2s;
  finish.salts.confirmed_at = kNow + 1s;
  ASSERT_TRUE(tryToFinish(finish));

  EXPECT_EQ(enrolment(made.id).status, SessionStatus::kCompleted);
  EXPECT_EQ(enrolment(made.id).device, id);
  EXPECT_EQ(device(id).state, DeviceState::kActive);
  EXPECT_GT(device(id).version, version);
  EXPECT_EQ(device(id).salts, finish.salts);
  ASSERT_THAT(device(id).methods, ElementsAre(Field(&domain::Method::auth_method, AuthMethod::kDevicePin)));
  const domain::Method first = method(id, AuthMethod::kDevicePin);
  EXPECT_EQ(first.keys, finish.keys);
  EXPECT_EQ(first.attempts, domain::AttemptState{});
  EXPECT_EQ(first.activated_at, kNow + 2s);
  EXPECT_EQ(first.last_used_at, std::nullopt);
}

TEST_P(StoreContract, AnUnknownDeviceHasNoEnrolmentToFinish) {
  EXPECT_EQ(tryToFinish(finishOf(newId<DeviceId>())), fail(EnrolmentFinishRefusal::kNoSession));
}

TEST_P(StoreContract, AnEnrolmentPastItsTimeCannotBeFinished) {
  const auto made = createEnrolment(createApplication());
  const DeviceId id = tryToStart(startOf(made)).value().device;
  auto finish = finishOf(id);
  finish.mark.received_at = made.expires_at;
  EXPECT_EQ(tryToFinish(finish), fail(EnrolmentFinishRefusal::kExpired));
  EXPECT_EQ(device(id).state, DeviceState::kEnrolling);
  EXPECT_THAT(device(id).methods, IsEmpty());
}

TEST_P(StoreContract, ACancelledEnrolmentCannotBeFinished) {
  const auto made = createEnrolment(createApplication());
  const DeviceId id = tryToStart(startOf(made)).value().device;
  ASSERT_TRUE(cancel(made.id, kNow));
  EXPECT_EQ(tryToFinish(finishOf(id)), fail(EnrolmentFinishRefusal::kNoSession));
  EXPECT_EQ(device(id).state, DeviceState::kEnrolling);
}

TEST_P(StoreContract, FinishingAgainReplacesTheKeysOfAnUnusedMethod) {
  const DeviceId id = createDevice();
  const domain::RowVersion version = method(id).version;
  auto again = finishOf(id);
  again.mark.received_at = kNow + 3s;
  again.salts = {.previous = 0, .confirmed = 0, .offered = 2};
  ASSERT_TRUE(tryToFinish(again));
  EXPECT_EQ(device(id).salts, again.salts);
  EXPECT_EQ(method(id).keys, again.keys);
  EXPECT_EQ(method(id).activated_at, kNow + 3s);
  EXPECT_GT(method(id).version, version);
}

TEST_P(StoreContract, FinishingAgainIsRefusedWhereItWasSentNoLaterThanTheLastTime) {
  const DeviceId id = createEnrollingDevice(createApplication());
  auto finish = finishOf(id);
  finish.salts.confirmed_at = kNow + 1s;
  ASSERT_TRUE(tryToFinish(finish));
  auto again = finishOf(id);
  for (const auto earlier : {0ms, 1ms, 1000ms}) {
    again.salts.confirmed_at = kNow + 1s - earlier;
    EXPECT_EQ(tryToFinish(again), fail(EnrolmentFinishRefusal::kReplayed)) << earlier.count();
  }
  EXPECT_EQ(device(id).salts, finish.salts);
  EXPECT_EQ(method(id).keys, finish.keys);
  again.salts.confirmed_at = kNow + 1s + 1ms;
  ASSERT_TRUE(tryToFinish(again));
  EXPECT_EQ(device(id).salts, again.salts);
  EXPECT_EQ(method(id).keys, again.keys);
}

TEST_P(StoreContract, FinishingAgainCancelsWhatWasOpenUnderTheOldKeys) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  ASSERT_TRUE(tryToFinish(finishOf(id)));
  EXPECT_EQ(statusOf(session), SessionStatus::kCancelled);
}

TEST_P(StoreContract, FinishingAgainIsRefusedOnceTheMethodHasBeenUsed) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(record(wrongGuessAt(beginOffline(id).session)));
  const domain::Wrapped keys = method(id).keys;
  EXPECT_EQ(tryToFinish(finishOf(id)), fail(EnrolmentFinishRefusal::kNoSession));
  EXPECT_EQ(method(id).keys, keys);
}

TEST_P(StoreContract, FinishingAgainIsRefusedForAnotherMethod) {
  const DeviceId id = createDevice(createApplication(), AuthMethod::kDevicePin);
  EXPECT_EQ(tryToFinish(finishOf(id, AuthMethod::kOfflinePin)), fail(EnrolmentFinishRefusal::kNoSession));
  EXPECT_EQ(device(id).methods.size(), 1U);
}

TEST_P(StoreContract, FinishingAgainIsRefusedForAMethodThatCameLater) {
  const DeviceId id = createDevice(createApplication(), AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  EXPECT_EQ(tryToFinish(finishOf(id, AuthMethod::kOfflinePin)), fail(EnrolmentFinishRefusal::kNoSession));
}

TEST_P(StoreContract, FinishingAgainIsRefusedAfterAChangeOfTheFirstMethodItself) {
  const DeviceId id = createDevice(createApplication(), AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kDevicePin, AuthMethod::kDevicePin);
  EXPECT_EQ(tryToFinish(finishOf(id, AuthMethod::kDevicePin)), fail(EnrolmentFinishRefusal::kNoSession));
}

TEST_P(StoreContract, FinishingAgainIsRefusedForAMethodThatCameLaterThoughTheFirstOneIsGone) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  ASSERT_TRUE(remove(id, AuthMethod::kDevicePin));
  EXPECT_EQ(tryToFinish(finishOf(id, AuthMethod::kOfflinePin)), fail(EnrolmentFinishRefusal::kNoSession));
}

TEST_P(StoreContract, FinishingAgainIsRefusedOnceTheFirstMethodIsGone) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(remove(id, AuthMethod::kOfflinePin));
  EXPECT_EQ(tryToFinish(finishOf(id)), fail(EnrolmentFinishRefusal::kNoSession));
  EXPECT_THAT(device(id).methods, IsEmpty());
}

TEST_P(StoreContract, FinishingAgainEndsNoLockOfTheMethod) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(lock(id, AuthMethod::kOfflinePin, kLockedByAdmin));
  EXPECT_EQ(tryToFinish(finishOf(id)), fail(EnrolmentFinishRefusal::kNoSession));
  EXPECT_EQ(method(id).attempts.lock, kLockedByAdmin);
}

TEST_P(StoreContract, FinishingAgainEndsNoLockOfTheDevice) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  ASSERT_TRUE(tryToFinish(finishOf(id)));
  EXPECT_EQ(device(id).lock, kLockedByAdmin);
}

TEST_P(StoreContract, FinishingAgainIsRefusedPastTheEnrolmentsTime) {
  const DeviceId id = createDevice();
  auto again = finishOf(id);
  again.mark.received_at = kNow + kEnrolmentLifetime;
  EXPECT_EQ(tryToFinish(again), fail(EnrolmentFinishRefusal::kExpired));
}

TEST_P(StoreContract, FinishingAgainIsRefusedForADeactivatedDevice) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(remove(id, mark()));
  EXPECT_EQ(tryToFinish(finishOf(id)), fail(EnrolmentFinishRefusal::kNoSession));
  EXPECT_EQ(device(id).state, DeviceState::kDeactivated);
}

TEST_P(StoreContract, AReplayedFinishIsRefused) {
  const DeviceId id = createEnrollingDevice(createApplication());
  const auto finish = finishOf(id);
  ASSERT_TRUE(tryToFinish(finish));
  EXPECT_EQ(tryToFinish(finish), fail(EnrolmentFinishRefusal::kReplayed));
}

}  // namespace
}  // namespace heliograph::store
