// The query of a request as named texts, in the form of HTML forms (application/x-www-form-urlencoded), read strictly.

#ifndef HELIOGRAPH_SERVER_HTTP_QUERY_H_
#define HELIOGRAPH_SERVER_HTTP_QUERY_H_

#include "http/fields.h"
#include "http/problem.h"
#include "http/request.h"

namespace heliograph::http {

// Refuses, as malformed, parameters that are unknown, there twice or empty, and values that are no valid UTF-8 once
// their escapes are undone. An empty value is refused because it would else be a filter that somebody forgot to fill.
[[nodiscard]] Result<Fields, Problem> readQuery(const Request& request, FieldNames allowed);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_QUERY_H_
