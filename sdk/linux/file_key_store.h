// A KeyStore in one file of a Linux account, for the phone at the command line and for tests. Without secure hardware:
// whoever reads the file has the device.
//
// The file is written whole to a neighbour, fsynced, renamed over the old one, and the folder fsynced: a kill at any
// point leaves the old file or the new one. It is created 0600 in a folder of mode 0700, and refused (kInsecure) where
// group or others have any right to it, it belongs to another user, or it is no regular file; so is the folder where it
// is another user's or others may write to it. A lock file keeps a second process out of a change (kUnavailable after
// 5 seconds). Records under Protection::kBiometric are refused (kUnavailable): nothing here can keep them.

#ifndef HELIOGRAPH_SDK_LINUX_FILE_KEY_STORE_H_
#define HELIOGRAPH_SDK_LINUX_FILE_KEY_STORE_H_

#include <filesystem>

#include "base/random.h"
#include "sdk/key_store.h"

namespace heliograph::sdk {

class FileKeyStore final : public KeyStore {
 public:
  // Uses `folder`/keys.json. Creates the folder; the file only at the first commit.
  FileKeyStore(std::filesystem::path folder, Random& random);

  [[nodiscard]] Result<void, KeyStoreError> commit(std::vector<KeyStoreChange> changes) override;
  [[nodiscard]] Result<SecretBytes, KeyStoreError> read(std::string_view name) override;
  [[nodiscard]] bool hasBiometrics() const override { return false; }
  [[nodiscard]] Result<crypto::P256PublicKey, KeyStoreError> createSigningKey() override;
  [[nodiscard]] Result<crypto::P256Signature, KeyStoreError> sign(ByteView message) override;
  [[nodiscard]] Result<void, KeyStoreError> clear() override;

 private:
  std::filesystem::path folder_;
  Random& random_;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_LINUX_FILE_KEY_STORE_H_
