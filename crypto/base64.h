// Base64 (RFC 4648 section 4), strict: padding required, no line breaks, unused bits zero.

#ifndef HELIOGRAPH_CRYPTO_BASE64_H_
#define HELIOGRAPH_CRYPTO_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/secret.h"

namespace heliograph::crypto {

[[nodiscard]] std::string toBase64(ByteView bytes);

// Secret, since what is read so often is one (RFC 7617 credentials).
[[nodiscard]] std::optional<SecretBytes> fromBase64(std::string_view text);

}  // namespace heliograph::crypto

#endif  // HELIOGRAPH_CRYPTO_BASE64_H_
