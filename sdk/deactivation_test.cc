#include "sdk/phone_test.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;

class DeactivationTest : public PhoneTest {
 protected:
  void SetUp() override { activateAndAdd(offlinePin("1111")); }
  void expectAllKeysGone() {
    EXPECT_FALSE(phone.isActivated());
    for (const std::string_view name : {"registration", "device-public-key", "methods/offline-pin/data-key",
                                        "methods/offline-pin/otp-key", "methods/device-pin/otp-key"}) {
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

}  // namespace
}  // namespace heliograph::sdk
