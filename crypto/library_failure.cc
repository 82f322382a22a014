#include "crypto/library_failure.h"

#include <openssl/err.h>

#include <stdexcept>
#include <string>

namespace heliograph::crypto {

void throwLibraryFailure(std::string_view operation) {
  ERR_clear_error();
  throw std::runtime_error("cryptographic library failed: " + std::string(operation));
}

}  // namespace heliograph::crypto
