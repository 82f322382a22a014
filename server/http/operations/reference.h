// What describes the interfaces: the OpenAPI document, and a page that shows it.
//
//   GET /openapi.json    server/http/openapi/openapi.json
//   GET /docs            the page; where it was not built in, one that says how to build it
//   GET /docs/{file}     what the page is made of
//
// Nobody needs a key for them; all of them are in the program and never reach the database.

#ifndef HELIOGRAPH_SERVER_HTTP_OPERATIONS_REFERENCE_H_
#define HELIOGRAPH_SERVER_HTTP_OPERATIONS_REFERENCE_H_

#include <string_view>

#include "http/router.h"

namespace heliograph::http {

// Scripts and connections of our own and no others; styles as attributes, too, which Swagger UI sets.
inline constexpr std::string_view kReferencePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// True for the paths of these routes.
[[nodiscard]] bool isReference(std::string_view path);

void addReferenceRoutes(Router& router);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_OPERATIONS_REFERENCE_H_
