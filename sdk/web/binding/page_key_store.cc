#include "sdk/web/binding/page_key_store.h"

#include <algorithm>

#include "sdk/web/binding/page.h"

namespace heliograph::sdk::web {
namespace {

// In the order of src/key-store.ts, from 1.
KeyStoreError errorOf(PageStatus status) {
  switch (status) {
    case 1:
      return KeyStoreError::kNotFound;
    case 3:
      return KeyStoreError::kInsecure;
    case 4:
      return KeyStoreError::kNoMatch;
    case 5:
      return KeyStoreError::kCancelled;
    case 6:
      return KeyStoreError::kEnrolmentChanged;
    default:
      return KeyStoreError::kUnavailable;
  }
}

Result<void, KeyStoreError> resultOf(PageStatus status) {
  if (status != 0) return fail(errorOf(status));
  return {};
}

}  // namespace

Result<void, KeyStoreError> PageKeyStore::commit(std::vector<KeyStoreChange> changes) {
  for (const KeyStoreChange& change : changes) {
    const ByteView value = change.value ? change.value->expose() : ByteView();
    pageStage(change.name.data(), change.name.size(), change.protection == Protection::kBiometric ? 1 : 0, value.data(),
              value.size());
  }
  return resultOf(pageCommit());
}

Result<SecretBytes, KeyStoreError> PageKeyStore::read(std::string_view name) {
  const auto done = resultOf(pageRead(name.data(), name.size()));
  if (!done) return fail(done.error());
  return takeAnswer();
}

bool PageKeyStore::hasBiometrics() const { return pageHasBiometrics() != 0; }

Result<crypto::P256PublicKey, KeyStoreError> PageKeyStore::createSigningKey() {
  const auto done = resultOf(pageCreateSigningKey());
  if (!done) return fail(done.error());
  auto key = crypto::P256PublicKey::fromPoint(takeAnswer().expose());
  if (!key) return fail(KeyStoreError::kUnavailable);
  return std::move(*key);
}

Result<crypto::P256Signature, KeyStoreError> PageKeyStore::sign(ByteView message) {
  const auto done = resultOf(pageSign(message.data(), message.size()));
  if (!done) return fail(done.error());
  const SecretBytes answer = takeAnswer();
  crypto::P256Signature signature{};
  if (answer.size() != signature.size()) return fail(KeyStoreError::kUnavailable);
  std::copy(answer.expose().begin(), answer.expose().end(), signature.begin());
  return signature;
}

Result<void, KeyStoreError> PageKeyStore::clear() { return resultOf(pageClear()); }

}  // namespace heliograph::sdk::web
