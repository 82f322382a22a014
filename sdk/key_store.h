// KeyStore: where a phone keeps its keys. A platform implements it on what it has (Android Keystore, Keychain and
// Secure Enclave, a TPM); sdk/linux/file_key_store.h is the one for a Linux account.
//
// One KeyStore holds one registration. Records are small (below 4 KiB) and secret unless said otherwise.

#ifndef HELIOGRAPH_SDK_KEY_STORE_H_
#define HELIOGRAPH_SDK_KEY_STORE_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/p256.h"

namespace heliograph::sdk {

enum class Protection {
  kDevice,     // released to this application on this device
  kBiometric,  // released only by a fresh biometric match; destroyed when the set of fingers or faces changes
};

enum class KeyStoreError {
  kNotFound,
  kUnavailable,       // the platform failed: input/output, no space, a file that is not what it was
  kInsecure,          // others can read it; nothing was read
  kNoMatch,           // biometrics: another finger or face
  kCancelled,         // biometrics: the user gave up
  kEnrolmentChanged,  // biometrics: the record is destroyed
};

struct KeyStoreChange {
  std::string name;  // [a-z0-9/-], at most 64 characters
  Protection protection = Protection::kDevice;
  std::optional<SecretBytes> value;  // nothing removes the record; removing what is not there is no error
};

// Thread-compatible: a Controller makes one call at a time.
class KeyStore {
 public:
  virtual ~KeyStore() = default;

  // All changes or none, and durable when it returns: after a crash at any point the store holds the old records or the
  // new ones.
  [[nodiscard]] virtual Result<void, KeyStoreError> commit(std::vector<KeyStoreChange> changes) = 0;

  // Asks for biometrics where the record was stored so.
  [[nodiscard]] virtual Result<SecretBytes, KeyStoreError> read(std::string_view name) = 0;

  // True where the platform can protect by biometrics.
  [[nodiscard]] virtual bool hasBiometrics() const = 0;

  // Makes a new P-256 signing key, hardware-backed where the platform can, in the place of any old one.
  [[nodiscard]] virtual Result<crypto::P256PublicKey, KeyStoreError> createSigningKey() = 0;

  // ECDSA with SHA-256 under the signing key; kNotFound where there is none.
  [[nodiscard]] virtual Result<crypto::P256Signature, KeyStoreError> sign(ByteView message) = 0;

  // Removes every record and the signing key.
  [[nodiscard]] virtual Result<void, KeyStoreError> clear() = 0;
};

}  // namespace heliograph::sdk

#endif  // HELIOGRAPH_SDK_KEY_STORE_H_
