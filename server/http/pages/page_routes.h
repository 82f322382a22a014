// The pages that people open: the operator's, and with a demonstration its bank's and a phone's.
//
//   GET /                          303 to the demonstration if there is one, else to the reference
//   GET /console                   308 to /console/
//   GET /console/                  index.html; if the pages were not built in, a page that says how to build them
//   GET /console/{file}            what may change: a browser asks each time, and mostly gets a 304
//   GET /console/assets/{file}     what never changes, since its name has a hash of it: a browser asks once
//   and the same of /demo and /phone on a server with a demonstration
//
// Locations are relative, so that a proxy may show all of it below a path of its own. Nobody needs a key for the pages;
// all of them are in the program and never reach the database.

#ifndef HELIOGRAPH_SERVER_HTTP_PAGES_PAGE_ROUTES_H_
#define HELIOGRAPH_SERVER_HTTP_PAGES_PAGE_ROUTES_H_

#include <string_view>

#include "http/pages/pages.h"
#include "http/router.h"

namespace heliograph::http {

enum class Demonstration { kNone, kShown };

// True for the paths of these routes. False for what the pages themselves call, below /console/api/ and /demo/api/.
[[nodiscard]] bool isPage(std::string_view path);

// `pages` outlives the router.
void addPageRoutes(Router& router, const Pages& pages, Demonstration demonstration);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_PAGES_PAGE_ROUTES_H_
