// For the tests of messages: one recognisable byte per field, so that the expected bytes can be read.

#ifndef HELIOGRAPH_PROTOCOL_RECOGNISABLE_BYTES_H_
#define HELIOGRAPH_PROTOCOL_RECOGNISABLE_BYTES_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/hex.h"
#include "base/secret.h"

namespace heliograph::protocol {

template <std::size_t Size>
std::array<std::uint8_t, Size> filled(std::uint8_t byte) {
  std::array<std::uint8_t, Size> bytes{};
  bytes.fill(byte);
  return bytes;
}

inline std::string hex(std::uint8_t byte, std::size_t size) { return toHex(Bytes(size, byte)); }
inline std::string hexOf(const SecretBytes& secret) { return toHex(secret.expose()); }

// Hexadecimal digits in groups as they read best.
inline Bytes bytes(std::string_view text) {
  std::string digits(text);
  std::erase(digits, ' ');
  return fromHex(digits).value();
}

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_RECOGNISABLE_BYTES_H_
