#include "protocol/method_keys.h"

#include <algorithm>
#include <string_view>

#include "crypto/hkdf.h"

namespace heliograph::protocol {
namespace {

struct Labels {
  std::string_view data_key;
  std::string_view otp_key;
};

constexpr Labels kOfflineLabels{"heliograph/data-key/1", "heliograph/otp-key/1"};
constexpr Labels kOnlineLabels{"heliograph/online-key/1/data", "heliograph/online-key/1/response"};

template <class Key>
Key expand(const crypto::PseudoRandomKey& prk, std::string_view label, const DeviceId& device, AuthMethod method) {
  InlineBytes<64> info(bytesOf(label));
  info.append(device.bytes());
  info.append(bigEndian(idOf(method)));
  return Key::filledBy(
      [&](MutableByteView out) { crypto::hkdfExpand(crypto::HashAlgorithm::kSha256, prk, info.view(), out); });
}

}  // namespace

MethodKeys deriveMethodKeys(const KeyAgreementSecret& secret, const PhoneRandom& phone_random,
                            const ServerRandom& server_random, const DeviceId& device, AuthMethod method) {
  const auto salt = Secret<struct SaltTag, PhoneRandom::kSize + ServerRandom::kSize>::filledBy([&](auto out) {
    std::ranges::copy(phone_random.expose(), out.begin());
    std::ranges::copy(server_random.expose(), out.begin() + PhoneRandom::kSize);
  });
  const auto prk = crypto::hkdfExtract(crypto::HashAlgorithm::kSha256, salt.expose(), secret.expose());
  const Labels& labels = isOffline(method) ? kOfflineLabels : kOnlineLabels;
  return {expand<DataKey>(prk, labels.data_key, device, method), expand<OtpKey>(prk, labels.otp_key, device, method)};
}

}  // namespace heliograph::protocol
