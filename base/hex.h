// Hexadecimal text (RFC 4648 section 8, written in lower case, read in either).

#ifndef HELIOGRAPH_BASE_HEX_H_
#define HELIOGRAPH_BASE_HEX_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace heliograph {

[[nodiscard]] std::string toHex(ByteView bytes);

// From 0 to 15; nothing if it is no hexadecimal digit.
[[nodiscard]] std::optional<std::uint8_t> hexValueOf(char digit);

// Nothing where the text has an odd length or a character that is no hexadecimal digit.
[[nodiscard]] std::optional<Bytes> fromHex(std::string_view text);

// Writes exactly out.size() bytes; false, with `out` unspecified, where the text is anything else.
[[nodiscard]] bool fromHex(std::string_view text, MutableByteView out);

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_HEX_H_
