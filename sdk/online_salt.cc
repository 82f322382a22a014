#include "sdk/online_salt.h"

#include <cstdint>
#include <string>
#include <string_view>

#include "base/byte_reader.h"
#include "base/secret_writer.h"
#include "sdk/key_store_failure.h"

namespace heliograph::sdk {
namespace {

using protocol::OnlineSalt;
using SaltValue = decltype(OnlineSalt::value);

constexpr std::string_view kRecordName = "online-salt";
constexpr std::size_t kRecordSize = sizeof(OnlineSalt::number) + SaltValue::kSize;

}  // namespace

KeyStoreChange recordOf(const OnlineSalt& salt) {
  return {.name = std::string(kRecordName),
          .protection = Protection::kDevice,
          .value = SecretWriter(kRecordSize).number(salt.number).bytes(salt.value.expose()).finish()};
}

Outcome<OnlineSalt> readOnlineSalt(KeyStore& key_store) {
  const auto record = key_store.read(kRecordName);
  if (!record) return fail(errorOf(record.error()));
  const Error damaged{ErrorCode::kKeyStoreUnavailable, "the online salt in the key store is damaged"};
  if (record->size() != kRecordSize) return fail(damaged);
  ByteReader reader(record->expose());
  const auto number = reader.number<std::uint32_t>();
  if (number == 0) return fail(damaged);
  return OnlineSalt{.number = number, .value = reader.secret<SaltValue>()};
}

}  // namespace heliograph::sdk
