// The KeyStore that the page gave to Controller.create().

#ifndef HELIOGRAPH_SDK_WEB_BINDING_PAGE_KEY_STORE_H_
#define HELIOGRAPH_SDK_WEB_BINDING_PAGE_KEY_STORE_H_

#include "sdk/key_store.h"

namespace heliograph::sdk::web {

// In a namespace of heliograph::sdk, whose functions may wait for the page: sdk/web/CMakeLists.txt.
class PageKeyStore final : public KeyStore {
 public:
  [[nodiscard]] Result<void, KeyStoreError> commit(std::vector<KeyStoreChange> changes) override;
  [[nodiscard]] Result<SecretBytes, KeyStoreError> read(std::string_view name) override;
  [[nodiscard]] bool hasBiometrics() const override;
  // kUnavailable, too, where the page gives no point of the curve.
  [[nodiscard]] Result<crypto::P256PublicKey, KeyStoreError> createSigningKey() override;
  [[nodiscard]] Result<crypto::P256Signature, KeyStoreError> sign(ByteView message) override;
  [[nodiscard]] Result<void, KeyStoreError> clear() override;
};

}  // namespace heliograph::sdk::web

#endif  // HELIOGRAPH_SDK_WEB_BINDING_PAGE_KEY_STORE_H_
