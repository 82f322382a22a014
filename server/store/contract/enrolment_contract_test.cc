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
  EXPECT_EQ(store_->createEnrolment(late, old), fail(CreateEnrolmentRefusal::kStaleDirectory));
  EXPECT_FALSE(store_->findEnrolment(late.id).has_value());
}

TEST_P(StoreContract, ACodeThatOpensAnEnrolmentIsTaken) {
  const auto application = createApplication();
  const auto first = createEnrolment(application);
  auto second = newEnrolment(application);
  second.code_hash = first.code_hash;
  EXPECT_EQ(store_->createEnrolment(second, store_->directoryVersion()), fail(CreateEnrolmentRefusal::kCodeTaken));
  EXPECT_FALSE(store_->findEnrolment(second.id).has_value());
}

TEST_P(StoreContract, ACodeOfAnotherApplicationIsNotTaken) {
  const auto first = createEnrolment(createApplication());
  auto second = newEnrolment(createApplication());
  second.code_hash = first.code_hash;
  EXPECT_TRUE(store_->createEnrolment(second, store_->directoryVersion()));
  EXPECT_TRUE(store_->startEnrolment(startOf(first)));
  EXPECT_TRUE(store_->startEnrolment(startOf(second)));
  EXPECT_NE(enrolment(first.id).device, enrolment(second.id).device);
}

TEST_P(StoreContract, TheCodeOfAnExpiredEnrolmentIsFreeAgain) {
  const auto application = createApplication();
  const auto first = createEnrolment(application);
  ASSERT_TRUE(store_->startEnrolment(startOf(first)));
  auto second = newEnrolment(application);
  second.code_hash = first.code_hash;
  second.created_at = first.expires_at;
  second.expires_at = first.expires_at + kEnrolmentLifetime;
  ASSERT_TRUE(store_->createEnrolment(second, store_->directoryVersion()));

  auto start = startOf(second);
  start.mark.received_at = second.created_at;
  EXPECT_TRUE(store_->startEnrolment(start));
  EXPECT_TRUE(enrolment(second.id).device);
  EXPECT_EQ(enrolment(first.id).status, SessionStatus::kStarted) << "it expired, and nobody writes that";
}

TEST_P(StoreContract, TheCodeOfACancelledEnrolmentIsFreeAgain) {
  const auto application = createApplication();
  const auto first = createEnrolment(application);
  ASSERT_TRUE(store_->cancelEnrolment(first.id, kNow));
  auto second = newEnrolment(application);
  second.code_hash = first.code_hash;
  EXPECT_TRUE(store_->createEnrolment(second, store_->directoryVersion()));
}

TEST_P(StoreContract, TheCodeOfAFinishedEnrolmentIsFreeAgain) {
  const auto application = createApplication();
  const auto first = createEnrolment(application);
  const DeviceId device = store_->startEnrolment(startOf(first)).value().device;
  ASSERT_TRUE(store_->finishEnrolment(finishOf(device)));
  auto second = newEnrolment(application);
  second.code_hash = first.code_hash;
  EXPECT_TRUE(store_->createEnrolment(second, store_->directoryVersion()));
}

// --- cancelling

TEST_P(StoreContract, AnOpenEnrolmentCanBeCancelledOnce) {
  const auto made = createEnrolment(createApplication());
  EXPECT_TRUE(store_->cancelEnrolment(made.id, kNow));
  EXPECT_EQ(enrolment(made.id).status, SessionStatus::kCancelled);
  EXPECT_FALSE(store_->cancelEnrolment(made.id, kNow));
}

TEST_P(StoreContract, AnUnknownEnrolmentCannotBeCancelled) {
  EXPECT_FALSE(store_->cancelEnrolment(newId<domain::EnrolmentId>(), kNow));
}

TEST_P(StoreContract, AnEnrolmentPastItsTimeCannotBeCancelled) {
  const auto made = createEnrolment(createApplication());
  EXPECT_FALSE(store_->cancelEnrolment(made.id, made.expires_at));
  EXPECT_EQ(enrolment(made.id).status, SessionStatus::kStarted);
  EXPECT_TRUE(store_->cancelEnrolment(made.id, made.expires_at - 1ms));
}

TEST_P(StoreContract, AFinishedEnrolmentCannotBeCancelled) {
  const auto made = createEnrolment(createApplication());
  const DeviceId device = store_->startEnrolment(startOf(made)).value().device;
  ASSERT_TRUE(store_->finishEnrolment(finishOf(device)));
  EXPECT_FALSE(store_->cancelEnrolment(made.id, kNow));
  EXPECT_EQ(enrolment(made.id).status, SessionStatus::kCompleted);
}

// --- starting

TEST_P(StoreContract, StartingAnEnrolmentLetsADeviceIn) {
  const auto application = createApplication();
  const auto made = createEnrolment(application, "user-1");
  auto start = startOf(made);
  start.mark.received_at = kNow + 1s;
  const DeviceId id = store_->startEnrolment(start).value().device;

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
  EXPECT_EQ(found.locks, 0);
  EXPECT_EQ(found.created_at, kNow + 1s);
  EXPECT_THAT(found.methods, IsEmpty());
}

TEST_P(StoreContract, ADeviceIsInTheShardOfItsEnrolmentAndElseAsItsSeed) {
  const auto made = createEnrolment(createApplication());
  const auto start = startOf(made);
  const DeviceId id = store_->startEnrolment(start).value().device;
  EXPECT_EQ(domain::shardOf(id), domain::shardOf(made.id));
  EXPECT_TRUE(std::equal(id.bytes().begin() + 2, id.bytes().end(), start.device_id_seed.begin() + 2));
}

TEST_P(StoreContract, AnUnknownCodeOpensNothing) {
  const auto application = createApplication();
  createEnrolment(application);
  const auto never_created = newEnrolment(application);
  EXPECT_EQ(store_->startEnrolment(startOf(never_created)).error(), EnrolmentStartRefusal::kNoSession);
}

TEST_P(StoreContract, ACodeOpensNothingInAnotherApplication) {
  const auto made = createEnrolment(createApplication());
  auto start = startOf(made);
  start.application = createApplication().id;
  EXPECT_EQ(store_->startEnrolment(start).error(), EnrolmentStartRefusal::kNoSession);
}

TEST_P(StoreContract, TheCodeOfACancelledEnrolmentOpensNothing) {
  const auto made = createEnrolment(createApplication());
  ASSERT_TRUE(store_->cancelEnrolment(made.id, kNow));
  EXPECT_EQ(store_->startEnrolment(startOf(made)).error(), EnrolmentStartRefusal::kNoSession);
}

TEST_P(StoreContract, TheCodeOfAFinishedEnrolmentOpensNothing) {
  const auto made = createEnrolment(createApplication());
  auto start = startOf(made);
  ASSERT_TRUE(store_->finishEnrolment(finishOf(store_->startEnrolment(start).value().device)));
  start.mark = mark();
  EXPECT_EQ(store_->startEnrolment(start).error(), EnrolmentStartRefusal::kNoSession);
}

TEST_P(StoreContract, AnEnrolmentPastItsTimeCannotBeStarted) {
  const auto made = createEnrolment(createApplication());
  auto start = startOf(made);
  start.mark.received_at = made.expires_at;
  EXPECT_EQ(store_->startEnrolment(start).error(), EnrolmentStartRefusal::kExpired);
  EXPECT_EQ(enrolment(made.id).device, std::nullopt);
  start.mark.received_at = made.expires_at - 1ms;
  EXPECT_TRUE(store_->startEnrolment(start));
}

TEST_P(StoreContract, StartingAgainWithTheSameKeyGivesTheSameDevice) {
  const auto made = createEnrolment(createApplication());
  const auto first = startOf(made);
  auto second = startOf(made);
  second.device_key = first.device_key;
  const DeviceId device = store_->startEnrolment(first).value().device;
  EXPECT_EQ(store_->startEnrolment(second).value().device, device);
}

TEST_P(StoreContract, AnotherKeyCannotStartWhatADeviceHasStarted) {
  const auto made = createEnrolment(createApplication());
  const DeviceId first = store_->startEnrolment(startOf(made)).value().device;
  EXPECT_EQ(store_->startEnrolment(startOf(made)).error(), EnrolmentStartRefusal::kNoSession);
  EXPECT_EQ(enrolment(made.id).device, first);
}

TEST_P(StoreContract, AReplayedStartIsRefused) {
  const auto start = startOf(createEnrolment(createApplication()));
  ASSERT_TRUE(store_->startEnrolment(start));
  EXPECT_EQ(store_->startEnrolment(start).error(), EnrolmentStartRefusal::kReplayed);
}

TEST_P(StoreContract, ARefusedStartKeepsNoMark) {
  const auto made = newEnrolment(createApplication());
  const auto start = startOf(made);
  ASSERT_EQ(store_->startEnrolment(start).error(), EnrolmentStartRefusal::kNoSession);
  ASSERT_TRUE(store_->createEnrolment(made, store_->directoryVersion()));
  EXPECT_TRUE(store_->startEnrolment(start));
}

// --- finishing

TEST_P(StoreContract, FinishingAnEnrolmentActivatesTheDeviceWithItsFirstMethod) {
  const auto made = createEnrolment(createApplication());
  const DeviceId id = store_->startEnrolment(startOf(made)).value().device;
  const domain::RowVersion version = device(id).version;
  auto finish = finishOf(id, AuthMethod::kDevicePin);
  finish.mark.received_at = kNow + 2s;
  ASSERT_TRUE(store_->finishEnrolment(finish));

  EXPECT_EQ(enrolment(made.id).status, SessionStatus::kCompleted);
  EXPECT_EQ(enrolment(made.id).device, id);
  EXPECT_EQ(device(id).state, DeviceState::kActive);
  EXPECT_GT(device(id).version, version);
  ASSERT_THAT(device(id).methods, ElementsAre(Field(&domain::Method::auth_method, AuthMethod::kDevicePin)));
  const domain::Method first = method(id, AuthMethod::kDevicePin);
  EXPECT_EQ(first.keys, finish.keys);
  EXPECT_EQ(first.attempts, domain::AttemptState{});
  EXPECT_EQ(first.activated_at, kNow + 2s);
  EXPECT_EQ(first.last_used_at, std::nullopt);
}

TEST_P(StoreContract, AnUnknownDeviceHasNoEnrolmentToFinish) {
  EXPECT_EQ(store_->finishEnrolment(finishOf(newId<DeviceId>())), fail(EnrolmentFinishRefusal::kNoSession));
}

TEST_P(StoreContract, AnEnrolmentPastItsTimeCannotBeFinished) {
  const auto made = createEnrolment(createApplication());
  const DeviceId id = store_->startEnrolment(startOf(made)).value().device;
  auto finish = finishOf(id);
  finish.mark.received_at = made.expires_at;
  EXPECT_EQ(store_->finishEnrolment(finish), fail(EnrolmentFinishRefusal::kExpired));
  EXPECT_EQ(device(id).state, DeviceState::kEnrolling);
  EXPECT_THAT(device(id).methods, IsEmpty());
}

TEST_P(StoreContract, ACancelledEnrolmentCannotBeFinished) {
  const auto made = createEnrolment(createApplication());
  const DeviceId id = store_->startEnrolment(startOf(made)).value().device;
  ASSERT_TRUE(store_->cancelEnrolment(made.id, kNow));
  EXPECT_EQ(store_->finishEnrolment(finishOf(id)), fail(EnrolmentFinishRefusal::kNoSession));
  EXPECT_EQ(device(id).state, DeviceState::kEnrolling);
}

TEST_P(StoreContract, FinishingAgainReplacesTheKeysOfAnUnusedMethod) {
  const DeviceId id = createDevice();
  const domain::RowVersion version = method(id).version;
  auto again = finishOf(id);
  again.mark.received_at = kNow + 3s;
  ASSERT_TRUE(store_->finishEnrolment(again));
  EXPECT_EQ(method(id).keys, again.keys);
  EXPECT_EQ(method(id).activated_at, kNow + 3s);
  EXPECT_GT(method(id).version, version);
}

TEST_P(StoreContract, FinishingAgainCancelsWhatWasOpenUnderTheOldKeys) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  ASSERT_TRUE(store_->finishEnrolment(finishOf(id)));
  EXPECT_EQ(statusOf(session), SessionStatus::kCancelled);
}

TEST_P(StoreContract, FinishingAgainIsRefusedOnceTheMethodHasBeenUsed) {
  const DeviceId id = createDevice();
  ASSERT_TRUE(store_->recordOfflineAttempt(wrongGuessAt(beginOffline(id).session)));
  const domain::Wrapped keys = method(id).keys;
  EXPECT_EQ(store_->finishEnrolment(finishOf(id)), fail(EnrolmentFinishRefusal::kNoSession));
  EXPECT_EQ(method(id).keys, keys);
}

TEST_P(StoreContract, FinishingAgainIsRefusedForAnotherMethod) {
  const DeviceId id = createDevice(createApplication(), AuthMethod::kDevicePin);
  EXPECT_EQ(store_->finishEnrolment(finishOf(id, AuthMethod::kOfflinePin)), fail(EnrolmentFinishRefusal::kNoSession));
  EXPECT_EQ(device(id).methods.size(), 1U);
}

TEST_P(StoreContract, FinishingAgainIsRefusedForAMethodThatCameLater) {
  const DeviceId id = createDevice(createApplication(), AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  EXPECT_EQ(store_->finishEnrolment(finishOf(id, AuthMethod::kOfflinePin)), fail(EnrolmentFinishRefusal::kNoSession));
}

TEST_P(StoreContract, FinishingAgainIsRefusedAfterAChangeOfTheFirstMethodItself) {
  const DeviceId id = createDevice(createApplication(), AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kDevicePin, AuthMethod::kDevicePin);
  EXPECT_EQ(store_->finishEnrolment(finishOf(id, AuthMethod::kDevicePin)), fail(EnrolmentFinishRefusal::kNoSession));
}

TEST_P(StoreContract, FinishingAgainIsRefusedPastTheEnrolmentsTime) {
  const DeviceId id = createDevice();
  auto again = finishOf(id);
  again.mark.received_at = kNow + kEnrolmentLifetime;
  EXPECT_EQ(store_->finishEnrolment(again), fail(EnrolmentFinishRefusal::kExpired));
}

TEST_P(StoreContract, FinishingAgainIsRefusedForADeactivatedDevice) {
  const DeviceId id = createDevice();
  ASSERT_EQ(store_->deactivateDevice(id, mark()), true);
  EXPECT_EQ(store_->finishEnrolment(finishOf(id)), fail(EnrolmentFinishRefusal::kNoSession));
  EXPECT_EQ(device(id).state, DeviceState::kDeactivated);
}

TEST_P(StoreContract, AReplayedFinishIsRefused) {
  const DeviceId id = createEnrollingDevice(createApplication());
  const auto finish = finishOf(id);
  ASSERT_TRUE(store_->finishEnrolment(finish));
  EXPECT_EQ(store_->finishEnrolment(finish), fail(EnrolmentFinishRefusal::kReplayed));
}

}  // namespace
}  // namespace heliograph::store
