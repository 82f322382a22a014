// A KeyStore in memory that plays biometrics and failures, for tests of the controller and of applications.

#ifndef HELIOGRAPH_SDK_TESTING_TEST_KEY_STORE_H_
#define HELIOGRAPH_SDK_TESTING_TEST_KEY_STORE_H_

#include <map>
#include <optional>
#include <string>

#include "base/random.h"
#include "crypto/p256.h"
#include "sdk/key_store.h"

namespace heliograph::sdk {

class TestKeyStore final : public KeyStore {
 public:
  enum class Biometrics { kMatch, kNoMatch, kCancelled, kEnrolmentChanged };

  explicit TestKeyStore(Random& random) : random_(random) {}

  // What the user does at the next prompts. kEnrolmentChanged destroys the biometric records when they are next read.
  void playBiometrics(Biometrics biometrics) { biometrics_ = biometrics; }
  // Every later call fails with kUnavailable until set back.
  void failFromNowOn(bool fail) { fail_ = fail; }
  [[nodiscard]] int biometricPrompts() const { return biometric_prompts_; }

  [[nodiscard]] Result<void, KeyStoreError> commit(std::vector<KeyStoreChange> changes) override;
  [[nodiscard]] Result<SecretBytes, KeyStoreError> read(std::string_view name) override;
  [[nodiscard]] bool hasBiometrics() const override { return true; }
  [[nodiscard]] Result<crypto::P256PublicKey, KeyStoreError> createSigningKey() override;
  [[nodiscard]] Result<crypto::P256Signature, KeyStoreError> sign(ByteView message) override;
  [[nodiscard]] Result<void, KeyStoreError> clear() override;

 private:
  struct Record {
    Protection protection;
    SecretBytes value;
  };
  Random& random_;
  std::map<std::string, Record, std::less<>> records_;
  std::optional<crypto::P256PrivateKey> signing_key_;
  Biometrics biometrics_ = Biometrics::kMatch;
  bool fail_ = false;
  int biometric_prompts_ = 0;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_TESTING_TEST_KEY_STORE_H_
