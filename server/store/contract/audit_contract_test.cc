// The audit log: what every command writes, searching, and the heads of its chain.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::AuditAction;
using domain::AuditActor;
using domain::AuditEvent;
using domain::AuditHead;
using domain::AuditOutcome;
using domain::AuditQuery;
using domain::AuditSequence;
using domain::AuditTrail;
using domain::OnlineRecord;
using domain::StoredAuditEvent;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr AuditAction kAllActions[] = {
    AuditAction::kOrganisationCreated,
    AuditAction::kApplicationCreated,
    AuditAction::kConfigurationChanged,
    AuditAction::kApiKeyCreated,
    AuditAction::kApiKeyRevoked,
    AuditAction::kCredentialsRefused,
    AuditAction::kConsoleSignedIn,
    AuditAction::kEnrolmentCreated,
    AuditAction::kEnrolmentCancelled,
    AuditAction::kEnrolmentStarted,
    AuditAction::kMethodActivated,
    AuditAction::kMethodDeactivated,
    AuditAction::kMethodLocked,
    AuditAction::kMethodUnlocked,
    AuditAction::kDeviceDeactivated,
    AuditAction::kDeviceLocked,
    AuditAction::kDeviceUnlocked,
    AuditAction::kAddOrUpdateStarted,
    AuditAction::kAddOrUpdateAttempted,
    AuditAction::kAuthenticationBegun,
    AuditAction::kAuthenticationAttempted,
    AuditAction::kAuthenticationCancelled,
    AuditAction::kOfflineAuthenticationBegun,
    AuditAction::kOfflineAuthenticationAttempted,
    AuditAction::kOfflineAuthenticationCancelled,
    AuditAction::kMasterKeyRotated,
    AuditAction::kSessionsCleanedUp,
};

AuditTrail eventsIn(const std::vector<StoredAuditEvent>& stored) {
  AuditTrail events;
  events.reserve(stored.size());
  for (const StoredAuditEvent& each : stored) events.push_back(each.event);
  return events;
}

AuditHead headOf(std::uint64_t number) {
  const auto filling = static_cast<std::uint8_t>(number);
  AuditHead head{.number = number,
                 .first = 10 * number,
                 .last = 10 * number + 8,
                 .count = 7,
                 .root = {},
                 .previous = {},
                 .at = kNow + std::chrono::seconds(number),
                 .signature = {}};
  head.root.fill(filling);
  head.previous.fill(filling + 1);
  head.signature.fill(filling + 2);
  return head;
}

// --- the directory's commands

TEST_P(StoreContract, EveryChangeOfTheDirectoryWritesItsEvents) {
  const domain::Organisation organisation = newOrganisation();
  const domain::Application application = newApplication(organisation.id);
  const domain::ApiKey key = newApiKey(organisation.id);
  expectItsEvents([&] { EXPECT_TRUE(create(organisation)); });
  expectItsEvents([&] { create(application); });
  expectItsEvents([&] { EXPECT_EQ(configure(application.id, 1, {}), domain::ConfigurationRecord::kRecorded); });
  expectItsEvents([&] { create(key); });
  expectItsEvents([&] { EXPECT_TRUE(revoke(key.id, kNow)); });
}

TEST_P(StoreContract, WhatDoesNotChangeTheDirectoryWritesNoEvents) {
  const domain::Organisation organisation = newOrganisation();
  ASSERT_TRUE(create(organisation));
  const domain::Application application = createApplicationOf(organisation.id);
  const domain::ApiKey key = createApiKey();
  ASSERT_TRUE(revoke(key.id, kNow));
  domain::Organisation same_name = newOrganisation();
  same_name.name = organisation.name;
  expectNoEvents([&] { EXPECT_FALSE(create(same_name)); });
  expectNoEvents([&] { EXPECT_EQ(configure(application.id, 2, {}), domain::ConfigurationRecord::kLostRace); });
  expectNoEvents(
      [&] { EXPECT_EQ(configure(newId<ApplicationId>(), 1, {}), domain::ConfigurationRecord::kUnknownApplication); });
  expectNoEvents([&] { EXPECT_TRUE(revoke(key.id, kNow)); });
  expectNoEvents([&] { EXPECT_FALSE(revoke(newId<domain::ApiKeyId>(), kNow)); });
}

// --- enrolments

TEST_P(StoreContract, EveryChangeOfAnEnrolmentWritesItsEvents) {
  const auto application = createApplication();
  const auto made = newEnrolment(application);
  const auto cancelled = createEnrolment(application);
  const DeviceId id = createEnrollingDevice(application);
  expectItsEvents([&] { EXPECT_TRUE(create(made)); });
  expectItsEvents([&] { EXPECT_TRUE(cancel(cancelled.id, kNow)); });
  expectItsEvents([&] { EXPECT_TRUE(tryToFinish(finishOf(id))); });
  expectItsEvents([&] { EXPECT_TRUE(tryToFinish(finishOf(id))) << "new keys again are a change"; });
}

TEST_P(StoreContract, TheEventsOfAStartedEnrolmentTellItsDeviceAndItself) {
  const auto made = createEnrolment(createApplication());
  std::optional<DeviceId> id;
  const AuditTrail events = eventsOf([&] { id = tryToStart(startOf(made)).value().device; });
  AuditTrail expected = audit_;
  for (AuditEvent& event : expected) {
    event.device = id;
    event.session = made.id.bytes();
  }
  EXPECT_EQ(events, expected);
}

TEST_P(StoreContract, StartingAgainWithTheSameKeyWritesNoEvents) {
  const auto made = createEnrolment(createApplication());
  const auto start = startOf(made);
  ASSERT_TRUE(tryToStart(start));
  auto again = startOf(made);
  again.device_key = start.device_key;
  expectNoEvents([&] { EXPECT_TRUE(tryToStart(again)); });
}

TEST_P(StoreContract, ARefusedChangeOfAnEnrolmentWritesNoEvents) {
  const auto application = createApplication();
  const auto made = createEnrolment(application);
  const auto start = startOf(made);
  ASSERT_TRUE(tryToStart(start));
  auto same_code = newEnrolment(application);
  same_code.code_hash = made.code_hash;
  const auto finished = finishOf(createEnrollingDevice(application));
  ASSERT_TRUE(tryToFinish(finished));
  expectNoEvents([&] { EXPECT_FALSE(create(same_code)); });
  expectNoEvents([&] { EXPECT_FALSE(create(newEnrolment(application), store_->directoryVersion() - 1)); });
  expectNoEvents([&] { EXPECT_FALSE(tryToStart(start)) << "replayed"; });
  expectNoEvents([&] { EXPECT_FALSE(tryToStart(startOf(made))) << "another device key"; });
  expectNoEvents([&] { EXPECT_FALSE(tryToFinish(finished)) << "replayed"; });
  expectNoEvents([&] { EXPECT_FALSE(cancel(made.id, made.expires_at)); });
}

// --- devices

TEST_P(StoreContract, EveryChangeOfADeviceWritesItsEvents) {
  const DeviceId id = createOnlineDevice();
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  expectItsEvents([&] { EXPECT_TRUE(lock(id, kLockedByAdmin)); });
  expectItsEvents([&] { EXPECT_TRUE(unlock(id)); });
  expectItsEvents([&] { EXPECT_TRUE(lock(id, AuthMethod::kOfflinePin, kLockedByAdmin)); });
  expectItsEvents([&] { EXPECT_TRUE(unlock(id, AuthMethod::kOfflinePin)); });
  expectItsEvents([&] { EXPECT_TRUE(remove(id, AuthMethod::kOfflinePin)); });
  expectItsEvents([&] { EXPECT_EQ(record(cloneOf(id)), OnlineRecord::kRecorded); });
  expectItsEvents([&] { EXPECT_TRUE(remove(id, mark())); });
}

TEST_P(StoreContract, WhatDoesNotChangeADeviceWritesNoEvents) {
  const DeviceId id = createDevice();
  expectNoEvents([&] { EXPECT_TRUE(unlock(id)) << "not locked"; });
  expectNoEvents([&] { EXPECT_TRUE(unlock(id, AuthMethod::kOfflinePin)) << "not locked"; });
  ASSERT_TRUE(lock(id, kLockedByAdmin));
  ASSERT_TRUE(lock(id, AuthMethod::kOfflinePin, kLockedByAdmin));
  expectNoEvents([&] { EXPECT_TRUE(lock(id, kLockedByAdmin)) << "locked already"; });
  expectNoEvents([&] { EXPECT_TRUE(lock(id, AuthMethod::kOfflinePin, kLockedByAdmin)) << "locked already"; });
}

TEST_P(StoreContract, ARefusedChangeOfADeviceWritesNoEvents) {
  const DeviceId id = createDevice();
  const DeviceId unknown = newId<DeviceId>();
  const auto request = mark();
  ASSERT_TRUE(tryToStart(newAddOrUpdate(id), request));
  auto late_clone = cloneOf(id);
  late_clone.expected_device_version -= 1;
  expectNoEvents([&] { EXPECT_FALSE(lock(unknown, kLockedByAdmin)); });
  expectNoEvents([&] { EXPECT_FALSE(unlock(unknown)); });
  expectNoEvents([&] { EXPECT_FALSE(lock(id, AuthMethod::kDevicePin, kLockedByAdmin)); });
  expectNoEvents([&] { EXPECT_FALSE(unlock(id, AuthMethod::kDevicePin)); });
  expectNoEvents([&] { EXPECT_FALSE(remove(id, AuthMethod::kDevicePin)); });
  expectNoEvents([&] { EXPECT_FALSE(remove(id, AuthMethod::kOfflinePin, request)) << "replayed"; });
  expectNoEvents([&] { EXPECT_FALSE(remove(id, request)) << "replayed"; });
  expectNoEvents([&] { EXPECT_FALSE(remove(unknown)); });
  expectNoEvents([&] { EXPECT_EQ(record(late_clone), OnlineRecord::kLostRace); });
}

// --- sessions

TEST_P(StoreContract, TheEventsOfABegunSessionTellTheApplicationOfItsDevice) {
  const auto application = createApplication();
  const auto offline = newOfflineSession(createDevice(application));
  const auto online = newAuthentication(createDevice(application, AuthMethod::kDevicePin));
  for (const auto& begin : {std::function([&] { EXPECT_TRUE(tryToBegin(offline)); }),
                            std::function([&] { EXPECT_TRUE(tryToBegin(online)); })}) {
    const AuditTrail events = eventsOf(begin);
    AuditTrail expected = audit_;
    for (AuditEvent& event : expected) event.application = application.id;
    EXPECT_EQ(events, expected);
  }
}

TEST_P(StoreContract, EveryStepOfAnOfflineAuthenticationWritesItsEvents) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto cancelled = beginOffline(id).session;
  expectItsEvents([&] { EXPECT_TRUE(record(wrongGuessAt(session))); });
  expectItsEvents([&] { EXPECT_TRUE(record(rightGuessAt(session))); });
  expectItsEvents([&] { EXPECT_TRUE(cancel(cancelled.id, kNow)); });
}

TEST_P(StoreContract, ARefusedStepOfAnOfflineAuthenticationWritesNoEvents) {
  const DeviceId id = createDevice();
  const auto session = beginOffline(id).session;
  const auto late = wrongGuessAt(session);
  ASSERT_TRUE(record(wrongGuessAt(session)));
  expectNoEvents([&] { EXPECT_FALSE(record(late)); });
  ASSERT_TRUE(record(rightGuessAt(session)));
  expectNoEvents([&] { EXPECT_FALSE(record(rightGuessAt(session))); });
  expectNoEvents([&] { EXPECT_FALSE(cancel(session.id, kNow)); });
  expectNoEvents([&] { EXPECT_FALSE(tryToBegin(newOfflineSession(id, AuthMethod::kOfflineIosFaceId))); });
}

TEST_P(StoreContract, EveryStepOfAnAuthenticationWritesItsEvents) {
  const DeviceId id = createOnlineDevice();
  const auto session = beginAuthentication(id);
  const auto cancelled = beginAuthentication(id);
  const auto last = beginAuthentication(id);
  expectItsEvents([&] { EXPECT_EQ(record(wrongResponseTo(session)), OnlineRecord::kRecorded); });
  expectItsEvents([&] { EXPECT_EQ(record(rightResponseTo(session)), OnlineRecord::kRecorded); });
  expectItsEvents([&] { EXPECT_TRUE(cancel(cancelled.id, kNow)); });
  expectItsEvents([&] { EXPECT_EQ(record(lastResponseTo(last)), OnlineRecord::kRecorded); });
}

TEST_P(StoreContract, ARefusedStepOfAnAuthenticationWritesNoEvents) {
  const DeviceId id = createOnlineDevice();
  const auto session = beginAuthentication(id);
  const auto wrong = wrongResponseTo(session);
  auto late = rightResponseTo(session);
  late.attempt.expected_device_version -= 1;
  ASSERT_EQ(record(wrong), OnlineRecord::kRecorded);
  expectNoEvents([&] { EXPECT_EQ(record(wrong), OnlineRecord::kReplayed); });
  expectNoEvents([&] { EXPECT_EQ(record(late), OnlineRecord::kLostRace); });
  expectNoEvents([&] { EXPECT_FALSE(cancel(session.id, session.expires_at)); });
  expectNoEvents([&] { EXPECT_FALSE(tryToBegin(newAuthentication(id, {AuthMethod::kDevice}))); });
}

TEST_P(StoreAddOrUpdateContract, EveryStepOfAChangeOfAMethodWritesItsEvents) {
  expectItsEvents([&] { EXPECT_TRUE(tryToStart(newAddOrUpdate(id_), mark())); });
  expectItsEvents([&] { EXPECT_EQ(record(failure()), OnlineRecord::kRecorded); });
  expectItsEvents([&] { EXPECT_EQ(record(success()), OnlineRecord::kRecorded); });
}

TEST_P(StoreAddOrUpdateContract, ARefusedStepOfAChangeOfAMethodWritesNoEvents) {
  auto late = success();
  late.attempt.expected_method_version -= 1;
  const auto wrong = failure();
  ASSERT_EQ(record(wrong), OnlineRecord::kRecorded);
  expectNoEvents([&] { EXPECT_EQ(record(late), OnlineRecord::kLostRace); });
  expectNoEvents([&] { EXPECT_EQ(record(wrong), OnlineRecord::kReplayed); });
  expectNoEvents([&] { EXPECT_FALSE(tryToStart(newAddOrUpdate(id_), wrong.mark)) << "replayed"; });
  expectNoEvents([&] { EXPECT_FALSE(tryToStart(newAddOrUpdate(newId<DeviceId>()), mark())); });
}

// --- what an event is

TEST_P(StoreContract, AnEventKeepsEveryPartOfIt) {
  const AuditEvent event{.at = kNow + 1ms,
                         .origin = {.actor = AuditActor::kApiKey,
                                    .api_key = newId<domain::ApiKeyId>(),
                                    .request_id = "0a1b-\u00e9'--",
                                    .address = "2001:db8::1"},
                         .action = AuditAction::kOfflineAuthenticationAttempted,
                         .outcome = AuditOutcome::kFailure,
                         .organisation = newId<domain::OrganisationId>(),
                         .application = newId<ApplicationId>(),
                         .device = newId<DeviceId>(),
                         .session = newId<domain::OfflineSessionId>().bytes(),
                         .auth_method = AuthMethod::kOfflinePin,
                         .context_hash = newBytes<crypto::Sha256Hash>(),
                         .detail = std::string(domain::kMaxAuditDetailSize, 'x')};
  store_->recordAudit({event});
  EXPECT_THAT(eventsIn(log()), ElementsAre(event));
  EXPECT_THAT(eventsIn(store_->findAuditEvents({})), ElementsAre(event));
}

TEST_P(StoreContract, AnEventNeedsNothingButItsTimeActorActionAndOutcome) {
  const AuditEvent event{.at = kNow, .origin = {}, .action = AuditAction::kSessionsCleanedUp};
  store_->recordAudit({event});
  EXPECT_THAT(eventsIn(log()), ElementsAre(event));
}

TEST_P(StoreContract, EveryActionIsKept) {
  AuditTrail events;
  for (const AuditAction action : kAllActions) {
    events.push_back(newEvent());
    events.back().action = action;
  }
  store_->recordAudit(events);
  EXPECT_EQ(eventsIn(log()), events);
}

TEST_P(StoreContract, EveryActorAndEveryOutcomeIsKept) {
  AuditTrail events;
  for (const AuditActor actor : {AuditActor::kApiKey, AuditActor::kDevice, AuditActor::kCommandLine,
                                 AuditActor::kServer, AuditActor::kStranger}) {
    for (const AuditOutcome outcome : {AuditOutcome::kSuccess, AuditOutcome::kFailure, AuditOutcome::kRefused}) {
      events.push_back(newEvent());
      events.back().origin.actor = actor;
      events.back().outcome = outcome;
    }
  }
  store_->recordAudit(events);
  EXPECT_EQ(eventsIn(log()), events);
}

TEST_P(StoreContract, EveryMethodIsKeptInAnEvent) {
  AuditTrail events;
  for (const AuthMethod auth_method : protocol::kAllAuthMethods) {
    events.push_back(newEvent());
    events.back().auth_method = auth_method;
  }
  store_->recordAudit(events);
  EXPECT_EQ(eventsIn(log()), events);
}

// --- order

TEST_P(StoreContract, ANewLogIsEmpty) {
  EXPECT_THAT(log(), IsEmpty());
  EXPECT_THAT(store_->findAuditEvents({}), IsEmpty());
}

TEST_P(StoreContract, NoEventsWriteNothing) {
  store_->recordAudit({});
  EXPECT_THAT(log(), IsEmpty());
}

TEST_P(StoreContract, SequencesGrowInTheOrderOfTheEventsWhateverTheirTimes) {
  AuditTrail events = {newEvent(), newEvent(), newEvent()};
  events[1].at = kNow - 1h;
  store_->recordAudit({events[0], events[1]});
  store_->recordAudit({events[2]});
  const auto stored = log();
  ASSERT_EQ(eventsIn(stored), events);
  EXPECT_GT(stored[0].sequence, 0U);
  EXPECT_GT(stored[1].sequence, stored[0].sequence);
  EXPECT_GT(stored[2].sequence, stored[1].sequence);
}

TEST_P(StoreContract, SettledEventsComeOldestFirstFromBehindTheGivenOne) {
  const AuditTrail events = {newEvent(), newEvent(), newEvent(), newEvent()};
  store_->recordAudit(events);
  const auto first = store_->settledAuditEvents(0, 2);
  EXPECT_THAT(eventsIn(first), ElementsAre(events[0], events[1]));
  const auto second = store_->settledAuditEvents(first.back().sequence, 2);
  EXPECT_THAT(eventsIn(second), ElementsAre(events[2], events[3]));
  EXPECT_THAT(store_->settledAuditEvents(second.back().sequence, 2), IsEmpty());
}

// --- searching

TEST_P(StoreContract, ASearchFindsTheNewestEventsFirst) {
  const AuditTrail events = {newEvent(), newEvent(), newEvent()};
  store_->recordAudit(events);
  const auto found = store_->findAuditEvents({});
  EXPECT_THAT(eventsIn(found), ElementsAre(events[2], events[1], events[0]));
  EXPECT_EQ(found[2], log()[0]);
}

TEST_P(StoreContract, ASearchGoesThroughAllEventsPageByPage) {
  const DeviceId id = newId<DeviceId>();
  AuditTrail events = {newEvent(), newEvent(), newEvent(), newEvent(), newEvent()};
  for (AuditEvent& event : events) event.device = id;
  store_->recordAudit({events[0], newEvent(), events[1], events[2], newEvent(), events[3], events[4]});
  AuditQuery query{.device = id, .limit = 2};
  const auto first = store_->findAuditEvents(query);
  EXPECT_THAT(eventsIn(first), ElementsAre(events[4], events[3]));
  query.before = first.back().sequence;
  const auto second = store_->findAuditEvents(query);
  EXPECT_THAT(eventsIn(second), ElementsAre(events[2], events[1]));
  query.before = second.back().sequence;
  const auto third = store_->findAuditEvents(query);
  EXPECT_THAT(eventsIn(third), ElementsAre(events[0]));
  query.before = third.back().sequence;
  EXPECT_THAT(store_->findAuditEvents(query), IsEmpty());
}

TEST_P(StoreContract, ASearchByTimeTakesInItsStartAndLeavesOutItsEnd) {
  AuditTrail events = {newEvent(), newEvent(), newEvent(), newEvent()};
  events[0].at = kNow - 1ms;
  events[1].at = kNow;
  events[2].at = kNow + 1s - 1ms;
  events[3].at = kNow + 1s;
  store_->recordAudit(events);
  EXPECT_THAT(eventsIn(store_->findAuditEvents({.from = kNow, .to = kNow + 1s})), ElementsAre(events[2], events[1]));
  EXPECT_THAT(eventsIn(store_->findAuditEvents({.from = kNow + 1s})), ElementsAre(events[3]));
  EXPECT_THAT(eventsIn(store_->findAuditEvents({.to = kNow})), ElementsAre(events[0]));
}

TEST_P(StoreContract, ASearchFindsWhatFitsAndNothingElse) {
  AuditEvent wanted = newEvent();
  wanted.origin.api_key = newId<domain::ApiKeyId>();
  wanted.organisation = newId<domain::OrganisationId>();
  wanted.device = newId<DeviceId>();
  wanted.session = newId<domain::OfflineSessionId>().bytes();
  wanted.action = AuditAction::kDeviceLocked;
  wanted.outcome = AuditOutcome::kRefused;
  AuditEvent other = newEvent();
  other.origin.api_key = newId<domain::ApiKeyId>();
  other.organisation = newId<domain::OrganisationId>();
  other.device = newId<DeviceId>();
  other.session = newId<domain::OfflineSessionId>().bytes();
  store_->recordAudit({wanted, other, newEvent()});

  const AuditQuery queries[] = {
      {.organisation = wanted.organisation}, {.device = wanted.device}, {.session = wanted.session},
      {.api_key = wanted.origin.api_key},    {.action = wanted.action}, {.outcome = wanted.outcome}};
  for (const AuditQuery& query : queries) {
    EXPECT_THAT(eventsIn(store_->findAuditEvents(query)), ElementsAre(wanted));
  }
}

TEST_P(StoreContract, ASearchByMoreThanOneThingFindsWhatFitsThemAll) {
  const auto organisation = newId<domain::OrganisationId>();
  const auto id = newId<DeviceId>();
  AuditTrail events = {newEvent(), newEvent(), newEvent(), newEvent()};
  events[0].organisation = organisation;
  events[1].organisation = organisation;
  events[1].device = id;
  events[2].device = id;
  events[3].organisation = organisation;
  events[3].device = id;
  events[3].outcome = AuditOutcome::kFailure;
  store_->recordAudit(events);
  EXPECT_THAT(eventsIn(store_->findAuditEvents({.organisation = organisation, .device = id})),
              ElementsAre(events[3], events[1]));
  EXPECT_THAT(eventsIn(store_->findAuditEvents(
                  {.organisation = organisation, .device = id, .outcome = AuditOutcome::kFailure})),
              ElementsAre(events[3]));
  EXPECT_THAT(store_->findAuditEvents({.to = kNow, .device = id}), IsEmpty());
}

TEST_P(StoreContract, AStartedEnrolmentIsFoundByTheDeviceThatItMade) {
  const auto made = createEnrolment(createApplication());
  audit_ = {newEvent()};
  const DeviceId id = tryToStart(startOf(made)).value().device;
  EXPECT_EQ(store_->findAuditEvents({.device = id}).size(), 1U);
  EXPECT_EQ(store_->findAuditEvents({.session = made.id.bytes()}).size(), 1U);
}

// --- heads

TEST_P(StoreContract, ANewStoreHasNoHeads) {
  EXPECT_EQ(store_->lastAuditHead(), std::nullopt);
  EXPECT_THAT(store_->auditHeads(0, 10), IsEmpty());
}

TEST_P(StoreContract, AStoredHeadIsReadAsItWas) {
  ASSERT_TRUE(store_->storeAuditHead(headOf(1)));
  EXPECT_EQ(store_->lastAuditHead(), headOf(1));
  EXPECT_THAT(store_->auditHeads(0, 10), ElementsAre(headOf(1)));
}

TEST_P(StoreContract, TheFirstHeadOfANumberStays) {
  ASSERT_TRUE(store_->storeAuditHead(headOf(1)));
  AuditHead other = headOf(2);
  other.number = 1;
  EXPECT_FALSE(store_->storeAuditHead(other));
  EXPECT_THAT(store_->auditHeads(0, 10), ElementsAre(headOf(1)));
}

TEST_P(StoreContract, HeadsAreReadInTheirOrderFromBehindTheGivenOne) {
  for (const std::uint64_t number : {1U, 2U, 3U, 4U}) ASSERT_TRUE(store_->storeAuditHead(headOf(number)));
  EXPECT_EQ(store_->lastAuditHead(), headOf(4));
  EXPECT_THAT(store_->auditHeads(0, 2), ElementsAre(headOf(1), headOf(2)));
  EXPECT_THAT(store_->auditHeads(2, 10), ElementsAre(headOf(3), headOf(4)));
  EXPECT_THAT(store_->auditHeads(4, 10), IsEmpty());
}

}  // namespace
}  // namespace heliograph::store
