// HTTP Basic credentials (RFC 7617), read strictly.
//
//   Authorization: Basic base64(user-id ":" password)

#ifndef HELIOGRAPH_SERVER_HTTP_BASIC_AUTH_H_
#define HELIOGRAPH_SERVER_HTTP_BASIC_AUTH_H_

#include <optional>
#include <string_view>

#include "base/secret.h"

namespace heliograph::http {

// Move-only; wiped on destruction.
class BasicCredentials {
 public:
  // Nothing where the field is missing, of another scheme, not strict base64, without a colon, or where what it holds
  // is no valid UTF-8 or has control characters (section 2).
  [[nodiscard]] static std::optional<BasicCredentials> parse(std::string_view authorization);

  // Valid as long as this object.
  [[nodiscard]] std::string_view user() const { return textOf(decoded_.expose()).substr(0, colon_); }
  [[nodiscard]] ByteView password() const { return decoded_.expose().subspan(colon_ + 1); }

 private:
  BasicCredentials(SecretBytes decoded, std::size_t colon) : decoded_(std::move(decoded)), colon_(colon) {}
  SecretBytes decoded_;
  std::size_t colon_;
};

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_BASIC_AUTH_H_
