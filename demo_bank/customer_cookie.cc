#include "demo_bank/customer_cookie.h"

#include "base/bytes.h"
#include "http/cookie.h"

namespace heliograph::bank {
namespace {

constexpr std::string_view kName = "heliograph_demo";

std::pair<std::string, std::string> header(std::string_view value, const char* lifetime, const http::Request& request) {
  std::string text =
      std::string(kName).append("=").append(value) + "; Path=/demo; HttpOnly; SameSite=Strict" + lifetime;
  if (!request.is_plain_loopback) text += "; Secure";
  return {"Set-Cookie", std::move(text)};
}

}  // namespace

std::string_view customerCookieOf(const http::Request& request) {
  return http::findCookie(request.cookie, kName).value_or(std::string_view());
}

std::pair<std::string, std::string> setCustomerCookie(const SecretBytes& value, const http::Request& request) {
  return header(textOf(value.expose()), "", request);
}

std::pair<std::string, std::string> removeCustomerCookie(const http::Request& request) {
  return header("", "; Max-Age=0", request);
}

}  // namespace heliograph::bank
