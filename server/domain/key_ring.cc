#include "domain/key_ring.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "crypto/aes_gcm.h"

namespace heliograph::domain {
namespace {

constexpr std::string_view kMethodKeysLabel = "heliograph/method-keys/1";
constexpr std::string_view kSecretLabel = "heliograph/secret/1";

constexpr std::size_t kMethodKeysSize = protocol::DataKey::kSize + protocol::OtpKey::kSize;

Bytes methodKeysData(const DeviceId& device, protocol::AuthMethod method, MasterKeyVersion version) {
  return concatenated(
      {bytesOf(kMethodKeysLabel), device.bytes(), bigEndian(protocol::idOf(method)), bigEndian(version)});
}

Bytes secretData(std::string_view label, MasterKeyVersion version) {
  return concatenated({bytesOf(kSecretLabel), bytesOf(label), bigEndian(version)});
}

Bytes seal(const MasterKey& key, ByteView associated_data, ByteView plaintext, Random& random) {
  std::array<std::uint8_t, crypto::kGcmNonceSize> nonce{};
  random.fill(nonce);
  return concatenated({nonce, crypto::aesGcmSeal(key.expose(), nonce, associated_data, plaintext)});
}

Result<SecretBytes, KeyRingError> open(const MasterKey& key, ByteView associated_data, ByteView sealed) {
  if (sealed.size() < crypto::kGcmNonceSize) return fail(KeyRingError::kDoesNotOpen);
  auto plaintext = crypto::aesGcmOpen(key.expose(), sealed.first<crypto::kGcmNonceSize>(), associated_data,
                                      sealed.subspan(crypto::kGcmNonceSize));
  if (!plaintext) return fail(KeyRingError::kDoesNotOpen);
  return std::move(*plaintext);
}

SecretBytes joined(const protocol::MethodKeys& keys) {
  SecretBytes bytes(kMethodKeysSize);
  const auto middle = std::ranges::copy(keys.data_key.expose(), bytes.exposeMutable().begin()).out;
  std::ranges::copy(keys.otp_key.expose(), middle);
  return bytes;
}

}  // namespace

KeyRing::KeyRing(std::map<MasterKeyVersion, MasterKey> keys) : keys_(std::move(keys)) { assert(!keys_.empty()); }

MasterKeyVersion KeyRing::currentVersion() const { return keys_.rbegin()->first; }

Wrapped KeyRing::wrap(const protocol::MethodKeys& keys, const DeviceId& device, protocol::AuthMethod method,
                      Random& random) const {
  const auto& [version, master_key] = *keys_.rbegin();
  return {version, seal(master_key, methodKeysData(device, method, version), joined(keys).expose(), random)};
}

Result<protocol::MethodKeys, KeyRingError> KeyRing::unwrap(const Wrapped& wrapped, const DeviceId& device,
                                                           protocol::AuthMethod method) const {
  const auto key = keys_.find(wrapped.key_version);
  if (key == keys_.end()) return fail(KeyRingError::kUnknownVersion);
  const auto opened = open(key->second, methodKeysData(device, method, wrapped.key_version), wrapped.sealed);
  if (!opened) return fail(opened.error());
  if (opened->size() != kMethodKeysSize) return fail(KeyRingError::kDoesNotOpen);
  const auto bytes = opened->expose().first<kMethodKeysSize>();
  return protocol::MethodKeys{protocol::DataKey::copyOf(bytes.first<protocol::DataKey::kSize>()),
                              protocol::OtpKey::copyOf(bytes.last<protocol::OtpKey::kSize>())};
}

Wrapped KeyRing::wrapSecret(ByteView secret, std::string_view label, Random& random) const {
  const auto& [version, master_key] = *keys_.rbegin();
  return {version, seal(master_key, secretData(label, version), secret, random)};
}

Result<SecretBytes, KeyRingError> KeyRing::unwrapSecret(const Wrapped& wrapped, std::string_view label) const {
  const auto key = keys_.find(wrapped.key_version);
  if (key == keys_.end()) return fail(KeyRingError::kUnknownVersion);
  return open(key->second, secretData(label, wrapped.key_version), wrapped.sealed);
}

}  // namespace heliograph::domain
