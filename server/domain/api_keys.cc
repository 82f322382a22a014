#include "domain/api_keys.h"

#include <array>
#include <utility>

#include "base/hex.h"
#include "crypto/constant_time.h"

namespace heliograph::domain {
namespace {

constexpr std::size_t kSecretSize = 32;

// Digit by digit into memory that is wiped: toHex() would leave the secret in a string.
SecretBytes hexadecimal(const Secret<struct ApiKeySecretTag, kSecretSize>& secret) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  SecretBytes text(2 * kSecretSize);
  auto out = text.exposeMutable().begin();
  for (const std::uint8_t byte : secret.expose()) {
    *out++ = static_cast<std::uint8_t>(kHexDigits[byte >> 4]);
    *out++ = static_cast<std::uint8_t>(kHexDigits[byte & 0x0F]);
  }
  return text;
}

const ApiKey* find(const Directory& directory, const std::optional<ApiKeyId>& id) {
  if (!id) return nullptr;
  const auto found = directory.api_keys.find(*id);
  return found == directory.api_keys.end() ? nullptr : &found->second;
}

bool isGood(const ApiKey& key, TimePoint now) {
  const bool is_expired = key.expires_at && now >= *key.expires_at;
  return !key.revoked_at && !is_expired;
}

}  // namespace

NewApiKey makeApiKey(const ApiKeyRequest& request, Random& random, TimePoint now) {
  const auto secret =
      Secret<struct ApiKeySecretTag, kSecretSize>::filledBy([&](MutableByteView out) { random.fill(out); });
  SecretBytes text = hexadecimal(secret);
  ApiKey key{.id = ApiKeyId::random(random),
             .organisation = request.organisation,
             .name = request.name,
             .secret_hash = crypto::sha256({text.expose()}),
             .role = request.role,
             .created_at = now,
             .revoked_at = std::nullopt,
             .expires_at = request.expires_at};
  return {std::move(key), std::move(text)};
}

std::optional<ApiKey> authenticate(const Directory& directory, std::string_view key_id, ByteView secret,
                                   TimePoint now) {
  // The same hash and the same comparison whether or not there is such a key.
  constexpr crypto::Sha256Hash kNobodysHash{};
  const ApiKey* key = find(directory, ApiKeyId::parse(key_id));
  const bool fits =
      crypto::equalInConstantTime(crypto::sha256({secret}), key != nullptr ? key->secret_hash : kNobodysHash);
  if (key == nullptr || !fits || !isGood(*key, now)) return std::nullopt;
  return *key;
}

std::optional<ApiKey> findGoodKey(const Directory& directory, const ApiKeyId& id, TimePoint now) {
  const ApiKey* key = find(directory, id);
  if (key == nullptr || !isGood(*key, now)) return std::nullopt;
  return *key;
}

}  // namespace heliograph::domain
