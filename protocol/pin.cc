#include "protocol/pin.h"

#include <algorithm>

#include "base/ascii.h"
#include "crypto/scrypt.h"

namespace heliograph::protocol {
namespace {

// About a tenth of a second and 32 MiB on a phone. No guess can be checked offline whatever it costs; this is for the
// case that an attacker has the phone's storage and one OTP that the owner typed.
constexpr crypto::ScryptCost kPinCost{.n = 1 << 15, .r = 8, .p = 1};

using Mask = Secret<struct PinMaskTag, OtpKey::kSize>;

Mask maskOf(const Pin& pin, const PinSalt& salt) {
  return Mask::filledBy([&](MutableByteView out) { crypto::scrypt(pin.expose(), salt, kPinCost, out); });
}

template <class Result, class Input>
Result exclusiveOr(const Input& input, const Mask& mask) {
  return Result::filledBy([&](MutableByteView out) {
    std::ranges::transform(input.expose(), mask.expose(), out.begin(),
                           [](std::uint8_t a, std::uint8_t b) { return static_cast<std::uint8_t>(a ^ b); });
  });
}

bool isAllowed(char c, PinType type) {
  switch (type) {
    case PinType::kNumeric:
      return isDigit(c);
    case PinType::kAlphanumeric:
      return isLetterOrDigit(c);
  }
  return false;
}

}  // namespace

std::optional<Pin> Pin::parse(std::string_view text, const PinRules& rules) {
  if (text.size() < rules.min_length || text.size() > rules.max_length) return std::nullopt;
  if (!std::ranges::all_of(text, [&](char c) { return isAllowed(c, rules.type); })) return std::nullopt;
  return Pin(SecretBytes::copyOf(bytesOf(text)));
}

MaskedOtpKey maskOtpKey(const OtpKey& key, const Pin& pin, const PinSalt& salt) {
  return exclusiveOr<MaskedOtpKey>(key, maskOf(pin, salt));
}

OtpKey unmaskOtpKey(const MaskedOtpKey& masked, const Pin& pin, const PinSalt& salt) {
  return exclusiveOr<OtpKey>(masked, maskOf(pin, salt));
}

}  // namespace heliograph::protocol
