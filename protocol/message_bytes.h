// Private to protocol/: what the messages of the channel have in common beyond base/byte_reader.h and
// base/secret_writer.h.

#ifndef HELIOGRAPH_PROTOCOL_MESSAGE_BYTES_H_
#define HELIOGRAPH_PROTOCOL_MESSAGE_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/byte_reader.h"
#include "base/bytes.h"
#include "base/result.h"
#include "protocol/auth_method.h"
#include "protocol/device_requests.h"

namespace heliograph::protocol {

[[nodiscard]] inline std::optional<AuthMethod> readMethod(ByteReader& reader) {
  return authMethodFromId(reader.number<std::uint8_t>());
}

// Before the first field is read.
[[nodiscard]] inline Result<void, DeviceMessageError> checkMessageSize(ByteView message, std::size_t expected) {
  if (message.size() < expected) return fail(DeviceMessageError::kTruncated);
  if (message.size() > expected) return fail(DeviceMessageError::kTrailingBytes);
  return {};
}

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_MESSAGE_BYTES_H_
