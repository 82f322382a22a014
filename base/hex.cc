#include "base/hex.h"

#include <cstddef>
#include <cstdint>

#include "base/ascii.h"

namespace heliograph {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

}  // namespace

std::string toHex(ByteView bytes) {
  std::string text;
  text.reserve(2 * bytes.size());
  for (const std::uint8_t byte : bytes) {
    text.push_back(kDigits[byte >> 4]);
    text.push_back(kDigits[byte & 0x0F]);
  }
  return text;
}

std::optional<std::uint8_t> hexValueOf(char digit) {
  if (isDigit(digit)) return static_cast<std::uint8_t>(digit - '0');
  const char letter = toLowerCase(digit);
  if (letter >= 'a' && letter <= 'f') return static_cast<std::uint8_t>(letter - 'a' + 10);
  return std::nullopt;
}

std::optional<Bytes> fromHex(std::string_view text) {
  Bytes bytes(text.size() / 2);
  if (!fromHex(text, bytes)) return std::nullopt;
  return bytes;
}

bool fromHex(std::string_view text, MutableByteView out) {
  if (text.size() % 2 != 0 || text.size() / 2 != out.size()) return false;
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto high = hexValueOf(text[2 * i]);
    const auto low = hexValueOf(text[2 * i + 1]);
    if (!high || !low) return false;
    out[i] = static_cast<std::uint8_t>(*high << 4 | *low);
  }
  return true;
}

}  // namespace heliograph
