#include "crypto/aes_ccm.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <cassert>
#include <memory>

#include "base/secret.h"
#include "crypto/library_failure.h"

namespace heliograph::crypto {
namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

// Fetched once, since a fetch costs more than a message; never freed, since threads may outlive static destructors.
const EVP_CIPHER* algorithm() {
  static const EVP_CIPHER* const cipher =
      require(EVP_CIPHER_fetch(nullptr, "AES-256-CCM", nullptr), "fetch AES-256-CCM");
  return cipher;
}

enum class Direction { kOpen = 0, kSeal = 1 };

// A context that has its key and nonce, and has taken in the length and the associated data: CCM wants both first.
// `tag` is what open expects, null for seal.
Context begin(Direction direction, std::span<const std::uint8_t, 32> key,
              std::span<const std::uint8_t, kCcmNonceSize> nonce, const std::uint8_t* tag,
              AssociatedData associated_data, std::size_t size) {
  Context context(require(EVP_CIPHER_CTX_new(), "cipher context"));
  EVP_CIPHER_CTX* const ctx = context.get();
  const int encrypt = static_cast<int>(direction);
  require(EVP_CipherInit_ex2(ctx, algorithm(), nullptr, nullptr, encrypt, nullptr), "choose AES-256-CCM");
  require(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_IVLEN, kCcmNonceSize, nullptr), "CCM nonce size");
  // OpenSSL only reads the tag, though its signature does not say so.
  require(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, kCcmTagSize, const_cast<std::uint8_t*>(tag)), "CCM tag");
  require(EVP_CipherInit_ex2(ctx, nullptr, key.data(), nonce.data(), encrypt, nullptr), "CCM key and nonce");
  int written = 0;
  require(EVP_CipherUpdate(ctx, nullptr, &written, nullptr, static_cast<int>(size)), "CCM length");
  if (const ByteView bytes = associated_data.bytes(); !bytes.empty()) {
    require(EVP_CipherUpdate(ctx, nullptr, &written, bytes.data(), static_cast<int>(bytes.size())),
            "CCM associated data");
  }
  return context;
}

// In CCM one update does all the work; it wants real pointers even for nothing.
bool update(EVP_CIPHER_CTX* context, ByteView in, MutableByteView out) {
  std::uint8_t nothing = 0;
  int written = 0;
  return EVP_CipherUpdate(context, out.empty() ? &nothing : out.data(), &written, in.empty() ? &nothing : in.data(),
                          static_cast<int>(in.size())) > 0;
}

}  // namespace

std::array<std::uint8_t, kCcmTagSize> aesCcmSeal(std::span<const std::uint8_t, 32> key,
                                                 std::span<const std::uint8_t, kCcmNonceSize> nonce,
                                                 AssociatedData associated_data, ByteView plaintext,
                                                 MutableByteView ciphertext) {
  assert(ciphertext.size() == plaintext.size());
  const Context context = begin(Direction::kSeal, key, nonce, nullptr, associated_data, plaintext.size());
  if (!update(context.get(), plaintext, ciphertext)) throwLibraryFailure("CCM");
  std::array<std::uint8_t, kCcmTagSize> tag{};
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kCcmTagSize, tag.data()), "CCM tag");
  return tag;
}

bool aesCcmOpen(std::span<const std::uint8_t, 32> key, std::span<const std::uint8_t, kCcmNonceSize> nonce,
                AssociatedData associated_data, ByteView ciphertext, std::span<const std::uint8_t, kCcmTagSize> tag,
                MutableByteView plaintext) {
  assert(plaintext.size() == ciphertext.size());
  const Context context = begin(Direction::kOpen, key, nonce, tag.data(), associated_data, ciphertext.size());
  if (update(context.get(), ciphertext, plaintext)) return true;
  ERR_clear_error();
  wipe(plaintext);
  return false;
}

}  // namespace heliograph::crypto
