// HPKE (RFC 9180), base mode, single message: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
//
// Base mode says nothing about who sent a message; senders prove themselves inside it.
// AES-128-GCM is here because it is the suite of the RFC's own vectors (appendix A.3).

#ifndef HELIOGRAPH_CRYPTO_HPKE_H_
#define HELIOGRAPH_CRYPTO_HPKE_H_

#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/secret.h"
#include "crypto/aes_gcm.h"
#include "crypto/p256.h"

namespace heliograph::crypto {

// Values of RFC 9180 section 7.3.
enum class HpkeAead : std::uint16_t { kAes128Gcm = 0x0001, kAes256Gcm = 0x0002 };

// One end of an HPKE conversation. Move-only; thread-compatible.
class HpkeContext {
 public:
  // RFC 9180 section 5.2. The sequence number advances with each success.
  [[nodiscard]] Bytes seal(AssociatedData associated_data, ByteView plaintext);
  [[nodiscard]] std::optional<SecretBytes> open(AssociatedData associated_data, ByteView ciphertext);

  // RFC 9180 section 5.3: Context.Export(exporter_context, out.size()).
  void exportSecret(ByteView exporter_context, MutableByteView out) const;

 private:
  friend HpkeContext scheduleKeys(HpkeAead aead, const SecretBytes& shared_secret, ByteView info);
  HpkeContext(HpkeAead aead, SecretBytes key, SecretBytes base_nonce, SecretBytes exporter_secret);
  [[nodiscard]] std::array<std::uint8_t, kGcmNonceSize> nextNonce() const;

  HpkeAead aead_;
  SecretBytes key_;
  SecretBytes base_nonce_;
  SecretBytes exporter_secret_;
  std::uint64_t sequence_ = 0;
};

struct HpkeSender {
  P256Point encapsulated_key;  // "enc" of the RFC
  HpkeContext context;
};

// RFC 9180 section 7.1.3: DeriveKeyPair for DHKEM(P-256).
[[nodiscard]] P256PrivateKey hpkeDeriveKeyPair(ByteView input_key_material);

// RFC 9180 section 5.1.1, SetupBaseS. The ephemeral key is an argument for the sake of known answers: use each once.
[[nodiscard]] HpkeSender hpkeSetupSender(HpkeAead aead, const P256PublicKey& recipient, ByteView info,
                                         const P256PrivateKey& ephemeral);

// RFC 9180 section 5.1.1, SetupBaseR. Nothing where `encapsulated_key` is not a point of the curve.
[[nodiscard]] std::optional<HpkeContext> hpkeSetupReceiver(HpkeAead aead, ByteView encapsulated_key,
                                                           const P256PrivateKey& recipient, ByteView info);

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_HPKE_H_
