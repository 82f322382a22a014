#include "protocol/context.h"

#include <array>

#include "base/utf8.h"

namespace heliograph::protocol {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

// Fixed with protocol version 1. A change here is a new version: phone and server must never disagree.
constexpr std::array kForbidden{
    Range{0x0000, 0x0009},      // C0 controls below LF
    Range{0x000B, 0x001F},      // C0 controls above LF
    Range{0x007F, 0x009F},      // DEL and the C1 controls
    Range{0x00AD, 0x00AD},      // soft hyphen: shown or not as the renderer likes
    Range{0x061C, 0x061C},      // Arabic letter mark (bidirectional)
    Range{0x200B, 0x200B},      // zero width space
    Range{0x200E, 0x200F},      // left-to-right and right-to-left marks
    Range{0x2028, 0x2029},      // line and paragraph separators
    Range{0x202A, 0x202E},      // bidirectional embeddings and overrides
    Range{0x2060, 0x2064},      // word joiner and invisible operators
    Range{0x2066, 0x2069},      // bidirectional isolates
    Range{0xE000, 0xF8FF},      // private use
    Range{0xFDD0, 0xFDEF},      // noncharacters
    Range{0xFEFF, 0xFEFF},      // byte order mark
    Range{0xFFF9, 0xFFFB},      // interlinear annotation
    Range{0xE0000, 0xE007F},    // tag characters
    Range{0xF0000, 0xFFFFD},    // private use
    Range{0x100000, 0x10FFFD},  // private use
};

constexpr bool isLastTwoOfAPlane(char32_t code_point) { return (code_point & 0xFFFE) == 0xFFFE; }

}  // namespace

bool isForbiddenInContext(char32_t code_point) {
  return isLastTwoOfAPlane(code_point) || std::ranges::any_of(kForbidden, [code_point](const Range& range) {
           return range.first <= code_point && code_point <= range.last;
         });
}

Result<Context, ContextError> Context::parse(std::string_view text) {
  using Kind = ContextError::Kind;
  if (text.empty()) return fail(ContextError{Kind::kEmpty});
  if (text.size() > kMaxContextSize) return fail(ContextError{Kind::kTooLong});
  for (std::size_t offset = 0; offset < text.size();) {
    const auto decoded = decodeUtf8(text.substr(offset));
    if (!decoded) return fail(ContextError{Kind::kInvalidUtf8, offset});
    if (isForbiddenInContext(decoded->code_point)) {
      return fail(ContextError{Kind::kForbiddenCodePoint, offset, decoded->code_point});
    }
    offset += decoded->length;
  }
  return Context(bytesOf(text));
}

}  // namespace heliograph::protocol
