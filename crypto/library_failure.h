// What this room does when OpenSSL fails for a reason that no caller can answer: memory, entropy, a missing provider.
// Private to crypto/.

#ifndef HELIOGRAPH_CRYPTO_LIBRARY_FAILURE_H_
#define HELIOGRAPH_CRYPTO_LIBRARY_FAILURE_H_

#include <string_view>

namespace heliograph::crypto {

// Throws std::runtime_error that names the operation. OpenSSL's own text is dropped with its error queue: what a
// dependency says is presumed to tell too much.
[[noreturn]] void throwLibraryFailure(std::string_view operation);

// Returns `handle`, or throws where it is null.
template <class Handle>
Handle* require(Handle* handle, std::string_view operation) {
  if (handle == nullptr) throwLibraryFailure(operation);
  return handle;
}

// Throws where OpenSSL's return code is not a success.
inline void require(int code, std::string_view operation) {
  if (code <= 0) throwLibraryFailure(operation);
}

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_LIBRARY_FAILURE_H_
