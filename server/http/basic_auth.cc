#include "http/basic_auth.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/utf8.h"
#include "crypto/base64.h"

namespace heliograph::http {
namespace {

constexpr std::string_view kScheme = "basic";

// RFC 9110 section 11.1: a scheme is read without regard to case, and one or more spaces follow it.
std::optional<std::string_view> afterScheme(std::string_view authorization) {
  if (authorization.size() <= kScheme.size()) return std::nullopt;
  if (!equalIgnoringCase(authorization.substr(0, kScheme.size()), kScheme)) return std::nullopt;
  authorization.remove_prefix(kScheme.size());
  const std::size_t credentials = authorization.find_first_not_of(' ');
  if (credentials == 0 || credentials == std::string_view::npos) return std::nullopt;
  return authorization.substr(credentials);
}

bool isControl(char character) { return static_cast<unsigned char>(character) < 0x20 || character == 0x7F; }

}  // namespace

std::optional<BasicCredentials> BasicCredentials::parse(std::string_view authorization) {
  const auto encoded = afterScheme(authorization);
  if (!encoded) return std::nullopt;
  auto decoded = crypto::fromBase64(*encoded);
  if (!decoded) return std::nullopt;
  const std::string_view text = textOf(decoded->expose());
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  if (!isValidUtf8(text) || std::ranges::any_of(text, isControl)) return std::nullopt;
  return BasicCredentials(std::move(*decoded), colon);
}

}  // namespace heliograph::http
