#include "crypto/hpke.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "base/secret_writer.h"
#include "crypto/hkdf.h"

namespace heliograph::crypto {
namespace {

// RFC 9180 section 7: DHKEM(P-256, HKDF-SHA256) and HKDF-SHA256.
constexpr std::uint16_t kKemId = 0x0010;
constexpr std::uint16_t kKdfId = 0x0001;
constexpr std::size_t kHashSize = 32;  // Nh, and Nsecret of the KEM
constexpr std::uint8_t kBaseMode = 0x00;

constexpr std::string_view kVersionLabel = "HPKE-v1";

using SuiteId = InlineBytes<10>;

SuiteId kemSuite() {
  SuiteId suite(bytesOf("KEM"));
  suite.append(bigEndian(kKemId));
  return suite;
}

SuiteId hpkeSuite(HpkeAead aead) {
  SuiteId suite(bytesOf("HPKE"));
  suite.append(bigEndian(kKemId));
  suite.append(bigEndian(kKdfId));
  suite.append(bigEndian(static_cast<std::uint16_t>(aead)));
  return suite;
}

std::size_t keySizeOf(HpkeAead aead) { return aead == HpkeAead::kAes128Gcm ? 16 : 32; }

// RFC 9180 section 4. What is labelled may be secret, so the joined input is wiped with its type.
PseudoRandomKey labeledExtract(const SuiteId& suite, ByteView salt, std::string_view label, ByteView input) {
  SecretWriter labeled(kVersionLabel.size() + suite.size() + label.size() + input.size());
  labeled.bytes(bytesOf(kVersionLabel)).bytes(suite.view()).bytes(bytesOf(label)).bytes(input);
  return hkdfExtract(HashAlgorithm::kSha256, salt, labeled.finish().expose());
}

SecretBytes labeledExpand(const SuiteId& suite, const PseudoRandomKey& key, std::string_view label, ByteView info,
                          std::size_t size) {
  const Bytes labeled = concatenated(
      {bigEndian(static_cast<std::uint16_t>(size)), bytesOf(kVersionLabel), suite.view(), bytesOf(label), info});
  SecretBytes out(size);
  hkdfExpand(HashAlgorithm::kSha256, key, labeled, out.exposeMutable());
  return out;
}

// RFC 9180 section 4.1, ExtractAndExpand with kem_context = enc || pkRm.
SecretBytes kemSecret(const P256SharedSecret& dh, const P256Point& encapsulated_key, const P256Point& recipient) {
  InlineBytes<2 * kP256PointSize> kem_context(encapsulated_key);
  kem_context.append(recipient);
  const auto eae_prk = labeledExtract(kemSuite(), {}, "eae_prk", dh.expose());
  return labeledExpand(kemSuite(), eae_prk, "shared_secret", kem_context.view(), kHashSize);
}

}  // namespace

// RFC 9180 section 5.1, KeySchedule in base mode: no PSK, whose id is empty.
HpkeContext scheduleKeys(HpkeAead aead, const SecretBytes& shared_secret, ByteView info) {
  const SuiteId suite = hpkeSuite(aead);
  const auto psk_id_hash = labeledExtract(suite, {}, "psk_id_hash", {});
  const auto info_hash = labeledExtract(suite, {}, "info_hash", info);
  InlineBytes<1 + 2 * kHashSize> schedule(ByteView(&kBaseMode, 1));
  schedule.append(psk_id_hash.expose());
  schedule.append(info_hash.expose());

  const auto secret = labeledExtract(suite, shared_secret.expose(), "secret", {});
  return HpkeContext(aead, labeledExpand(suite, secret, "key", schedule.view(), keySizeOf(aead)),
                     labeledExpand(suite, secret, "base_nonce", schedule.view(), kGcmNonceSize),
                     labeledExpand(suite, secret, "exp", schedule.view(), kHashSize));
}

HpkeContext::HpkeContext(HpkeAead aead, SecretBytes key, SecretBytes base_nonce, SecretBytes exporter_secret)
    : aead_(aead),
      key_(std::move(key)),
      base_nonce_(std::move(base_nonce)),
      exporter_secret_(std::move(exporter_secret)) {}

// RFC 9180 section 5.2, ComputeNonce. The 96 bits of the nonce outlast the 64 of the counter.
std::array<std::uint8_t, kGcmNonceSize> HpkeContext::nextNonce() const {
  std::array<std::uint8_t, kGcmNonceSize> nonce{};
  std::ranges::copy(base_nonce_.expose(), nonce.begin());
  const auto sequence = bigEndian(sequence_);
  constexpr std::size_t kOffset = kGcmNonceSize - sizeof(sequence_);
  for (std::size_t i = 0; i < sequence.size(); ++i) nonce[kOffset + i] ^= sequence[i];
  return nonce;
}

Bytes HpkeContext::seal(AssociatedData associated_data, ByteView plaintext) {
  Bytes sealed = aesGcmSeal(GcmKey(key_), nextNonce(), associated_data, plaintext);
  ++sequence_;
  return sealed;
}

std::optional<SecretBytes> HpkeContext::open(AssociatedData associated_data, ByteView ciphertext) {
  auto plaintext = aesGcmOpen(GcmKey(key_), nextNonce(), associated_data, ciphertext);
  if (plaintext) ++sequence_;
  return plaintext;
}

void HpkeContext::exportSecret(ByteView exporter_context, MutableByteView out) const {
  const auto secret = labeledExpand(hpkeSuite(aead_), exporter_secret_, "sec", exporter_context, out.size());
  std::ranges::copy(secret.expose(), out.begin());
}

P256PrivateKey hpkeDeriveKeyPair(ByteView input_key_material) {
  const auto dkp_prk = labeledExtract(kemSuite(), {}, "dkp_prk", input_key_material);
  for (int counter = 0; counter <= 255; ++counter) {
    const auto number = static_cast<std::uint8_t>(counter);
    const auto candidate = labeledExpand(kemSuite(), dkp_prk, "candidate", ByteView(&number, 1), kP256ScalarSize);
    const auto scalar = P256Scalar::copyOf(candidate.expose().first<kP256ScalarSize>());
    auto key = P256PrivateKey::fromScalar(scalar);
    if (key) return std::move(*key);
  }
  throw std::runtime_error("no key pair from this input");  // once in 2^8192
}

HpkeSender hpkeSetupSender(HpkeAead aead, const P256PublicKey& recipient, ByteView info,
                           const P256PrivateKey& ephemeral) {
  const P256Point& encapsulated_key = ephemeral.publicKey().point();
  const auto shared_secret = kemSecret(ephemeral.agree(recipient), encapsulated_key, recipient.point());
  return {encapsulated_key, scheduleKeys(aead, shared_secret, info)};
}

std::optional<HpkeContext> hpkeSetupReceiver(HpkeAead aead, ByteView encapsulated_key, const P256PrivateKey& recipient,
                                             ByteView info) {
  const auto sender = P256PublicKey::fromPoint(encapsulated_key);
  if (!sender) return std::nullopt;
  const auto shared_secret = kemSecret(recipient.agree(*sender), sender->point(), recipient.publicKey().point());
  return scheduleKeys(aead, shared_secret, info);
}

}  // namespace heliograph::crypto
