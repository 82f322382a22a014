#include "crypto/base64.h"

#include <array>
#include <cstdint>

namespace heliograph::crypto {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// All ones where min <= c <= max, else zero; without a branch or a table index that depends on a secret.
constexpr std::int32_t maskOfRange(std::int32_t c, char min, char max) { return ((min - 1 - c) & (c - max - 1)) >> 31; }

// 0..63, or -1 for a character outside the alphabet.
constexpr std::int32_t sextetOf(char character) {
  const std::int32_t c = static_cast<unsigned char>(character);
  std::int32_t value = -1;
  value += maskOfRange(c, 'A', 'Z') & (c - 'A' + 1);
  value += maskOfRange(c, 'a', 'z') & (c - 'a' + 26 + 1);
  value += maskOfRange(c, '0', '9') & (c - '0' + 52 + 1);
  value += maskOfRange(c, '+', '+') & (62 + 1);
  value += maskOfRange(c, '/', '/') & (63 + 1);
  return value;
}

std::size_t paddingOf(std::string_view text) {
  if (text.ends_with("==")) return 2;
  if (text.ends_with("=")) return 1;
  return 0;
}

}  // namespace

std::string toBase64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (; !bytes.empty(); bytes = bytes.subspan(std::min<std::size_t>(3, bytes.size()))) {
    const std::uint32_t second = bytes.size() > 1 ? bytes[1] : 0;
    const std::uint32_t third = bytes.size() > 2 ? bytes[2] : 0;
    const std::uint32_t group = static_cast<std::uint32_t>(bytes[0]) << 16 | second << 8 | third;
    text.push_back(kAlphabet[group >> 18]);
    text.push_back(kAlphabet[group >> 12 & 0x3F]);
    text.push_back(bytes.size() > 1 ? kAlphabet[group >> 6 & 0x3F] : '=');
    text.push_back(bytes.size() > 2 ? kAlphabet[group & 0x3F] : '=');
  }
  return text;
}

std::optional<SecretBytes> fromBase64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  const std::size_t padding = paddingOf(text);
  const std::size_t characters = text.size() - padding;

  SecretBytes bytes(text.size() / 4 * 3 - padding);
  const MutableByteView out = bytes.exposeMutable();
  std::int32_t faults = 0;  // negative once any character was wrong
  std::uint32_t bits = 0;
  int bit_count = 0;
  std::size_t written = 0;
  for (const char character : text.substr(0, characters)) {
    const std::int32_t sextet = sextetOf(character);
    faults |= sextet;
    bits = bits << 6 | (static_cast<std::uint32_t>(sextet) & 0x3F);
    bit_count += 6;
    if (bit_count < 8) continue;
    bit_count -= 8;
    out[written++] = static_cast<std::uint8_t>(bits >> bit_count);
  }
  const std::uint32_t unused_bits = bits & ((1U << bit_count) - 1);
  if (faults < 0 || unused_bits != 0) return std::nullopt;
  return bytes;
}

}  // namespace heliograph::crypto
