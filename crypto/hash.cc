#include "crypto/hash.h"

#include <openssl/evp.h>

#include <memory>

#include "crypto/library_failure.h"

namespace heliograph::crypto {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// Fetched once, since a fetch costs more than a hash; never freed, since threads may outlive static destructors.
const EVP_MD* sha256Algorithm() {
  static const EVP_MD* const algorithm = require(EVP_MD_fetch(nullptr, "SHA2-256", nullptr), "fetch SHA-256");
  return algorithm;
}

}  // namespace

std::size_t hashSize(HashAlgorithm algorithm) {
  switch (algorithm) {
    case HashAlgorithm::kSha1:
      return 20;
    case HashAlgorithm::kSha256:
      return 32;
    case HashAlgorithm::kSha512:
      return 64;
  }
  throwLibraryFailure("unknown hash algorithm");
}

Sha256Hash sha256(std::initializer_list<ByteView> parts) {
  const std::unique_ptr<EVP_MD_CTX, FreeContext> context(require(EVP_MD_CTX_new(), "hash context"));
  require(EVP_DigestInit_ex2(context.get(), sha256Algorithm(), nullptr), "begin a hash");
  for (const ByteView part : parts) require(EVP_DigestUpdate(context.get(), part.data(), part.size()), "hash");
  Sha256Hash hash{};
  require(EVP_DigestFinal_ex(context.get(), hash.data(), nullptr), "end a hash");
  return hash;
}

}  // namespace heliograph::crypto
