#include "sdk/method_records.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <string>
#include <string_view>
#include <utility>

#include "base/ascii.h"
#include "base/secret_writer.h"
#include "sdk/key_store_failure.h"

namespace heliograph::sdk {
namespace {

using protocol::AuthMethod;
using protocol::DataKey;
using protocol::MaskedOtpKey;
using protocol::OtpKey;
using protocol::Pin;
using protocol::PinSalt;

std::string recordName(AuthMethod method, std::string_view key) {
  std::string name(protocol::apiName(method));
  std::ranges::transform(name, name.begin(), [](char c) { return c == '_' ? '-' : toLowerCase(c); });
  return "methods/" + name + "/" + std::string(key);
}
std::string dataKeyName(AuthMethod method) { return recordName(method, "data-key"); }
std::string otpKeyName(AuthMethod method) { return recordName(method, "otp-key"); }

SecretBytes maskedRecord(const OtpKey& key, const Pin& pin, Random& random) {
  PinSalt salt{};
  random.fill(salt);
  const MaskedOtpKey masked = protocol::maskOtpKey(key, pin, salt);
  return SecretWriter(salt.size() + MaskedOtpKey::kSize).bytes(salt).bytes(masked.expose()).finish();
}

// Requires a record of exactly salt and masked key.
OtpKey unmaskRecord(ByteView record, const Pin& pin) {
  PinSalt salt{};
  std::ranges::copy(record.first<protocol::kPinSaltSize>(), salt.begin());
  const auto masked = MaskedOtpKey::copyOf(record.last<MaskedOtpKey::kSize>());
  return protocol::unmaskOtpKey(masked, pin, salt);
}

Error damaged() { return {ErrorCode::kKeyStoreUnavailable, "a key in the key store is damaged"}; }

}  // namespace

std::vector<KeyStoreChange> recordsOf(AuthMethod method, const protocol::MethodKeys& keys,
                                      const std::optional<Pin>& pin, Random& random) {
  assert(pin.has_value() == protocol::usesPin(method));
  std::vector<KeyStoreChange> changes;
  changes.push_back({.name = dataKeyName(method),
                     .protection = Protection::kDevice,
                     .value = SecretBytes::copyOf(keys.data_key.expose())});
  changes.push_back(
      {.name = otpKeyName(method),
       .protection = protocol::usesBiometrics(method) ? Protection::kBiometric : Protection::kDevice,
       .value = pin ? maskedRecord(keys.otp_key, *pin, random) : SecretBytes::copyOf(keys.otp_key.expose())});
  return changes;
}

std::vector<KeyStoreChange> removalOf(AuthMethod method) {
  std::vector<KeyStoreChange> changes;
  changes.push_back({.name = dataKeyName(method), .value = std::nullopt});
  changes.push_back({.name = otpKeyName(method), .value = std::nullopt});
  return changes;
}

Outcome<DataKey> readDataKey(KeyStore& key_store, AuthMethod method) {
  const auto record = key_store.read(dataKeyName(method));
  if (!record) return fail(errorOf(record.error()));
  if (record->size() != DataKey::kSize) return fail(damaged());
  return DataKey::copyOf(record->expose().first<DataKey::kSize>());
}

Outcome<OtpKey> readOtpKey(KeyStore& key_store, AuthMethod method, const std::optional<Pin>& pin) {
  assert(pin.has_value() == protocol::usesPin(method));
  const auto record = key_store.read(otpKeyName(method));
  if (!record && record.error() == KeyStoreError::kNotFound && protocol::usesBiometrics(method)) {
    return fail(errorOf(KeyStoreError::kEnrolmentChanged));
  }
  if (!record) return fail(errorOf(record.error()));
  const std::size_t expected_size = OtpKey::kSize + (pin ? protocol::kPinSaltSize : 0);
  if (record->size() != expected_size) return fail(damaged());
  if (pin) return unmaskRecord(record->expose(), *pin);
  return OtpKey::copyOf(record->expose().first<OtpKey::kSize>());
}

}  // namespace heliograph::sdk
