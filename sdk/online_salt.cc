#include "sdk/online_salt.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "sdk/key_store_failure.h"

namespace heliograph::sdk {
namespace {

using protocol::OnlineSalt;
using SaltValue = decltype(OnlineSalt::value);

constexpr std::string_view kRecordName = "online-salt";
constexpr std::size_t kNumberSize = sizeof(OnlineSalt::number);

}  // namespace

KeyStoreChange recordOf(const OnlineSalt& salt) {
  SecretBytes record(kNumberSize + SaltValue::kSize);
  const auto rest = std::ranges::copy(bigEndian(salt.number), record.exposeMutable().begin()).out;
  std::ranges::copy(salt.value.expose(), rest);
  return {.name = std::string(kRecordName), .protection = Protection::kDevice, .value = std::move(record)};
}

Outcome<OnlineSalt> readOnlineSalt(KeyStore& key_store) {
  const auto record = key_store.read(kRecordName);
  if (!record) return fail(errorOf(record.error()));
  std::uint32_t number = 0;
  if (record->size() == kNumberSize + SaltValue::kSize) {
    for (const std::uint8_t byte : record->expose().first(kNumberSize)) number = number << 8 | byte;
  }
  if (number == 0) return fail(Error{ErrorCode::kKeyStoreUnavailable, "the online salt in the key store is damaged"});
  return OnlineSalt{.number = number, .value = SaltValue::copyOf(record->expose().last<SaltValue::kSize>())};
}

}  // namespace heliograph::sdk
