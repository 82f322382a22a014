// Counting sessions: by the interval in which they began, by method and by status.

#include <gmock/gmock.h>

#include "store/contract/store_contract.h"

namespace heliograph::store {
namespace {

using domain::SessionCount;
using domain::SessionStatus;
using domain::StatisticsQuery;
using testing::AllOf;
using testing::Field;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

// The whole hour before kNow, and the next one.
constexpr TimePoint kFirstHour{std::chrono::seconds(1'699'999'200)};
constexpr TimePoint kSecondHour = kFirstHour + 1h;

StatisticsQuery hoursOf(const domain::Application& application) {
  return {.application = application.id, .from = kFirstHour, .to = kSecondHour + 1h, .interval = 1h, .now = kNow};
}

auto counted(TimePoint from, AuthMethod auth_method, SessionStatus status, std::uint64_t count) {
  return AllOf(Field("from", &SessionCount::from, from), Field("auth_method", &SessionCount::auth_method, auth_method),
               Field("status", &SessionCount::status, status), Field("count", &SessionCount::count, count));
}

TEST_P(StoreContract, WithoutSessionsThereIsNothingToCount) {
  EXPECT_THAT(store_->countSessions(hoursOf(createApplication())), IsEmpty());
}

TEST_P(StoreContract, OfflineSessionsAreCountedByTheirStatus) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application);
  beginOffline(id);
  beginOffline(id);
  ASSERT_TRUE(cancel(beginOffline(id).session.id, kNow));
  ASSERT_TRUE(record(rightGuessAt(beginOffline(id).session)));
  auto last = lastGuessAt(beginOffline(id).session);
  last.state.lock = std::nullopt;
  ASSERT_TRUE(record(last));
  EXPECT_THAT(store_->countSessions(hoursOf(application)),
              UnorderedElementsAre(counted(kFirstHour, AuthMethod::kOfflinePin, SessionStatus::kStarted, 2),
                                   counted(kFirstHour, AuthMethod::kOfflinePin, SessionStatus::kCancelled, 1),
                                   counted(kFirstHour, AuthMethod::kOfflinePin, SessionStatus::kCompleted, 1),
                                   counted(kFirstHour, AuthMethod::kOfflinePin, SessionStatus::kFailed, 1)));
}

TEST_P(StoreContract, SessionsPastTheirTimeAreCountedAsExpired) {
  const auto application = createApplication();
  beginOffline(createDevice(application));
  beginAuthentication(createDevice(application, AuthMethod::kDevicePin));
  ASSERT_EQ(record(rightResponseTo(beginAuthentication(createDevice(application, AuthMethod::kDevicePin)))),
            domain::OnlineRecord::kRecorded);
  auto query = hoursOf(application);
  query.now = kNow + kSessionLifetime;
  EXPECT_THAT(store_->countSessions(query),
              UnorderedElementsAre(counted(kFirstHour, AuthMethod::kOfflinePin, SessionStatus::kExpired, 1),
                                   counted(kFirstHour, AuthMethod::kDevicePin, SessionStatus::kExpired, 1),
                                   counted(kFirstHour, AuthMethod::kDevicePin, SessionStatus::kCompleted, 1)));
}

TEST_P(StoreContract, SessionsAreCountedByTheirMethod) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflineDevice, AuthMethod::kDevicePin);
  beginOffline(id, AuthMethod::kOfflinePin);
  beginOffline(id, AuthMethod::kOfflineDevice);
  beginAuthentication(id);
  EXPECT_THAT(store_->countSessions(hoursOf(application)),
              UnorderedElementsAre(counted(kFirstHour, AuthMethod::kOfflinePin, SessionStatus::kStarted, 1),
                                   counted(kFirstHour, AuthMethod::kOfflineDevice, SessionStatus::kStarted, 1),
                                   counted(kFirstHour, AuthMethod::kDevicePin, SessionStatus::kStarted, 1)));
}

TEST_P(StoreContract, AnAuthenticationWithSeveralMethodsCountsUnderTheOneThatAnsweredElseUnderDevice) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kDeviceIosFaceId, AuthMethod::kDevicePin);
  const protocol::AuthMethodSet both = {AuthMethod::kDevicePin, AuthMethod::kDeviceIosFaceId};
  ASSERT_TRUE(tryToBegin(newAuthentication(id, both)));
  const auto answered = tryToBegin(newAuthentication(id, both)).value();
  ASSERT_EQ(record(rightResponseTo(answered)), domain::OnlineRecord::kRecorded);
  EXPECT_THAT(store_->countSessions(hoursOf(application)),
              UnorderedElementsAre(counted(kFirstHour, AuthMethod::kDevice, SessionStatus::kStarted, 1),
                                   counted(kFirstHour, AuthMethod::kDevicePin, SessionStatus::kCompleted, 1)));
}

TEST_P(StoreContract, SessionsAreCountedInTheIntervalInWhichTheyBegan) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application, AuthMethod::kDevicePin);
  addMethod(id, AuthMethod::kOfflinePin, AuthMethod::kDevicePin);
  for (const TimePoint at : {kFirstHour, kSecondHour - 1ms, kSecondHour}) {
    auto begin = newOfflineSession(id);
    begin.now = at;
    ASSERT_TRUE(tryToBegin(begin));
    beginAuthentication(id, at);
  }
  auto query = hoursOf(application);
  query.now = kFirstHour;
  EXPECT_THAT(store_->countSessions(query),
              UnorderedElementsAre(counted(kFirstHour, AuthMethod::kOfflinePin, SessionStatus::kStarted, 2),
                                   counted(kSecondHour, AuthMethod::kOfflinePin, SessionStatus::kStarted, 1),
                                   counted(kFirstHour, AuthMethod::kDevicePin, SessionStatus::kStarted, 2),
                                   counted(kSecondHour, AuthMethod::kDevicePin, SessionStatus::kStarted, 1)));
}

TEST_P(StoreContract, TheCountTakesInItsStartAndLeavesOutItsEnd) {
  const auto application = createApplication();
  const DeviceId id = createDevice(application);
  for (const TimePoint at : {kNow - 1ms, kNow, kNow + 1s - 1ms, kNow + 1s}) {
    auto begin = newOfflineSession(id);
    begin.now = at;
    ASSERT_TRUE(tryToBegin(begin));
  }
  auto query = hoursOf(application);
  query.from = kNow;
  query.to = kNow + 1s;
  EXPECT_THAT(store_->countSessions(query),
              UnorderedElementsAre(counted(kFirstHour, AuthMethod::kOfflinePin, SessionStatus::kStarted, 2)));
}

TEST_P(StoreContract, OnlySessionsOfTheApplicationAreCounted) {
  const auto organisation = createOrganisation();
  const auto mine = createApplicationOf(organisation);
  const auto other = createApplicationOf(organisation);
  beginOffline(createDevice(other));
  beginAuthentication(createDevice(other, AuthMethod::kDevicePin));
  EXPECT_THAT(store_->countSessions(hoursOf(mine)), IsEmpty());
}

}  // namespace
}  // namespace heliograph::store
