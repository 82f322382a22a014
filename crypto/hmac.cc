#include "crypto/hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <string>

#include "base/secret.h"
#include "crypto/library_failure.h"

namespace heliograph::crypto {
namespace {

struct FreeMac {
  void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
  void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using MacContext = std::unique_ptr<EVP_MAC_CTX, FreeMac>;

// A null key would mean "the key of the call before" to OpenSSL, even where the size is 0.
constexpr std::uint8_t kEmptyKey = 0;

// A context to copy from. Choosing the hash looks it up by name, which costs more than the MAC of a short message; a
// copy of a context that has chosen does not. It has the empty key, because OpenSSL copies no context that has none.
MacContext makeTemplate(std::string hash_name) {
  const std::unique_ptr<EVP_MAC, FreeMac> mac(require(EVP_MAC_fetch(nullptr, "HMAC", nullptr), "fetch HMAC"));
  MacContext context(require(EVP_MAC_CTX_new(mac.get()), "MAC context"));
  const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, hash_name.data(), 0),
                              OSSL_PARAM_construct_end()};
  require(EVP_MAC_init(context.get(), &kEmptyKey, 0, parameters.data()), "choose the hash of a MAC");
  return context;
}

// Never freed, since threads may outlive static destructors.
const EVP_MAC_CTX* templateOf(HashAlgorithm algorithm) {
  switch (algorithm) {
    case HashAlgorithm::kSha1: {
      static const EVP_MAC_CTX* const sha1 = makeTemplate("SHA1").release();
      return sha1;
    }
    case HashAlgorithm::kSha256: {
      static const EVP_MAC_CTX* const sha256 = makeTemplate("SHA2-256").release();
      return sha256;
    }
    case HashAlgorithm::kSha512: {
      static const EVP_MAC_CTX* const sha512 = makeTemplate("SHA2-512").release();
      return sha512;
    }
  }
  throwLibraryFailure("unknown hash algorithm");
}

}  // namespace

HashValue hmac(HashAlgorithm algorithm, ByteView key, std::initializer_list<ByteView> parts) {
  const MacContext context(require(EVP_MAC_CTX_dup(templateOf(algorithm)), "MAC context"));
  const std::uint8_t* key_bytes = key.empty() ? &kEmptyKey : key.data();
  require(EVP_MAC_init(context.get(), key_bytes, key.size(), nullptr), "begin a MAC");
  for (const ByteView part : parts) {
    if (!part.empty()) require(EVP_MAC_update(context.get(), part.data(), part.size()), "MAC");
  }
  std::array<std::uint8_t, kLargestHashSize> mac{};
  std::size_t size = 0;
  require(EVP_MAC_final(context.get(), mac.data(), &size, mac.size()), "end a MAC");
  const HashValue value(ByteView(mac).first(size));
  wipe(mac);  // key material, where HKDF asks
  return value;
}

}  // namespace heliograph::crypto
