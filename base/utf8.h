// Strict UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.

#ifndef HELIOGRAPH_BASE_UTF8_H_
#define HELIOGRAPH_BASE_UTF8_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace heliograph {

struct DecodedCodePoint {
  char32_t code_point;
  std::size_t length;  // bytes it took, 1..4
};

// The code point at the start of `text`; nothing where the text is empty or does not start with a valid sequence.
[[nodiscard]] std::optional<DecodedCodePoint> decodeUtf8(std::string_view text);

[[nodiscard]] bool isValidUtf8(std::string_view text);

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_UTF8_H_
