#include "sdk/testing/test_key_store.h"

#include <utility>

namespace heliograph::sdk {

Result<void, KeyStoreError> TestKeyStore::commit(std::vector<KeyStoreChange> changes) {
  if (fail_) return fail(KeyStoreError::kUnavailable);
  for (KeyStoreChange& change : changes) {
    records_.erase(change.name);
    if (change.value) records_.emplace(change.name, Record{change.protection, std::move(*change.value)});
  }
  return {};
}

Result<SecretBytes, KeyStoreError> TestKeyStore::read(std::string_view name) {
  if (fail_) return fail(KeyStoreError::kUnavailable);
  const auto record = records_.find(name);
  if (record == records_.end()) return fail(KeyStoreError::kNotFound);
  if (record->second.protection == Protection::kDevice) return record->second.value.clone();

  if (biometrics_ == Biometrics::kEnrolmentChanged) {
    std::erase_if(records_, [](const auto& entry) { return entry.second.protection == Protection::kBiometric; });
    return fail(KeyStoreError::kEnrolmentChanged);
  }
  ++biometric_prompts_;
  if (biometrics_ == Biometrics::kNoMatch) return fail(KeyStoreError::kNoMatch);
  if (biometrics_ == Biometrics::kCancelled) return fail(KeyStoreError::kCancelled);
  return record->second.value.clone();
}

Result<crypto::P256PublicKey, KeyStoreError> TestKeyStore::createSigningKey() {
  if (fail_) return fail(KeyStoreError::kUnavailable);
  signing_key_ = crypto::P256PrivateKey::generate(random_);
  return signing_key_->publicKey();
}

Result<crypto::P256Signature, KeyStoreError> TestKeyStore::sign(ByteView message) {
  if (fail_) return fail(KeyStoreError::kUnavailable);
  if (!signing_key_) return fail(KeyStoreError::kNotFound);
  return signing_key_->sign(message);
}

Result<void, KeyStoreError> TestKeyStore::clear() {
  if (fail_) return fail(KeyStoreError::kUnavailable);
  records_.clear();
  signing_key_.reset();
  return {};
}

}  // namespace heliograph::sdk
