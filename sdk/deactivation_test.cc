#include "sdk/phone_test.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::AuthMethodSet;
using protocol::DeviceStatus;

class DeactivationTest : public PhoneTest {
 protected:
  void SetUp() override { activateAndAdd(offlinePin("1111")); }
  void expectAllKeysGone() {
    EXPECT_FALSE(phone.isActivated());
    for (const std::string_view name : {"registration", "device-public-key", "methods/offline-pin/data-key",
                                        "methods/offline-pin/otp-key", "methods/device-pin/otp-key", "online-salt"}) {
      const auto record = platform.read(name);
      ASSERT_FALSE(record.has_value()) << name;
      EXPECT_EQ(record.error(), KeyStoreError::kNotFound);
    }
    EXPECT_FALSE(platform.sign(bytesOf("x")).has_value());
  }
};

TEST_F(DeactivationTest, TellsTheServerThenRemovesAllKeys) {
  ASSERT_THAT(phone.deactivate(false), Succeeds());
  EXPECT_FALSE(server.knowsDevice());
  expectAllKeysGone();
}

TEST_F(DeactivationTest, LocallyTheServerIsNotTold) {
  const int messages = server.messages();
  ASSERT_THAT(phone.deactivate(true), Succeeds());
  EXPECT_EQ(server.messages(), messages);
  EXPECT_TRUE(server.knowsDevice());
  expectAllKeysGone();
}

TEST_F(DeactivationTest, WhereTheServerCannotBeToldNothingIsRemoved) {
  server.play(FakeServer::Fault::kLoseMessage);
  EXPECT_THAT(phone.deactivate(false), FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(FakeServer::Fault::kNone);
  EXPECT_TRUE(phone.isActivated());
  EXPECT_THAT(authenticateOffline(server.beginOffline(AuthMethod::kOfflinePin, kContext), offlinePin("1111")),
              Succeeds());
}

TEST_F(DeactivationTest, WhereTheAnswerWasLostItIsRepeated) {
  server.play(FakeServer::Fault::kLoseAnswer);
  EXPECT_THAT(phone.deactivate(false), FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(FakeServer::Fault::kNone);
  EXPECT_THAT(phone.deactivate(false), Succeeds());
  expectAllKeysGone();
}

TEST_F(DeactivationTest, AFailingKeyStoreIsNoSuccess) {
  platform.failFromNowOn(true);
  EXPECT_THAT(phone.deactivate(true), FailsWith(ErrorCode::kKeyStoreUnavailable));
  platform.failFromNowOn(false);
  EXPECT_TRUE(phone.isActivated());
}

TEST_F(DeactivationTest, ADamagedRegistrationIsNoObstacleToALocalOne) {
  std::vector<KeyStoreChange> damage;
  damage.push_back({.name = "registration", .value = SecretBytes(3)});
  ASSERT_TRUE(platform.commit(std::move(damage)).has_value());
  EXPECT_THAT(phone.deactivate(false), FailsWith(ErrorCode::kKeyStoreUnavailable));
  EXPECT_THAT(phone.deactivate(true), Succeeds());
  expectAllKeysGone();
}

TEST_F(DeactivationTest, ADeviceCanBeActivatedAfterwards) {
  ASSERT_THAT(phone.deactivate(false), Succeeds());
  EXPECT_THAT(activate(devicePin("3690")), Succeeds());
}

class MethodDeactivationTest : public DeactivationTest {
 protected:
  static constexpr AuthMethod kMethod = AuthMethod::kOfflinePin;
  static constexpr std::string_view kDataKey = "methods/offline-pin/data-key";
  static constexpr std::string_view kOtpKey = "methods/offline-pin/otp-key";

  void SetUp() override {
    DeactivationTest::SetUp();
    verification_data = server.beginOffline(kMethod, kContext);
  }
  void expectRemovedHere() {
    EXPECT_EQ(activatedMethods(), AuthMethodSet{AuthMethod::kDevicePin});
    for (const std::string_view name : {kDataKey, kOtpKey}) {
      const auto record = platform.read(name);
      ASSERT_FALSE(record.has_value()) << name;
      EXPECT_EQ(record.error(), KeyStoreError::kNotFound);
    }
    EXPECT_THAT(phone.startOfflineAuthentication(verification_data), FailsWith(ErrorCode::kMethodNotAllowed));
  }
  void expectNothingRemovedHere() {
    EXPECT_EQ(activatedMethods(), (AuthMethodSet{AuthMethod::kDevicePin, kMethod}));
    EXPECT_THAT(authenticateOffline(verification_data, offlinePin("1111")), Succeeds());
  }

  std::string verification_data;
};

TEST_F(MethodDeactivationTest, TellsTheServerThenRemovesTheMethodAndNoOther) {
  ASSERT_THAT(phone.deactivateAuthMethod(kMethod, false), Succeeds());
  EXPECT_EQ(server.activatedMethods(), AuthMethodSet{AuthMethod::kDevicePin});
  expectRemovedHere();
  EXPECT_THAT(add(offlinePin("2222")), Succeeds()) << "the other method and the salt are still there";
}

TEST_F(MethodDeactivationTest, LocallyTheServerIsNotTold) {
  const int messages = server.messages();
  ASSERT_THAT(phone.deactivateAuthMethod(kMethod, true), Succeeds());
  EXPECT_EQ(server.messages(), messages);
  EXPECT_TRUE(server.activatedMethods().contains(kMethod));
  expectRemovedHere();
}

TEST_F(MethodDeactivationTest, WhereTheServerCannotBeToldNothingIsRemoved) {
  server.play(FakeServer::Fault::kLoseMessage);
  EXPECT_THAT(phone.deactivateAuthMethod(kMethod, false), FailsWith(ErrorCode::kNetworkUnavailable));
  server.play(FakeServer::Fault::kNone);
  for (const DeviceStatus status :
       {DeviceStatus::kLocked, DeviceStatus::kLockedByAdmin, DeviceStatus::kTryLater, DeviceStatus::kRejectedRequest}) {
    server.refuse(protocol::Refused{status});
    const auto outcome = phone.deactivateAuthMethod(kMethod, false);
    ASSERT_FALSE(outcome.has_value());
    EXPECT_EQ(outcome.error().number(), static_cast<int>(status));
  }
  expectNothingRemovedHere();
}

TEST_F(MethodDeactivationTest, AServerThatKnowsNoSuchMethodCountsAsTold) {
  server.play(FakeServer::Fault::kLoseAnswer);
  EXPECT_THAT(phone.deactivateAuthMethod(kMethod, false), FailsWith(ErrorCode::kNetworkUnavailable));
  EXPECT_FALSE(server.activatedMethods().contains(kMethod));
  EXPECT_TRUE(activatedMethods().contains(kMethod));
  server.play(FakeServer::Fault::kNone);
  EXPECT_THAT(phone.deactivateAuthMethod(kMethod, false), Succeeds());
  expectRemovedHere();
}

TEST_F(MethodDeactivationTest, AServerThatKnowsNoSuchDeviceCountsAsTold) {
  server.forgetDevice();
  EXPECT_THAT(phone.deactivateAuthMethod(kMethod, false), Succeeds());
  expectRemovedHere();
}

TEST_F(MethodDeactivationTest, AMethodThatIsNotActivatedHereIsRefusedBeforeAnything) {
  const int messages = server.messages();
  for (const bool local_only : {false, true}) {
    EXPECT_THAT(phone.deactivateAuthMethod(AuthMethod::kDevice, local_only), FailsWith(ErrorCode::kMethodNotAllowed));
  }
  EXPECT_EQ(server.messages(), messages);
  expectNothingRemovedHere();
}

TEST_F(MethodDeactivationTest, WhereTheKeyStoreFailsItIsRepeated) {
  key_store.failCommitAfter(0);
  EXPECT_THAT(phone.deactivateAuthMethod(kMethod, false), FailsWith(ErrorCode::kKeyStoreUnavailable));
  expectNothingRemovedHere();
  EXPECT_THAT(phone.deactivateAuthMethod(kMethod, false), Succeeds());
  expectRemovedHere();
}

TEST_F(MethodDeactivationTest, KeysAndRegistrationGoInOneCommit) {
  const int commits = key_store.commits();
  ASSERT_THAT(phone.deactivateAuthMethod(kMethod, true), Succeeds());
  EXPECT_EQ(key_store.commits(), commits + 1);
}

TEST_F(MethodDeactivationTest, TheLastMethodMayGoAndLeavesTheDeviceRegistered) {
  ASSERT_THAT(phone.deactivateAuthMethod(kMethod, false), Succeeds());
  ASSERT_THAT(phone.deactivateAuthMethod(AuthMethod::kDevicePin, false), Succeeds());
  EXPECT_EQ(activatedMethods(), AuthMethodSet{});
  EXPECT_TRUE(phone.isActivated());
  EXPECT_TRUE(platform.read("online-salt").has_value());
  EXPECT_THAT(phone.deactivate(false), Succeeds());
  expectAllKeysGone();
}

TEST_F(MethodDeactivationTest, ABiometricMethodIsRemovedWithoutAPrompt) {
  ASSERT_THAT(add(with(AuthMethod::kDeviceIosFaceId)), Succeeds());
  ASSERT_THAT(phone.deactivateAuthMethod(AuthMethod::kDeviceIosFaceId, false), Succeeds());
  EXPECT_EQ(platform.biometricPrompts(), 0);
  EXPECT_EQ(platform.read("methods/device-ios-face-id/otp-key").error(), KeyStoreError::kNotFound);
}

}  // namespace
}  // namespace heliograph::sdk
