#include "domain/idempotency.h"

#include <algorithm>
#include <initializer_list>

#include "base/secret_writer.h"
#include "crypto/hmac.h"
#include "domain/channel_derived_key.h"

namespace heliograph::domain {
namespace {

constexpr std::string_view kIdempotencyLabel = "heliograph/idempotency/1";

// A field's length stands in front of it, so that no two lists of fields are the same bytes.
crypto::Sha256Hash keyedHash(ByteView secret, std::initializer_list<ByteView> fields) {
  std::size_t total = 0;
  for (const ByteView field : fields) total += sizeof(std::uint32_t) + field.size();
  SecretWriter writer(total);
  for (const ByteView field : fields) writer.number(static_cast<std::uint32_t>(field.size())).bytes(field);
  const auto mac = crypto::hmac(crypto::HashAlgorithm::kSha256, secret, {writer.finish().expose()});
  crypto::Sha256Hash hash{};
  std::ranges::copy(mac.view(), hash.begin());
  return hash;
}

}  // namespace

IdempotencyKeys::IdempotencyKeys(const crypto::P256PrivateKey& channel_key)
    : secret_(deriveFromChannelKey<Secret<struct IdempotencySecretTag, 32>>(channel_key, kIdempotencyLabel)) {}

IdempotencyKey IdempotencyKeys::of(const ApiKeyId& api_key, std::string_view path, std::string_view key,
                                   std::string_view body) const {
  const auto key_hash = keyedHash(secret_.expose(), {bytesOf("key"), api_key.bytes(), bytesOf(path), bytesOf(key)});
  return {.key = key_hash, .request = keyedHash(secret_.expose(), {bytesOf("request"), key_hash, bytesOf(body)})};
}

}  // namespace heliograph::domain
