#include "crypto/scrypt.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <limits>
#include <new>

#include "crypto/library_failure.h"

namespace heliograph::crypto {

void scrypt(ByteView password, ByteView salt, ScryptCost cost, MutableByteView out) {
  // OpenSSL's own limit of 32 MB is below the cost that protocol/pin.h asks for.
  constexpr std::uint64_t kNoMemoryLimit = std::numeric_limits<std::uint64_t>::max();
  if (EVP_PBE_scrypt(textOf(password).data(), password.size(), salt.data(), salt.size(), cost.n, cost.r, cost.p,
                     kNoMemoryLimit, out.data(), out.size()) == 1) {
    return;
  }
  if (ERR_GET_REASON(ERR_peek_last_error()) == ERR_R_MALLOC_FAILURE) {
    ERR_clear_error();
    throw std::bad_alloc();
  }
  throwLibraryFailure("scrypt");
}

}  // namespace heliograph::crypto
