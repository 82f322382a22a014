#include "domain/label.h"

#include "base/utf8.h"

namespace heliograph::domain {
namespace {

bool isControl(char32_t code_point) { return code_point < 0x20 || (code_point >= 0x7F && code_point < 0xA0); }

}  // namespace

bool isLabel(std::string_view text) {
  if (text.empty() || text.size() > kMaxLabelSize) return false;
  while (!text.empty()) {
    const auto decoded = decodeUtf8(text);
    if (!decoded || isControl(decoded->code_point)) return false;
    text.remove_prefix(decoded->length);
  }
  return true;
}

}  // namespace heliograph::domain
