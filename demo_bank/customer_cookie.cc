#include "demo_bank/customer_cookie.h"

#include <chrono>

#include "base/bytes.h"
#include "http/cookie.h"

namespace heliograph::bank {
namespace {

constexpr std::string_view kName = "heliograph_demo";

http::Cookie cookieWith(std::string_view value) { return {.name = kName, .value = value, .path = "/demo"}; }

}  // namespace

std::string_view customerCookieOf(const http::Request& request) {
  return http::findCookie(request.header("Cookie"), kName).value_or(std::string_view());
}

std::pair<std::string, std::string> setCustomerCookie(const SecretBytes& value, const http::Request& request) {
  return http::setCookie(request, cookieWith(textOf(value.expose())));
}

std::pair<std::string, std::string> removeCustomerCookie(const http::Request& request) {
  http::Cookie cookie = cookieWith("");
  cookie.max_age = std::chrono::seconds(0);
  return http::setCookie(request, cookie);
}

}  // namespace heliograph::bank
