// Writes the fields of a binary format that holds secrets, one after the other: integers big-endian, fields without
// padding. What needs no wiping is put together by concatenated() and bigEndian() (bytes.h).

#ifndef HELIOGRAPH_BASE_SECRET_WRITER_H_
#define HELIOGRAPH_BASE_SECRET_WRITER_H_

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "base/bytes.h"
#include "base/secret.h"

namespace heliograph {

// Into memory that is wiped, and never grows it: growth would leave copies behind.
class SecretWriter {
 public:
  explicit SecretWriter(std::size_t capacity) : buffer_(capacity) {}

  // Requires that the bytes fit in what is left. So does number().
  SecretWriter& bytes(ByteView bytes) {
    assert(bytes.size() <= buffer_.size() - size_);
    std::copy(bytes.begin(), bytes.end(), buffer_.exposeMutable().subspan(size_).begin());
    size_ += bytes.size();
    return *this;
  }
  template <class Unsigned>
  SecretWriter& number(Unsigned value) {
    return bytes(bigEndian(value));
  }

  // What was written.
  [[nodiscard]] SecretBytes finish() const { return SecretBytes::copyOf(buffer_.expose().first(size_)); }

 private:
  SecretBytes buffer_;
  std::size_t size_ = 0;
};

}  // namespace heliograph

#endif  // HELIOGRAPH_BASE_SECRET_WRITER_H_
