// Devices as an operator of all organisations meets them.

#include "http/admin/devices.h"

#include <gmock/gmock.h>

#include <set>
#include <string>

#include "http/testing/service_provider_fixture.h"

namespace heliograph::http::testing {
namespace {

using domain::ApiKeyRole;
using domain::AuditAction;
using nlohmann::json;
using ::testing::StartsWith;

constexpr const char* kReason = R"({"reason":"asked by the bank"})";

std::string adminPath(const std::string& rest = "") { return "/admin-api/v1/devices" + rest; }
std::string adminPath(const Phone& phone, const std::string& rest = "") {
  return adminPath("/" + phone.device.text() + rest);
}

class AdminDevicesTest : public ServiceProviderFixture {
 protected:
  ReceivedResponse read(const std::string& target) { return get(target, admin_); }
  ReceivedResponse act(const std::string& target, const std::string& body = "") { return post(target, body, admin_); }
  ReceivedResponse take(const std::string& target) { return remove(target, admin_); }
  static std::string searchOf(const Bank& bank, const std::string& more = "") {
    return adminPath("?organisation_id=" + bank.organisation.text() + more);
  }
  // The last event of this kind is of the bank, by the administrator and by this request.
  void expectEvent(AuditAction action, const ReceivedResponse& response) {
    const auto events = eventsOf(action);
    ASSERT_FALSE(events.empty()) << nameOf(action);
    EXPECT_EQ(events.back().origin.api_key, admin_.key) << nameOf(action);
    EXPECT_EQ(events.back().origin.request_id, response.headers.at("x-request-id")) << nameOf(action);
    EXPECT_EQ(events.back().organisation, bank_.organisation) << nameOf(action);
    EXPECT_EQ(events.back().application, bank_.application) << nameOf(action);
  }

  // Of an organisation that has no devices.
  const Bank admin_ = newKey(makeBank("operator"), ApiKeyRole::kAdmin);
};

TEST_F(AdminDevicesTest, ShowsADeviceOfAnyOrganisationAsItsBankSeesIt) {
  for (const Bank* bank : {&bank_, &other_bank_}) {
    const Phone phone = enrolPhone(*bank, "alice");
    EXPECT_EQ(read(adminPath(phone)).body, get(pathOf(phone), *bank).body);
    EXPECT_EQ(read(searchOf(*bank)).body, get(path("/devices"), *bank).body);
  }
}

TEST_F(AdminDevicesTest, FindsTheDevicesOfOneOrganisationAlone) {
  const Phone alices = enrolPhone(bank_, "alice");
  const Phone bobs = enrolPhone(bank_, "bob");
  enrolPhone(other_bank_, "alice");
  const auto found = [&](const std::string& more) {
    std::set<std::string> ids;
    const auto page = jsonOf(read(searchOf(bank_, more)));
    for (const json& device : page["devices"]) ids.insert(device["device_id"]);
    return ids;
  };
  const std::string alice = alices.device.text();
  const std::string bob = bobs.device.text();
  EXPECT_EQ(found(""), (std::set{alice, bob}));
  EXPECT_EQ(found("&user_reference=alice"), std::set{alice});
  EXPECT_EQ(found("&application_id=" + bank_.application.text()), (std::set{alice, bob}));
  EXPECT_TRUE(found("&application_id=" + other_bank_.application.text()).empty());
  EXPECT_EQ(found("&cursor=" + std::min(alice, bob)), std::set{std::max(alice, bob)});
}

TEST_F(AdminDevicesTest, RefusesASearchByNameOfWhatIsAtFault) {
  const struct {
    std::string target;
    const char* outcome;
    const char* named;
  } rows[] = {
      {adminPath(), "400 MALFORMED_REQUEST", "organisation_id"},
      {adminPath("?user_reference=alice"), "400 MALFORMED_REQUEST", "organisation_id"},
      {adminPath("?organisation_id="), "400 MALFORMED_REQUEST", "organisation_id"},
      {adminPath("?organisation_id=bank"), "400 MALFORMED_REQUEST", "organisation_id"},
      {adminPath("?organisation_id=" + std::string(kNobody)), "404 UNKNOWN_ORGANISATION", "organisation_id"},
      {searchOf(bank_, "&application_id=x"), "400 MALFORMED_REQUEST", "application_id"},
      {searchOf(bank_, "&cursor=x"), "400 MALFORMED_REQUEST", "cursor"},
      {searchOf(bank_, "&state=LOCKED"), "400 MALFORMED_REQUEST", "state"},
      {searchOf(bank_, "&organisation_id=" + other_bank_.organisation.text()), "400 MALFORMED_REQUEST",
       "organisation_id"},
  };
  for (const auto& row : rows) {
    const auto refused = read(row.target);
    EXPECT_EQ(outcomeOf(refused), row.outcome) << row.target;
    EXPECT_THAT(jsonOf(refused)["detail"].get<std::string>(), StartsWith(row.named)) << row.target;
  }
}

TEST_F(AdminDevicesTest, LocksAndUnlocksADeviceForItsBank) {
  const Phone phone = enrolPhone(bank_);
  const auto locked = act(adminPath(phone, "/lock"), kReason);
  EXPECT_EQ(jsonOf(locked)["lock_status"], "LOCKED");
  EXPECT_EQ(jsonOf(locked)["lock_reason"], "ADMIN");
  expectEvent(AuditAction::kDeviceLocked, locked);
  EXPECT_EQ(eventsOf(AuditAction::kDeviceLocked).back().detail, "ADMIN:asked by the bank");
  EXPECT_EQ(outcomeOf(begin(phone)), "423 DEVICE_LOCKED");

  const auto unlocked = act(adminPath(phone, "/unlock"));
  EXPECT_EQ(jsonOf(unlocked)["lock_status"], "UNLOCKED");
  expectEvent(AuditAction::kDeviceUnlocked, unlocked);
  EXPECT_EQ(begin(phone).status, 201);
}

TEST_F(AdminDevicesTest, LocksAndUnlocksAMethodForItsBank) {
  const Phone phone = enrolPhone(bank_);
  const auto locked = act(adminPath(phone, "/auth-methods/OFFLINE_PIN/lock"), kReason);
  EXPECT_EQ(locked.body, get(pathOf(phone) + "/auth-methods/OFFLINE_PIN").body);
  EXPECT_EQ(jsonOf(locked)["lock_status"], "LOCKED");
  expectEvent(AuditAction::kMethodLocked, locked);
  EXPECT_EQ(outcomeOf(begin(phone)), "423 METHOD_LOCKED");

  const auto unlocked = act(adminPath(phone, "/auth-methods/OFFLINE_PIN/unlock"), "{}");
  EXPECT_EQ(jsonOf(unlocked)["lock_status"], "UNLOCKED");
  expectEvent(AuditAction::kMethodUnlocked, unlocked);
  EXPECT_EQ(begin(phone).status, 201);
}

TEST_F(AdminDevicesTest, RemovesAMethodAndADeviceForItsBank) {
  const Phone phone = enrolPhone(bank_);
  const auto method = take(adminPath(phone, "/auth-methods/OFFLINE_PIN"));
  EXPECT_EQ(method.status, 204);
  expectEvent(AuditAction::kMethodDeactivated, method);
  EXPECT_EQ(outcomeOf(begin(phone)), "409 AUTH_METHOD_NOT_ACTIVATED");
  const auto device = take(adminPath(phone));
  EXPECT_EQ(device.status, 204);
  expectEvent(AuditAction::kDeviceDeactivated, device);
  EXPECT_EQ(jsonOf(read(adminPath(phone)))["device_status"], "DEACTIVATED");
  EXPECT_EQ(outcomeOf(take(adminPath(phone))), "404 UNKNOWN_DEVICE");
}

TEST_F(AdminDevicesTest, LocksForAReasonOnly) {
  const Phone phone = enrolPhone(bank_);
  for (const std::string& target : {adminPath(phone, "/lock"), adminPath(phone, "/auth-methods/OFFLINE_PIN/lock")}) {
    for (const char* body : {"{}", R"({"reason":""})", R"({"reason":1})", R"({"reason":"two\nlines"})"}) {
      const auto refused = act(target, body);
      EXPECT_EQ(outcomeOf(refused), "400 MALFORMED_REQUEST") << body;
      EXPECT_THAT(jsonOf(refused)["detail"].get<std::string>(), StartsWith("reason")) << body;
    }
  }
  EXPECT_EQ(begin(phone).status, 201);
}

TEST_F(AdminDevicesTest, WhatDoesNotExistAndWhatIsNoIdAreAnsweredAlike) {
  for (const std::string id : {kNobody, "x", "%27%20OR%201=1", "..%2f"}) {
    const std::string device = adminPath("/" + id);
    const std::string method = device + "/auth-methods/OFFLINE_PIN";
    for (const auto& response : {read(device), take(device), act(device + "/lock", kReason), act(device + "/unlock"),
                                 take(method), act(method + "/lock", kReason), act(method + "/unlock")}) {
      EXPECT_EQ(outcomeOf(response), "404 UNKNOWN_DEVICE") << id;
    }
  }
  const Phone phone = enrolPhone(bank_);
  EXPECT_EQ(outcomeOf(take(adminPath(phone, "/auth-methods/OFFLINE"))), "404 UNKNOWN_AUTH_METHOD");
  EXPECT_EQ(outcomeOf(take(adminPath(phone, "/auth-methods/DEVICE_PIN"))), "404 AUTH_METHOD_NOT_ACTIVATED");
}

TEST_F(AdminDevicesTest, ARefusedAttemptIsInTheAuditLogByTheAdministratorsKey) {
  const auto refused = act(adminPath("/" + std::string(kNobody) + "/lock"), kReason);
  const auto events = eventsOf(AuditAction::kDeviceLocked);
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(events[0].outcome, domain::AuditOutcome::kRefused);
  EXPECT_EQ(events[0].origin.api_key, admin_.key);
  EXPECT_EQ(events[0].origin.request_id, refused.headers.at("x-request-id"));
  EXPECT_EQ(events[0].detail, "UNKNOWN_DEVICE");
}

}  // namespace
}  // namespace heliograph::http::testing
