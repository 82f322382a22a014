#include "demo_bank/customer_cookie.h"

#include <algorithm>

#include "base/bytes.h"

namespace heliograph::bank {
namespace {

constexpr std::string_view kName = "heliograph_demo=";

std::pair<std::string, std::string> header(std::string_view value, const char* lifetime, const http::Request& request) {
  std::string text = std::string(kName).append(value) + "; Path=/demo; HttpOnly; SameSite=Strict" + lifetime;
  if (!request.is_plain_loopback) text += "; Secure";
  return {"Set-Cookie", std::move(text)};
}

}  // namespace

std::string_view customerCookieOf(const http::Request& request) {
  std::string_view rest = request.cookie;
  std::string_view value;
  while (!rest.empty()) {
    const std::size_t end = rest.find(';');
    std::string_view pair = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    if (!pair.starts_with(kName)) continue;
    if (!value.empty()) return {};
    value = pair.substr(kName.size());
  }
  return value;
}

std::pair<std::string, std::string> setCustomerCookie(const SecretBytes& value, const http::Request& request) {
  return header(textOf(value.expose()), "", request);
}

std::pair<std::string, std::string> removeCustomerCookie(const http::Request& request) {
  return header("", "; Max-Age=0", request);
}

}  // namespace heliograph::bank
