#include "domain/key_ring.h"

#include <algorithm>
#include <atomic>
#include <cassert>
#include <mutex>
#include <shared_mutex>
#include <utility>

#include "base/secret_writer.h"
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

Bytes seal(const MasterKey& key, crypto::AssociatedData associated_data, ByteView plaintext, Random& random) {
  std::array<std::uint8_t, crypto::kGcmNonceSize> nonce{};
  random.fill(nonce);
  return concatenated({nonce, crypto::aesGcmSeal(key, nonce, associated_data, plaintext)});
}

Result<SecretBytes, KeyRingError> open(const MasterKey& key, crypto::AssociatedData associated_data, ByteView sealed) {
  if (sealed.size() < crypto::kGcmNonceSize) return fail(KeyRingError::kDoesNotOpen);
  auto plaintext = crypto::aesGcmOpen(key, sealed.first<crypto::kGcmNonceSize>(), associated_data,
                                      sealed.subspan(crypto::kGcmNonceSize));
  if (!plaintext) return fail(KeyRingError::kDoesNotOpen);
  return std::move(*plaintext);
}

SecretBytes joined(const protocol::MethodKeys& keys) {
  return SecretWriter(kMethodKeysSize).bytes(keys.data_key.expose()).bytes(keys.otp_key.expose()).finish();
}

}  // namespace

struct KeyRing::State {
  std::shared_mutex mutex;
  std::map<MasterKeyVersion, MasterKey> keys;  // guarded by mutex
  std::atomic<MasterKeyVersion> current{0};
};

KeyRing::KeyRing(std::map<MasterKeyVersion, MasterKey> keys) : state_(std::make_unique<State>()) {
  assert(!keys.empty());
  state_->current = keys.rbegin()->first;
  state_->keys = std::move(keys);
}
KeyRing::KeyRing(KeyRing&&) noexcept = default;
KeyRing& KeyRing::operator=(KeyRing&&) noexcept = default;
KeyRing::~KeyRing() = default;

MasterKeyVersion KeyRing::currentVersion() const { return state_->current; }

MasterKeyVersion KeyRing::newestVersion() const {
  const std::shared_lock lock(state_->mutex);
  return state_->keys.rbegin()->first;
}

void KeyRing::add(MasterKeyVersion version, MasterKey key) {
  const std::unique_lock lock(state_->mutex);
  state_->keys.emplace(version, std::move(key));
}

void KeyRing::wrapUnder(MasterKeyVersion version) {
  assert(find(version) != nullptr);
  state_->current = version;
}

const MasterKey* KeyRing::find(MasterKeyVersion version) const {
  const std::shared_lock lock(state_->mutex);
  const auto found = state_->keys.find(version);
  return found == state_->keys.end() ? nullptr : &found->second;
}

void KeyRing::follow(MasterKeyVersion version) const {
  if (find(version) == nullptr) return;
  MasterKeyVersion current = state_->current;
  while (version > current && !state_->current.compare_exchange_weak(current, version)) {
  }
}

Wrapped KeyRing::wrap(const protocol::MethodKeys& keys, const DeviceId& device, protocol::AuthMethod method,
                      Random& random) const {
  const MasterKeyVersion version = currentVersion();
  return {version, seal(*find(version), crypto::AssociatedData(methodKeysData(device, method, version)),
                        joined(keys).expose(), random)};
}

Result<protocol::MethodKeys, KeyRingError> KeyRing::unwrap(const Wrapped& wrapped, const DeviceId& device,
                                                           protocol::AuthMethod method) const {
  const MasterKey* key = find(wrapped.key_version);
  if (key == nullptr) return fail(KeyRingError::kUnknownVersion);
  const auto opened =
      open(*key, crypto::AssociatedData(methodKeysData(device, method, wrapped.key_version)), wrapped.sealed);
  if (!opened) return fail(opened.error());
  follow(wrapped.key_version);
  if (opened->size() != kMethodKeysSize) return fail(KeyRingError::kDoesNotOpen);
  const auto bytes = opened->expose().first<kMethodKeysSize>();
  return protocol::MethodKeys{protocol::DataKey::copyOf(bytes.first<protocol::DataKey::kSize>()),
                              protocol::OtpKey::copyOf(bytes.last<protocol::OtpKey::kSize>())};
}

Wrapped KeyRing::wrapSecret(ByteView secret, std::string_view label, Random& random) const {
  const MasterKeyVersion version = currentVersion();
  return {version, seal(*find(version), crypto::AssociatedData(secretData(label, version)), secret, random)};
}

Result<SecretBytes, KeyRingError> KeyRing::unwrapSecret(const Wrapped& wrapped, std::string_view label) const {
  const MasterKey* key = find(wrapped.key_version);
  if (key == nullptr) return fail(KeyRingError::kUnknownVersion);
  return open(*key, crypto::AssociatedData(secretData(label, wrapped.key_version)), wrapped.sealed);
}

}  // namespace heliograph::domain
