#include "domain/online_salts.h"

#include <algorithm>
#include <string_view>

#include "base/bytes.h"
#include "crypto/hmac.h"
#include "domain/channel_derived_key.h"

namespace heliograph::domain {
namespace {

constexpr std::string_view kOnlineSaltLabel = "heliograph/online-salt/1";

using SaltValue = decltype(protocol::OnlineSalt::value);

}  // namespace

bool isLate(const SaltNumbers& numbers, std::uint32_t used, TimePoint sent_at) {
  const bool was_known = used == numbers.confirmed || used <= numbers.previous;
  return was_known && numbers.confirmed_at && sent_at <= *numbers.confirmed_at;
}

bool isOfClone(const SaltNumbers& numbers, std::uint32_t used) {
  return used < numbers.offered && used != numbers.confirmed && used != numbers.previous;
}

SaltNumbers afterUse(const SaltNumbers& numbers, std::uint32_t used, TimePoint sent_at) {
  SaltNumbers next = numbers;
  if (used > numbers.confirmed) {
    next.previous = numbers.confirmed;
    next.confirmed = used;
  }
  next.offered = std::max(numbers.offered, used) + 1;
  // Even where it is the earlier time: who holds the last offer comes after the response that brought it, whatever has
  // become of the phone's clock.
  next.confirmed_at = sent_at;
  return next;
}

SaltNumbers afterOffer(const SaltNumbers& numbers, TimePoint sent_at) {
  SaltNumbers next = numbers;
  next.offered += 1;
  next.confirmed_at = sent_at;
  return next;
}

OnlineSalts::OnlineSalts(const crypto::P256PrivateKey& channel_key)
    : key_(deriveFromChannelKey<Secret<struct OnlineSaltKeyTag, 32>>(channel_key, kOnlineSaltLabel)) {}

protocol::OnlineSalt OnlineSalts::salt(const DeviceId& device, std::uint32_t number) const {
  const auto mac = crypto::hmac(crypto::HashAlgorithm::kSha256, key_.expose(), {device.bytes(), bigEndian(number)});
  return {number, SaltValue::copyOf(mac.view().first<SaltValue::kSize>())};
}

}  // namespace heliograph::domain
