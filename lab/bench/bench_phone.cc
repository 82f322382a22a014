#include "bench/bench_phone.h"

#include <stdexcept>
#include <vector>

#include "sdk/key_store.h"
#include "sdk/offline_authentication.h"
#include "sdk/registration.h"

namespace heliograph::bench {
namespace {

using sdk::KeyStoreError;

sdk::Registration registrationOf(const DeviceId& device) {
  return {.device = {.id = device, .ticket = {}},
          .settings = {},
          .activated = {kMethod},
          .offline_pin_rules = {},
          .device_pin_rules = {}};
}

// Read-only. The records are made when they are asked for (sdk/registration.h, sdk/method_records.h name them).
class KeyStoreOf final : public sdk::KeyStore {
 public:
  explicit KeyStoreOf(const BenchDevice& device) : device_(device) {}

  Result<SecretBytes, KeyStoreError> read(std::string_view name) override {
    if (name.ends_with("/data-key")) return SecretBytes::copyOf(device_.keys.data_key.expose());
    if (name.ends_with("/otp-key")) return SecretBytes::copyOf(device_.keys.otp_key.expose());
    auto registration = sdk::recordOf(registrationOf(device_.id));
    if (name != registration.name) return fail(KeyStoreError::kNotFound);
    return *std::move(registration.value);
  }
  Result<void, KeyStoreError> commit(std::vector<sdk::KeyStoreChange> /*changes*/) override {
    return fail(KeyStoreError::kUnavailable);
  }
  [[nodiscard]] bool hasBiometrics() const override { return false; }
  Result<crypto::P256PublicKey, KeyStoreError> createSigningKey() override { return fail(KeyStoreError::kUnavailable); }
  Result<crypto::P256Signature, KeyStoreError> sign(ByteView /*message*/) override {
    return fail(KeyStoreError::kNotFound);
  }
  Result<void, KeyStoreError> clear() override { return fail(KeyStoreError::kUnavailable); }

 private:
  const BenchDevice& device_;
};

}  // namespace

sdk::Outcome<protocol::Otp> answerAs(const BenchDevice& device, std::string_view verification_data) {
  KeyStoreOf key_store(device);
  const auto open = sdk::startOfflineAuthentication(key_store, verification_data);
  if (!open) return fail(open.error());
  return sdk::finishOfflineAuthentication(key_store, *open, sdk::AuthParameter::withoutPin(kMethod));
}

std::string wrongFor(std::string_view otp) {
  std::string wrong(otp);
  wrong.back() = wrong.back() == '9' ? '0' : static_cast<char>(wrong.back() + 1);
  return wrong;
}

}  // namespace heliograph::bench
