// Reads the fields of a binary format from the front: integers big-endian, fields without padding.

#ifndef HELIOGRAPH_BASE_BYTE_READER_H_
#define HELIOGRAPH_BASE_BYTE_READER_H_

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "base/bytes.h"
#include "base/uuid.h"

namespace heliograph {

// What it reads is known to be long enough: each format checks the size of the whole before its first field is read.
class ByteReader {
 public:
  explicit ByteReader(ByteView bytes) : rest_(bytes) {}

  // Requires that so many bytes are left. So do all below.
  ByteView take(std::size_t size) {
    assert(size <= rest_.size());
    const ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  template <std::size_t Size>
  std::array<std::uint8_t, Size> array() {
    std::array<std::uint8_t, Size> copy{};
    const ByteView taken = take(Size);
    std::copy(taken.begin(), taken.end(), copy.begin());
    return copy;
  }
  template <class Unsigned>
  Unsigned number() {
    static_assert(std::is_unsigned_v<Unsigned>);
    std::uint64_t value = 0;
    for (const std::uint8_t byte : take(sizeof(Unsigned))) value = value << 8 | byte;
    return static_cast<Unsigned>(value);
  }
  template <class SomeId>
  SomeId id() {
    return SomeId(array<sizeof(UuidBytes)>());
  }
  template <class SomeSecret>
  SomeSecret secret() {
    return SomeSecret::copyOf(take(SomeSecret::kSize).template first<SomeSecret::kSize>());
  }

  // What is not read yet.
  [[nodiscard]] ByteView rest() const { return rest_; }

 private:
  ByteView rest_;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_BYTE_READER_H_
