// Byte strings: views, owned bytes and a fixed-capacity byte string that never allocates.
// Nothing here is for secrets; those are in secret.h.

#ifndef HELIOGRAPH_BASE_BYTES_H_
#define HELIOGRAPH_BASE_BYTES_H_

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>
#include <vector>

namespace heliograph {

using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;
using Bytes = std::vector<std::uint8_t>;

// The bytes of a text, without a terminator.
[[nodiscard]] inline ByteView bytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

// Bytes seen as text. The caller knows that they are text.
[[nodiscard]] inline std::string_view textOf(ByteView bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// The parts, one after the other.
[[nodiscard]] inline Bytes concatenated(std::initializer_list<ByteView> parts) {
  std::size_t size = 0;
  for (const ByteView part : parts) size += part.size();
  Bytes bytes(size);
  auto out = bytes.begin();
  for (const ByteView part : parts) out = std::copy(part.begin(), part.end(), out);
  return bytes;
}

// Integers as big-endian bytes, the only order this project writes.
template <class Unsigned>
[[nodiscard]] constexpr std::array<std::uint8_t, sizeof(Unsigned)> bigEndian(Unsigned value) {
  std::array<std::uint8_t, sizeof(Unsigned)> bytes{};
  for (std::size_t i = 0; i < sizeof(Unsigned); ++i) {
    bytes[i] = static_cast<std::uint8_t>(value >> (8 * (sizeof(Unsigned) - 1 - i)));
  }
  return bytes;
}

// At most Capacity bytes, stored in place: for paths that must not allocate.
template <std::size_t Capacity>
class InlineBytes {
 public:
  static constexpr std::size_t kCapacity = Capacity;

  constexpr InlineBytes() = default;

  // Requires bytes.size() <= Capacity.
  explicit InlineBytes(ByteView bytes) { append(bytes); }

  // Requires that the bytes fit in what is left.
  void append(ByteView bytes) {
    assert(bytes.size() <= Capacity - size_);
    std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(size_));
    size_ += bytes.size();
  }

  [[nodiscard]] ByteView view() const { return {bytes_.data(), size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }

  friend bool operator==(const InlineBytes& a, const InlineBytes& b) { return std::ranges::equal(a.view(), b.view()); }

 private:
  std::array<std::uint8_t, Capacity> bytes_{};
  std::size_t size_ = 0;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_BYTES_H_
