#include "base/utf8.h"

#include <cstdint>

namespace heliograph {
namespace {

// What a first byte promises: how many bytes, which bits of its own count, and which second bytes may follow. The
// limits of the second byte exclude overlong forms, surrogates and what lies above U+10FFFF (RFC 3629 section 4).
struct Sequence {
  std::size_t length;
  std::uint8_t payload_mask;
  std::uint8_t second_min;
  std::uint8_t second_max;
};

std::optional<Sequence> sequenceOf(std::uint8_t first) {
  if (first <= 0x7F) return Sequence{1, 0x7F, 0, 0};
  if (first < 0xC2) return std::nullopt;  // a continuation byte, or an overlong form of two bytes
  if (first <= 0xDF) return Sequence{2, 0x1F, 0x80, 0xBF};
  if (first == 0xE0) return Sequence{3, 0x0F, 0xA0, 0xBF};
  if (first == 0xED) return Sequence{3, 0x0F, 0x80, 0x9F};
  if (first <= 0xEF) return Sequence{3, 0x0F, 0x80, 0xBF};
  if (first == 0xF0) return Sequence{4, 0x07, 0x90, 0xBF};
  if (first <= 0xF3) return Sequence{4, 0x07, 0x80, 0xBF};
  if (first == 0xF4) return Sequence{4, 0x07, 0x80, 0x8F};
  return std::nullopt;
}

}  // namespace

std::optional<DecodedCodePoint> decodeUtf8(std::string_view text) {
  if (text.empty()) return std::nullopt;
  const auto first = static_cast<std::uint8_t>(text[0]);
  const auto sequence = sequenceOf(first);
  if (!sequence || text.size() < sequence->length) return std::nullopt;

  char32_t code_point = first & sequence->payload_mask;
  for (std::size_t i = 1; i < sequence->length; ++i) {
    const auto byte = static_cast<std::uint8_t>(text[i]);
    const std::uint8_t min = i == 1 ? sequence->second_min : 0x80;
    const std::uint8_t max = i == 1 ? sequence->second_max : 0xBF;
    if (byte < min || byte > max) return std::nullopt;
    code_point = code_point << 6 | (byte & 0x3F);
  }
  return DecodedCodePoint{code_point, sequence->length};
}

bool isValidUtf8(std::string_view text) {
  while (!text.empty()) {
    const auto decoded = decodeUtf8(text);
    if (!decoded) return false;
    text.remove_prefix(decoded->length);
  }
  return true;
}

}  // namespace heliograph
