#include "sdk/key_store_failure.h"

namespace heliograph::sdk {

Error errorOf(KeyStoreError error) {
  switch (error) {
    case KeyStoreError::kNotFound:
      return {ErrorCode::kKeyStoreUnavailable, "a key of the registration is not in the key store"};
    case KeyStoreError::kUnavailable:
      break;
    case KeyStoreError::kInsecure:
      return {ErrorCode::kKeyStoreInsecure, "the key store can be read or written by others and was not used"};
    case KeyStoreError::kNoMatch:
      return {ErrorCode::kBiometricNoMatch, "the finger or face is another one"};
    case KeyStoreError::kCancelled:
      return {ErrorCode::kBiometricCancelled, "the biometric prompt was cancelled"};
    case KeyStoreError::kEnrolmentChanged:
      return {ErrorCode::kBiometricEnrolmentChanged,
              "the set of fingers or faces changed and the key is destroyed: add the method again"};
  }
  return {ErrorCode::kKeyStoreUnavailable, "the key store failed"};
}

}  // namespace heliograph::sdk
