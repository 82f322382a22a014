// Private to protocol/: how the messages of the channel are put together and taken apart: integers big-endian, fields
// without padding.

#ifndef HELIOGRAPH_PROTOCOL_MESSAGE_BYTES_H_
#define HELIOGRAPH_PROTOCOL_MESSAGE_BYTES_H_

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"
#include "base/uuid.h"
#include "protocol/auth_method.h"
#include "protocol/device_requests.h"

namespace heliograph::protocol {

// Writes into memory that is wiped, and never grows it: growth would leave copies behind.
class MessageWriter {
 public:
  explicit MessageWriter(std::size_t capacity) : buffer_(capacity) {}

  // Requires that the bytes fit in what is left.
  MessageWriter& bytes(ByteView bytes) {
    assert(bytes.size() <= buffer_.size() - size_);
    std::ranges::copy(bytes, buffer_.exposeMutable().subspan(size_).begin());
    size_ += bytes.size();
    return *this;
  }
  template <class Unsigned>
  MessageWriter& number(Unsigned value) {
    return bytes(bigEndian(value));
  }
  MessageWriter& method(AuthMethod method) { return number(idOf(method)); }

  [[nodiscard]] SecretBytes finish() const { return SecretBytes::copyOf(buffer_.expose().first(size_)); }

 private:
  SecretBytes buffer_;
  std::size_t size_ = 0;
};

// Reads what is known to be long enough: sizes are checked for the whole message before its first field is read.
class MessageReader {
 public:
  explicit MessageReader(ByteView bytes) : rest_(bytes) {}

  ByteView take(std::size_t size) {
    assert(size <= rest_.size());
    const ByteView taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
  }
  template <std::size_t Size>
  std::array<std::uint8_t, Size> array() {
    std::array<std::uint8_t, Size> copy{};
    std::ranges::copy(take(Size), copy.begin());
    return copy;
  }
  template <class Unsigned>
  Unsigned number() {
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
  std::optional<AuthMethod> method() { return authMethodFromId(number<std::uint8_t>()); }

 private:
  ByteView rest_;
};

[[nodiscard]] inline Result<void, DeviceMessageError> checkMessageSize(ByteView message, std::size_t expected) {
  if (message.size() < expected) return fail(DeviceMessageError::kTruncated);
  if (message.size() > expected) return fail(DeviceMessageError::kTrailingBytes);
  return {};
}

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_MESSAGE_BYTES_H_
