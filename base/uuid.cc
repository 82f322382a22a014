#include "base/uuid.h"

#include <cstddef>

#include "base/hex.h"

namespace heliograph {
namespace {

// 8-4-4-4-12 hexadecimal digits.
constexpr std::size_t kTextSize = 36;
constexpr std::array<std::size_t, 4> kHyphens{8, 13, 18, 23};

bool isHyphenPosition(std::size_t position) { return std::ranges::find(kHyphens, position) != kHyphens.end(); }

}  // namespace

std::string formatUuid(const UuidBytes& bytes) {
  std::string text = toHex(bytes);
  for (const std::size_t position : kHyphens) text.insert(position, 1, '-');
  return text;
}

std::optional<UuidBytes> parseUuid(std::string_view text) {
  if (text.size() != kTextSize) return std::nullopt;
  std::array<char, 32> digits{};
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (isHyphenPosition(i)) {
      if (text[i] != '-') return std::nullopt;
    } else {
      digits[count++] = text[i];
    }
  }
  UuidBytes bytes{};
  if (!fromHex({digits.data(), digits.size()}, bytes)) return std::nullopt;
  return bytes;
}

UuidBytes randomUuid(Random& random) {
  UuidBytes bytes{};
  random.fill(bytes);
  bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0F) | 0x40);  // version 4
  bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3F) | 0x80);  // the variant of RFC 9562
  return bytes;
}

}  // namespace heliograph
