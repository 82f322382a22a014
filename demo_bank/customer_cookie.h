// The cookie of a customer who is signed in (RFC 6265): never seen by a script, never sent by another site's page.

#ifndef HELIOGRAPH_DEMO_BANK_CUSTOMER_COOKIE_H_
#define HELIOGRAPH_DEMO_BANK_CUSTOMER_COOKIE_H_

#include <string>
#include <string_view>
#include <utility>

#include "base/secret.h"
#include "http/request.h"

namespace heliograph::bank {

// Its value; empty where it was not sent, or twice: then nobody knows which of them was set by whom.
[[nodiscard]] std::string_view customerCookieOf(const http::Request& request);

// The header that sets it until the browser ends, and the one that removes it (http/cookie.h).
[[nodiscard]] std::pair<std::string, std::string> setCustomerCookie(const SecretBytes& value,
                                                                    const http::Request& request);
[[nodiscard]] std::pair<std::string, std::string> removeCustomerCookie(const http::Request& request);

}  // namespace heliograph::bank

#endif  // HELIOGRAPH_DEMO_BANK_CUSTOMER_COOKIE_H_
