#include "domain/statistics.h"

#include <gtest/gtest.h>

#include "domain/testing/test_server.h"

namespace heliograph::domain {
namespace {

using protocol::AuthMethod;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

class StatisticsTest : public testing::Test {
 protected:
  [[nodiscard]] StatisticsQuery queryOf(TimePoint from, TimePoint to, seconds interval) const {
    return {.application = server.application.id, .from = from, .to = to, .interval = interval, .now = server.now};
  }
  TestServer server;
};

TEST_F(StatisticsTest, SessionsAreCountedByTimeMethodAndEnd) {
  const Phone phone = server.enrolledPhone({AuthMethod::kOfflinePin});
  const TimePoint hour = std::chrono::floor<hours>(server.now) + hours(1);
  server.now = hour;
  const auto completed = server.begin(phone);
  ASSERT_TRUE(server.offline_authentications.verify(server.caller, completed.view.session.id,
                                                    phone.oneTimePassword(completed.verification_data), std::nullopt,
                                                    server.now));
  (void)server.begin(phone);
  (void)server.begin(phone);
  server.now = hour + hours(2);
  (void)server.begin(phone);

  const auto counts = server.statistics.count(queryOf(hour, hour + hours(3), hours(1)));
  ASSERT_TRUE(counts);
  const std::tuple<TimePoint, AuthMethod, SessionStatus, std::uint64_t> expected[] = {
      {hour, AuthMethod::kOfflinePin, SessionStatus::kCompleted, 1},
      {hour, AuthMethod::kOfflinePin, SessionStatus::kExpired, 2},
      {hour + hours(2), AuthMethod::kOfflinePin, SessionStatus::kStarted, 1},
  };
  ASSERT_EQ(counts->size(), std::size(expected));
  for (std::size_t i = 0; i < counts->size(); ++i) {
    const SessionCount& count = (*counts)[i];
    EXPECT_EQ(std::tuple(count.from, count.auth_method, count.status, count.count), expected[i]) << i;
  }
}

TEST_F(StatisticsTest, WhateverTheStoresOrderTheyAscendByTime) {
  class UnorderedStore final : public MemoryStore {
   public:
    std::vector<SessionCount> countSessions(const StatisticsQuery& query) override {
      return {{query.from + hours(1), AuthMethod::kDevice, SessionStatus::kCompleted, 1},
              {query.from, AuthMethod::kDevicePin, SessionStatus::kCompleted, 2},
              {query.from, AuthMethod::kDevice, SessionStatus::kExpired, 3},
              {query.from, AuthMethod::kDevice, SessionStatus::kCompleted, 4}};
    }
  };
  TestServer unordered(offlineProperties(), std::make_unique<UnorderedStore>());
  const auto counts = unordered.statistics.count({.application = unordered.application.id,
                                                  .from = unordered.now,
                                                  .to = unordered.now + hours(2),
                                                  .interval = hours(1),
                                                  .now = unordered.now});
  ASSERT_TRUE(counts);
  std::vector<std::uint64_t> order;
  for (const SessionCount& count : *counts) order.push_back(count.count);
  EXPECT_EQ(order, (std::vector<std::uint64_t>{4, 3, 2, 1}));
}

TEST_F(StatisticsTest, RangeAndIntervalAreBounded) {
  constexpr seconds kMinute{60};
  constexpr seconds kLongest = hours(24 * 31);
  // At the start of an interval of a minute, so that a thousand of them are exactly this long.
  const TimePoint from = std::chrono::floor<std::chrono::minutes>(server.now);
  const struct {
    const char* name;
    StatisticsQuery query;
    std::optional<StatisticsError> error;
  } rows[] = {
      {"one interval", queryOf(from, from + kMinute, kMinute), std::nullopt},
      {"a moment", queryOf(from, from + milliseconds(1), kMinute), std::nullopt},
      {"no moment", queryOf(from, from, kMinute), StatisticsError::kEmptyRange},
      {"backwards", queryOf(from, from - kMinute, kMinute), StatisticsError::kEmptyRange},
      {"an interval too short", queryOf(from, from + kMinute, seconds(59)), StatisticsError::kInvalidInterval},
      {"no interval", queryOf(from, from + kMinute, seconds(0)), StatisticsError::kInvalidInterval},
      {"a negative interval", queryOf(from, from + kMinute, -kMinute), StatisticsError::kInvalidInterval},
      {"the longest interval", queryOf(from, from + kLongest, kLongest), std::nullopt},
      {"an interval too long", queryOf(from, from + kLongest, kLongest + seconds(1)),
       StatisticsError::kInvalidInterval},
      {"a thousand intervals", queryOf(from, from + 1000 * kMinute, kMinute), std::nullopt},
      {"a moment more", queryOf(from, from + 1000 * kMinute + milliseconds(1), kMinute),
       StatisticsError::kTooManyIntervals},
      {"a thousand that do not start with an interval",
       queryOf(from + seconds(1), from + 1000 * kMinute + seconds(1), kMinute), StatisticsError::kTooManyIntervals},
      {"around 1970", queryOf(TimePoint{} - kMinute, TimePoint{} + 999 * kMinute, kMinute), std::nullopt},
      {"around 1970, a moment more",
       queryOf(TimePoint{} - kMinute - milliseconds(1), TimePoint{} + 999 * kMinute, kMinute),
       StatisticsError::kTooManyIntervals},
      {"all of time", queryOf(TimePoint::min(), TimePoint::max(), kLongest), StatisticsError::kTooManyIntervals},
  };
  for (const auto& row : rows) {
    const auto counts = server.statistics.count(row.query);
    EXPECT_EQ(counts ? std::nullopt : std::optional(counts.error()), row.error) << row.name;
  }
}

TEST_F(StatisticsTest, AnApplicationThatIsNotThereHasNone) {
  StatisticsQuery query = queryOf(server.now, server.now + hours(1), hours(1));
  query.application = ApplicationId::random(server.random);
  const auto counts = server.statistics.count(query);
  ASSERT_FALSE(counts);
  EXPECT_EQ(counts.error(), StatisticsError::kUnknownApplication);
}

TEST_F(StatisticsTest, AnApplicationThatIsNewHasThemAtOnce) {
  const auto added =
      server.administration.createApplication(server.application.organisation, "New", {}, AuditOrigin{}, server.now);
  ASSERT_TRUE(added);
  StatisticsQuery query = queryOf(server.now, server.now + hours(1), hours(1));
  query.application = added->id;
  const auto counts = server.statistics.count(query);
  ASSERT_TRUE(counts);
  EXPECT_TRUE(counts->empty());
}

}  // namespace
}  // namespace heliograph::domain
