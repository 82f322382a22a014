// A KeyStore that passes every call on, counts them, and fails a chosen commit: so a test can say that nothing was
// asked of the key store, and what is left after it failed half-way through an operation.

#ifndef HELIOGRAPH_SDK_TESTING_OBSERVED_KEY_STORE_H_
#define HELIOGRAPH_SDK_TESTING_OBSERVED_KEY_STORE_H_

#include <optional>
#include <utility>
#include <vector>

#include "sdk/key_store.h"

namespace heliograph::sdk {

class ObservedKeyStore final : public KeyStore {
 public:
  explicit ObservedKeyStore(KeyStore& behind) : behind_(behind) {}

  [[nodiscard]] int calls() const { return calls_; }
  [[nodiscard]] int commits() const { return commits_; }
  // The commit after `count` more fails with kUnavailable, once; nothing is changed by it.
  void failCommitAfter(int count) { commits_before_failure_ = count; }

  [[nodiscard]] Result<void, KeyStoreError> commit(std::vector<KeyStoreChange> changes) override {
    ++calls_;
    ++commits_;
    if (commits_before_failure_ && (*commits_before_failure_)-- == 0) {
      commits_before_failure_.reset();
      return fail(KeyStoreError::kUnavailable);
    }
    return behind_.commit(std::move(changes));
  }
  [[nodiscard]] Result<SecretBytes, KeyStoreError> read(std::string_view name) override {
    ++calls_;
    return behind_.read(name);
  }
  [[nodiscard]] bool hasBiometrics() const override { return behind_.hasBiometrics(); }
  [[nodiscard]] Result<crypto::P256PublicKey, KeyStoreError> createSigningKey() override {
    ++calls_;
    return behind_.createSigningKey();
  }
  [[nodiscard]] Result<crypto::P256Signature, KeyStoreError> sign(ByteView message) override {
    ++calls_;
    return behind_.sign(message);
  }
  [[nodiscard]] Result<void, KeyStoreError> clear() override {
    ++calls_;
    return behind_.clear();
  }

 private:
  KeyStore& behind_;
  int calls_ = 0;
  int commits_ = 0;
  std::optional<int> commits_before_failure_;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_TESTING_OBSERVED_KEY_STORE_H_
