#include "http/console/console_page.h"

namespace heliograph::http {

bool saysItIsTheConsole(const Request& request) { return request.header("X-Heliograph-Console") == "1"; }

Result<void, Problem> requireConsolePage(const Request& request) {
  if (!saysItIsTheConsole(request)) {
    return fail(Problem{ProblemCode::kForbidden, "X-Heliograph-Console: it must be 1 if a cookie is the credential"});
  }
  if (isFromElsewhere(request)) {
    return fail(Problem{ProblemCode::kForbidden, "Sec-Fetch-Site: only this server's own page may ask"});
  }
  return {};
}

}  // namespace heliograph::http
