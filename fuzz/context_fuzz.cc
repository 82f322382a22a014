// Context::parse against a second reading of docs/protocol.md section 3, written as differently as we could: code
// points are decoded without looking at what is allowed, then encoded again, and only what comes out the same was valid
// UTF-8.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "expect.h"
#include "protocol/context.h"

namespace heliograph::fuzz {
namespace {

using namespace protocol;

std::string encoded(std::uint32_t c) {
  std::string text;
  const auto put = [&text](std::uint32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 + c / 64);
    put(0x80 + c % 64);
  } else if (c < 0x10000) {
    put(0xE0 + c / 4096);
    put(0x80 + c / 64 % 64);
    put(0x80 + c % 64);
  } else {
    put(0xF0 + c / 262144);
    put(0x80 + c / 4096 % 64);
    put(0x80 + c / 64 % 64);
    put(0x80 + c % 64);
  }
  return text;
}

bool isHidden(std::uint32_t c) {
  if (c == '\n') return false;
  if (c < 0x20 || (c >= 0x7F && c < 0xA0)) return true;                           // controls
  if (c == 0x2028 || c == 0x2029) return true;                                    // separators
  if (c == 0x61C || c == 0x200E || c == 0x200F) return true;                      // bidirectional marks
  if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069)) return true;  // and controls
  if (c == 0xAD || c == 0x200B || c == 0xFEFF || (c >> 3 == 0x2060 >> 3 && c % 8 < 5)) return true;  // invisible
  if (c >= 0xFFF9 && c <= 0xFFFB) return true;                                                       // annotation
  if (c >> 7 == 0xE0000 >> 7) return true;                                                           // tags
  if ((c >= 0xE000 && c < 0xF900) || c >= 0xF0000) return true;                                      // private use
  return c % 0x10000 >= 0xFFFE || (c >= 0xFDD0 && c < 0xFDF0);                                       // noncharacters
}

// The code point that starts here, whatever it is, and how far the lead byte reaches.
std::optional<std::uint32_t> decodedLoosely(std::string_view text, std::size_t& length) {
  const auto lead = static_cast<unsigned char>(text[0]);
  length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() < length) return std::nullopt;
  std::uint32_t c = length == 1 ? lead : lead % (128U >> length);
  for (std::size_t i = 1; i < length; ++i) c = c * 64 + static_cast<unsigned char>(text[i]) % 64;
  return c;
}

bool isValid(std::string_view text) {
  if (text.empty() || text.size() > 200) return false;
  while (!text.empty()) {
    std::size_t length = 0;
    const auto c = decodedLoosely(text, length);
    if (!c || *c > 0x10FFFF || (*c >= 0xD800 && *c < 0xE000)) return false;
    if (encoded(*c) != text.substr(0, length)) return false;
    if (isHidden(*c)) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace
}  // namespace heliograph::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace heliograph;
  const std::string_view text = textOf({data, size});
  const auto context = protocol::Context::parse(text);
  fuzz::expect(context.has_value() == fuzz::isValid(text));
  if (context) {
    fuzz::expect(context->text() == text);
  } else {
    fuzz::expect(context.error().offset <= size);
  }
  return 0;
}
