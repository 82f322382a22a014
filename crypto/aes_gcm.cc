#include "crypto/aes_gcm.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <cassert>
#include <memory>

#include "crypto/library_failure.h"

namespace heliograph::crypto {
namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

// Fetched once, since a fetch costs more than a message; never freed, since threads may outlive static destructors.
const EVP_CIPHER* algorithmFor(ByteView key) {
  if (key.size() == 16) {
    static const EVP_CIPHER* const aes128 =
        require(EVP_CIPHER_fetch(nullptr, "AES-128-GCM", nullptr), "fetch AES-128-GCM");
    return aes128;
  }
  static const EVP_CIPHER* const aes256 =
      require(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr), "fetch AES-256-GCM");
  return aes256;
}

enum class Direction { kOpen = 0, kSeal = 1 };

Context begin(Direction direction, GcmKey key, std::span<const std::uint8_t, kGcmNonceSize> nonce,
              AssociatedData associated_data) {
  Context context(require(EVP_CIPHER_CTX_new(), "cipher context"));
  // GCM's nonce is 12 bytes unless told.
  require(EVP_CipherInit_ex2(context.get(), algorithmFor(key.expose()), key.expose().data(), nonce.data(),
                             static_cast<int>(direction), nullptr),
          "begin GCM");
  if (const ByteView bytes = associated_data.bytes(); !bytes.empty()) {
    int written = 0;
    require(EVP_CipherUpdate(context.get(), nullptr, &written, bytes.data(), static_cast<int>(bytes.size())),
            "GCM associated data");
  }
  return context;
}

void update(EVP_CIPHER_CTX* context, ByteView in, std::uint8_t* out) {
  if (in.empty()) return;
  int written = 0;
  require(EVP_CipherUpdate(context, out, &written, in.data(), static_cast<int>(in.size())), "GCM");
}

// Neither direction writes anything at the end: GCM is a stream.
bool finish(EVP_CIPHER_CTX* context) {
  std::array<std::uint8_t, kGcmTagSize> nothing{};
  int written = 0;
  return EVP_CipherFinal_ex(context, nothing.data(), &written) > 0;
}

}  // namespace

GcmKey::GcmKey(const SecretBytes& key) : bytes_(key.expose()) { assert(key.size() == 16 || key.size() == 32); }

Bytes aesGcmSeal(GcmKey key, std::span<const std::uint8_t, kGcmNonceSize> nonce, AssociatedData associated_data,
                 ByteView plaintext) {
  const Context context = begin(Direction::kSeal, key, nonce, associated_data);
  Bytes sealed(plaintext.size() + kGcmTagSize);
  update(context.get(), plaintext, sealed.data());
  if (!finish(context.get())) throwLibraryFailure("end GCM");
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kGcmTagSize, sealed.data() + plaintext.size()),
          "GCM tag");
  return sealed;
}

std::optional<SecretBytes> aesGcmOpen(GcmKey key, std::span<const std::uint8_t, kGcmNonceSize> nonce,
                                      AssociatedData associated_data, ByteView sealed) {
  if (sealed.size() < kGcmTagSize) return std::nullopt;
  const ByteView ciphertext = sealed.first(sealed.size() - kGcmTagSize);
  const ByteView tag = sealed.last(kGcmTagSize);

  const Context context = begin(Direction::kOpen, key, nonce, associated_data);
  SecretBytes plaintext(ciphertext.size());
  update(context.get(), ciphertext, plaintext.exposeMutable().data());
  // OpenSSL only reads the tag, though its signature does not say so.
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kGcmTagSize, const_cast<std::uint8_t*>(tag.data())),
          "GCM tag");
  if (finish(context.get())) return plaintext;
  ERR_clear_error();
  return std::nullopt;
}

}  // namespace heliograph::crypto
