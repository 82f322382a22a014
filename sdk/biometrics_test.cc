#include "sdk/phone_test.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using Biometrics = TestKeyStore::Biometrics;

class BiometricsTest : public PhoneTest {
 protected:
  void SetUp() override { activateAndAdd(with(AuthMethod::kOfflineIosFaceId)); }
  void start() {
    verification_data = server.beginOffline(AuthMethod::kOfflineIosFaceId, kContext);
    ASSERT_THAT(phone.startOfflineAuthentication(verification_data), Succeeds());
  }
  auto finish() { return phone.finishOfflineAuthentication(with(AuthMethod::kOfflineIosFaceId)); }

  std::string verification_data;
};

TEST_F(BiometricsTest, AMatchReleasesTheKey) {
  start();
  EXPECT_EQ(platform.biometricPrompts(), 0) << "possession alone shows the context";
  const auto finished = finish();
  ASSERT_THAT(finished, Succeeds());
  EXPECT_EQ(finished->one_time_password, server.expectedPassword(verification_data));
  EXPECT_EQ(platform.biometricPrompts(), 1);
}

TEST_F(BiometricsTest, NoMatchAndACancelledPromptMayBeTriedAgain) {
  start();
  platform.playBiometrics(Biometrics::kNoMatch);
  const auto no_match = finish();
  ASSERT_THAT(no_match, FailsWith(ErrorCode::kBiometricNoMatch));
  EXPECT_TRUE(no_match.error().isRecoverable());
  platform.playBiometrics(Biometrics::kCancelled);
  const auto cancelled = finish();
  ASSERT_THAT(cancelled, FailsWith(ErrorCode::kBiometricCancelled));
  EXPECT_TRUE(cancelled.error().isRecoverable());
  platform.playBiometrics(Biometrics::kMatch);
  EXPECT_THAT(finish(), Succeeds());
}

TEST_F(BiometricsTest, AChangedEnrolmentDestroysTheKeyUntilTheMethodIsAddedAgain) {
  start();
  platform.playBiometrics(Biometrics::kEnrolmentChanged);
  const auto changed = finish();
  ASSERT_THAT(changed, FailsWith(ErrorCode::kBiometricEnrolmentChanged));
  EXPECT_FALSE(changed.error().isRecoverable());

  platform.playBiometrics(Biometrics::kMatch);
  start();
  EXPECT_THAT(finish(), FailsWith(ErrorCode::kBiometricEnrolmentChanged));
  ASSERT_THAT(add(with(AuthMethod::kOfflineIosFaceId)), Succeeds());
  start();
  const auto finished = finish();
  ASSERT_THAT(finished, Succeeds());
  EXPECT_EQ(finished->one_time_password, server.expectedPassword(verification_data));
}

TEST_F(BiometricsTest, AnAuthorisationWithoutAMatchReachesNoServer) {
  ASSERT_THAT(add(with(AuthMethod::kDeviceIosFaceId)), Succeeds());
  ASSERT_THAT(phone.startAddOrUpdate(), Succeeds());
  const int messages = server.messages();
  platform.playBiometrics(Biometrics::kNoMatch);
  EXPECT_THAT(phone.finishAddOrUpdate(with(AuthMethod::kDeviceIosFaceId), offlinePin("1111")),
              FailsWith(ErrorCode::kBiometricNoMatch));
  EXPECT_EQ(server.messages(), messages);
  platform.playBiometrics(Biometrics::kMatch);
  EXPECT_THAT(phone.finishAddOrUpdate(with(AuthMethod::kDeviceIosFaceId), offlinePin("1111")), Succeeds());
}

// A platform that cannot ask for fingers or faces.
class WithoutBiometrics final : public KeyStore {
 public:
  explicit WithoutBiometrics(KeyStore& behind) : behind_(behind) {}
  Result<void, KeyStoreError> commit(std::vector<KeyStoreChange> changes) override {
    return behind_.commit(std::move(changes));
  }
  Result<SecretBytes, KeyStoreError> read(std::string_view name) override { return behind_.read(name); }
  [[nodiscard]] bool hasBiometrics() const override { return false; }
  Result<crypto::P256PublicKey, KeyStoreError> createSigningKey() override { return behind_.createSigningKey(); }
  Result<crypto::P256Signature, KeyStoreError> sign(ByteView message) override { return behind_.sign(message); }
  Result<void, KeyStoreError> clear() override { return behind_.clear(); }

 private:
  KeyStore& behind_;
};

TEST_F(PhoneTest, ADeviceWithoutBiometricsOffersAndTakesNone) {
  WithoutBiometrics plain(key_store);
  Controller plain_phone(plain, &server, random, clock);
  ASSERT_THAT(plain_phone.loadConfig(server.configuration()), Succeeds());
  const auto started = plain_phone.startActivation(FakeServer::kActivationCode);
  ASSERT_THAT(started, Succeeds());
  EXPECT_EQ(started->auth_methods, (protocol::AuthMethodSet{AuthMethod::kDevice, AuthMethod::kDevicePin}));
  EXPECT_THAT(plain_phone.finishActivation(with(AuthMethod::kDeviceIosFaceId)),
              FailsWith(ErrorCode::kMethodNotAllowed));
}

}  // namespace
}  // namespace heliograph::sdk
