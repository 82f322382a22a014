// PINs, and how one hides an OTP key at rest on the phone.
//
//   masked key = OTP key XOR scrypt(PIN, salt (16), N 2^15, r 8, p 1, 32 bytes)
//
// No check value of any kind is kept: a wrong PIN unmasks a wrong key, which makes a well-formed wrong OTP. Nothing on
// the phone tells right from wrong; only the server, which counts, can. The PIN never leaves the phone.

#ifndef HELIOGRAPH_PROTOCOL_PIN_H_
#define HELIOGRAPH_PROTOCOL_PIN_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/secret.h"
#include "protocol/method_keys.h"

namespace heliograph::protocol {

enum class PinType : std::uint8_t { kNumeric = 0, kAlphanumeric = 1 };  // 0-9; 0-9 A-Z a-z

struct PinRules {
  PinType type = PinType::kNumeric;
  std::uint8_t min_length = 4;
  std::uint8_t max_length = 12;
  friend bool operator==(const PinRules&, const PinRules&) = default;
};

// A PIN that obeys the rules it was read with. Move-only, wiped on destruction.
class Pin {
 public:
  // Nothing where the text breaks `rules` in length or character.
  [[nodiscard]] static std::optional<Pin> parse(std::string_view text, const PinRules& rules);
  [[nodiscard]] ByteView expose() const { return characters_.expose(); }

 private:
  explicit Pin(SecretBytes characters) : characters_(std::move(characters)) {}
  SecretBytes characters_;
};

inline constexpr std::size_t kPinSaltSize = 16;
using PinSalt = std::array<std::uint8_t, kPinSaltSize>;

// Not secret without the PIN, and worthless as a check of one; still kept under the platform's key store.
using MaskedOtpKey = Secret<struct MaskedOtpKeyTag, 32>;

[[nodiscard]] MaskedOtpKey maskOtpKey(const OtpKey& key, const Pin& pin, const PinSalt& salt);
[[nodiscard]] OtpKey unmaskOtpKey(const MaskedOtpKey& masked, const Pin& pin, const PinSalt& salt);

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_PIN_H_
