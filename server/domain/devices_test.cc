#include "domain/devices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

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
  ASSERT_TRUE(server.administration.revokeApiKey(server.caller.key, server.now));
  EXPECT_EQ(codeOf(find(phone)), RefusalCode::kRevokedKey);
  EXPECT_EQ(codeOf(server.devices.search(server.caller, std::nullopt, std::nullopt, std::nullopt, server.now)),
            RefusalCode::kRevokedKey);
}

}  // namespace
}  // namespace heliograph::domain
