// Locking, unlocking and removing devices, as a bank does it.

#include "http/service_provider/devices.h"

#include <gmock/gmock.h>

#include <string>

#include "http/testing/service_provider_fixture.h"

namespace heliograph::http::testing {
namespace {

using ::testing::HasSubstr;

constexpr const char* kReason = R"({"reason":"reported as lost"})";

class DevicesTest : public ServiceProviderFixture {
 protected:
  // Tries wrong passwords until the method is locked.
  void lockByGuessing(const Phone& phone) {
    const auto session = beginSession(phone);
    for (int i = 0; i < 3; ++i) verify(session, wrongPassword(rightOtp(phone, session)));
  }
};

TEST_F(DevicesTest, LocksADeviceUntilItIsUnlocked) {
  const Phone phone = enrolPhone(bank_);
  const auto locked = post(pathOf(phone) + "/lock", kReason);
  EXPECT_EQ(locked.status, 200);
  EXPECT_EQ(jsonOf(locked)["lock_status"], "LOCKED");
  EXPECT_EQ(jsonOf(locked)["lock_reason"], "ADMIN");
  EXPECT_FALSE(jsonOf(locked).contains("locked_until"));
  EXPECT_EQ(get(pathOf(phone)).body, locked.body);
  EXPECT_EQ(outcomeOf(begin(phone)), "423 DEVICE_LOCKED");

  const auto unlocked = post(pathOf(phone) + "/unlock", "");
  EXPECT_EQ(unlocked.status, 200);
  EXPECT_EQ(jsonOf(unlocked)["lock_status"], "UNLOCKED");
  EXPECT_EQ(begin(phone).status, 201);
}

TEST_F(DevicesTest, ALockedDeviceVerifiesNothing) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  post(pathOf(phone) + "/lock", kReason);
  EXPECT_EQ(outcomeOf(verify(session, rightOtp(phone, session))), "423 DEVICE_LOCKED");
}

TEST_F(DevicesTest, LocksAndUnlocksTwiceWithoutComplaint) {
  const Phone phone = enrolPhone(bank_);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(jsonOf(post(pathOf(phone) + "/lock", kReason))["lock_status"], "LOCKED");
  for (int i = 0; i < 2; ++i) EXPECT_EQ(jsonOf(post(pathOf(phone) + "/unlock", "{}"))["lock_status"], "UNLOCKED");
}

TEST_F(DevicesTest, LocksForAReasonOnly) {
  const Phone phone = enrolPhone(bank_);
  for (const std::string& thing : {pathOf(phone), pathOf(phone) + "/auth-methods/OFFLINE_PIN"}) {
    for (const std::string& body :
         {std::string("{}"), std::string(R"({"reason":""})"), std::string(R"({"reason":1})"),
          std::string(R"({"reason":"two\nlines"})"), R"({"reason":")" + std::string(129, 'x') + R"("})"}) {
      const auto refused = post(thing + "/lock", body);
      EXPECT_EQ(outcomeOf(refused), "400 MALFORMED_REQUEST") << body;
      EXPECT_THAT(jsonOf(refused)["detail"].get<std::string>(), HasSubstr("reason")) << body;
    }
    EXPECT_EQ(outcomeOf(post(thing + "/lock", "")), "415 UNSUPPORTED_MEDIA_TYPE");
    EXPECT_EQ(outcomeOf(post(thing + "/unlock", kReason)), "400 MALFORMED_REQUEST");
    EXPECT_EQ(jsonOf(get(thing))["lock_status"], "UNLOCKED");
  }
}

TEST_F(DevicesTest, ShowsNoReasonThatSomebodyGave) {
  const Phone phone = enrolPhone(bank_);
  const auto locked = post(pathOf(phone) + "/lock", R"({"reason":"<script>"})");
  EXPECT_EQ(locked.status, 200);
  EXPECT_EQ(locked.body.find("script"), std::string::npos);
}

TEST_F(DevicesTest, RemovesADeviceForGood) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  const auto removed = remove(pathOf(phone));
  EXPECT_EQ(removed.status, 204);
  EXPECT_FALSE(removed.headers.contains("content-length"));
  EXPECT_FALSE(removed.headers.contains("content-type"));
  EXPECT_EQ(jsonOf(get(pathOf(phone)))["device_status"], "DEACTIVATED");
  EXPECT_TRUE(jsonOf(get(pathOf(phone)))["auth_methods"].empty());
  EXPECT_EQ(jsonOf(get(pathOf(session)))["status"], "CANCELLED");
  EXPECT_EQ(outcomeOf(begin(phone)), "404 UNKNOWN_DEVICE");
  EXPECT_EQ(outcomeOf(remove(pathOf(phone))), "404 UNKNOWN_DEVICE");
  EXPECT_EQ(outcomeOf(post(pathOf(phone) + "/lock", kReason)), "404 UNKNOWN_DEVICE");
  EXPECT_EQ(outcomeOf(post(pathOf(phone) + "/unlock", "")), "404 UNKNOWN_DEVICE");
}

TEST_F(DevicesTest, RemovesNothingWhereSomethingWasSent) {
  const Phone phone = enrolPhone(bank_);
  for (const std::string& thing : {pathOf(phone), pathOf(phone) + "/auth-methods/OFFLINE_PIN"}) {
    const std::string head = bank_.authorization() + "Content-Type: application/json\r\n";
    EXPECT_EQ(outcomeOf(send(requestText("DELETE", thing, head, kReason))), "400 MALFORMED_REQUEST");
  }
  EXPECT_EQ(begin(phone).status, 201);
}

TEST_F(DevicesTest, KeepsTheConnectionAfterAnAnswerWithoutContent) {
  const Phone phone = enrolPhone(bank_);
  HttpClient client(port());
  client.send(requestText("DELETE", pathOf(phone), bank_.authorization()) + requestText("GET", "/health/live"));
  EXPECT_EQ(client.receive()->status, 204);
  EXPECT_EQ(client.receive()->body, R"({"status":"UP"})");
}

// --- one method ------------------------------------------------------------------------------------------------------

class OneMethodTest : public DevicesTest {
 protected:
  static std::string methodOf(const Phone& phone, const std::string& name = "OFFLINE_PIN") {
    return pathOf(phone) + "/auth-methods/" + name;
  }
};

TEST_F(OneMethodTest, IsShownAsItsDeviceShowsIt) {
  const Phone phone = enrolPhone(bank_);
  const auto shown = get(methodOf(phone));
  EXPECT_EQ(shown.status, 200);
  EXPECT_EQ(jsonOf(shown), jsonOf(get(pathOf(phone)))["auth_methods"][0]);
}

TEST_F(OneMethodTest, IsLockedAndUnlockedWithoutItsDevice) {
  const Phone phone = enrolPhone(bank_);
  const auto locked = post(methodOf(phone) + "/lock", kReason);
  EXPECT_EQ(locked.status, 200);
  EXPECT_EQ(jsonOf(locked)["lock_status"], "LOCKED");
  EXPECT_EQ(jsonOf(locked)["lock_reason"], "ADMIN");
  EXPECT_EQ(jsonOf(get(pathOf(phone)))["lock_status"], "UNLOCKED");
  EXPECT_EQ(outcomeOf(begin(phone)), "423 METHOD_LOCKED");

  EXPECT_EQ(jsonOf(post(methodOf(phone) + "/unlock", ""))["lock_status"], "UNLOCKED");
  EXPECT_EQ(begin(phone).status, 201);
}

TEST_F(OneMethodTest, HasAllItsAttemptsAgainWhenItsLockIsEnded) {
  const Phone phone = enrolPhone(bank_);
  lockByGuessing(phone);
  EXPECT_EQ(outcomeOf(begin(phone)), "423 METHOD_LOCKED");
  const auto unlocked = jsonOf(post(methodOf(phone) + "/unlock", ""));
  EXPECT_EQ(unlocked["lock_status"], "UNLOCKED");
  EXPECT_EQ(unlocked["remaining_attempts"], 3);
  const auto session = beginSession(phone);
  EXPECT_EQ(jsonOf(verify(session, rightOtp(phone, session)))["result"], "SUCCESS");
}

TEST_F(OneMethodTest, OfAnOfflineKindStaysLockedWhenItsDeviceIsUnlocked) {
  const Phone phone = enrolPhone(bank_);
  lockByGuessing(phone);
  post(pathOf(phone) + "/unlock", "");
  EXPECT_EQ(outcomeOf(begin(phone)), "423 METHOD_LOCKED");
}

TEST_F(OneMethodTest, IsRemovedWithItsOpenSessions) {
  const Phone phone = enrolPhone(bank_);
  const auto session = beginSession(phone);
  EXPECT_EQ(remove(methodOf(phone)).status, 204);
  EXPECT_EQ(jsonOf(get(pathOf(session)))["status"], "CANCELLED");
  EXPECT_EQ(jsonOf(get(pathOf(phone)))["device_status"], "ACTIVE");
  EXPECT_EQ(outcomeOf(begin(phone)), "409 AUTH_METHOD_NOT_ACTIVATED");
  EXPECT_EQ(outcomeOf(remove(methodOf(phone))), "404 AUTH_METHOD_NOT_ACTIVATED");
}

TEST_F(OneMethodTest, IsNothingWhereItIsNotActivated) {
  const Phone phone = enrolPhone(bank_);
  for (const char* name : {"OFFLINE_DEVICE", "DEVICE_PIN"}) {
    const std::string method = methodOf(phone, name);
    EXPECT_EQ(outcomeOf(get(method)), "404 AUTH_METHOD_NOT_ACTIVATED") << name;
    EXPECT_EQ(outcomeOf(remove(method)), "404 AUTH_METHOD_NOT_ACTIVATED") << name;
    EXPECT_EQ(outcomeOf(post(method + "/lock", kReason)), "404 AUTH_METHOD_NOT_ACTIVATED") << name;
    EXPECT_EQ(outcomeOf(post(method + "/unlock", "")), "404 AUTH_METHOD_NOT_ACTIVATED") << name;
  }
}

TEST_F(OneMethodTest, IsUnknownWhereNoMethodHasItsName) {
  const Phone phone = enrolPhone(bank_);
  for (const std::string& name : {std::string("offline_pin"), std::string("OFFLINE:PIN"), std::string("OFFLINE%5FPIN"),
                                  std::string("OFFLINE_PIN%00"), std::string("2"), std::string("<script>"),
                                  std::string("OFFLINE_PIN,DEVICE_PIN"), std::string(5'000, 'A')}) {
    const std::string method = methodOf(phone, name);
    for (const auto& response :
         {get(method), remove(method), post(method + "/lock", kReason), post(method + "/unlock", "")}) {
      EXPECT_EQ(outcomeOf(response), "404 UNKNOWN_AUTH_METHOD") << name;
      EXPECT_EQ(response.body.find("script"), std::string::npos);
    }
  }
  EXPECT_EQ(begin(phone).status, 201);
}

}  // namespace
}  // namespace heliograph::http::testing
