// How the server knows the requests of its own page, the console: another page that a signed-in administrator has open
// can make the browser send requests, cookie and all, and must not do anything by them.
//
// The console says X-Heliograph-Console: 1 with each request. A page of another origin cannot: a browser asks the
// server first (CORS), which allows nobody. Where the browser says from where a request comes (Sec-Fetch-Site), it must
// be from the server's own origin.

#ifndef HELIOGRAPH_SERVER_HTTP_CONSOLE_CONSOLE_PAGE_H_
#define HELIOGRAPH_SERVER_HTTP_CONSOLE_CONSOLE_PAGE_H_

#include <string_view>

#include "base/result.h"
#include "http/problem.h"
#include "http/request.h"

namespace heliograph::http {

inline constexpr std::string_view kConsoleCookie = "heliograph_console";

// The challenge (RFC 9110 section 11.6.1) to a request that says it comes from the console. Of a scheme that no browser
// knows: one that meets Basic asks for name and password itself, in front of the page.
inline constexpr std::string_view kConsoleChallenge = R"(HeliographConsole realm="heliograph")";

// True where the request says so, whoever it is.
[[nodiscard]] bool saysItIsTheConsole(const Request& request);

// kForbidden where it does not say so, or the browser says otherwise.
[[nodiscard]] Result<void, Problem> requireConsolePage(const Request& request);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_CONSOLE_CONSOLE_PAGE_H_
