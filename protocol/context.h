// The context: the transaction as text, shown to the user and signed byte by byte.
//
// 1 to 200 bytes of valid UTF-8, never normalised. Code points that hide or change how the rest is shown are refused by
// server and phone alike; the list belongs to protocol version 1 (docs/protocol.md section 3).

#ifndef HELIOGRAPH_PROTOCOL_CONTEXT_H_
#define HELIOGRAPH_PROTOCOL_CONTEXT_H_

#include <string_view>

#include "base/bytes.h"
#include "base/result.h"

namespace heliograph::protocol {

inline constexpr std::size_t kMaxContextSize = 200;

struct ContextError {
  enum class Kind { kEmpty, kTooLong, kInvalidUtf8, kForbiddenCodePoint };
  Kind kind;
  std::size_t offset = 0;   // of the first byte at fault; 0 for kEmpty and kTooLong
  char32_t code_point = 0;  // kForbiddenCodePoint only
};

// A context that is known to be valid. A value without allocation.
class Context {
 public:
  [[nodiscard]] static Result<Context, ContextError> parse(std::string_view text);

  [[nodiscard]] std::string_view text() const { return textOf(bytes_.view()); }
  [[nodiscard]] ByteView bytes() const { return bytes_.view(); }

  friend bool operator==(const Context&, const Context&) = default;

 private:
  explicit Context(ByteView bytes) : bytes_(bytes) {}
  InlineBytes<kMaxContextSize> bytes_;
};

// True for the code points that section 3 refuses.
[[nodiscard]] bool isForbiddenInContext(char32_t code_point);

}  // namespace heliograph::protocol

#endif  // HELIOGRAPH_PROTOCOL_CONTEXT_H_
