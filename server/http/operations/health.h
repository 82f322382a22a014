// What an orchestrator asks.
//
//   GET /health/live    200 while the process serves
//   GET /health/ready   200 while the database answers, else 503
//
// Both answer from memory, and never wait for a thread of the pool.

#ifndef HELIOGRAPH_SERVER_HTTP_OPERATIONS_HEALTH_H_
#define HELIOGRAPH_SERVER_HTTP_OPERATIONS_HEALTH_H_

#include <string_view>

#include "http/directory_refresh.h"
#include "http/router.h"

namespace heliograph::http {

inline constexpr std::string_view kHealthPrefix = "/health/";

// The refresh outlives the router.
void addHealthRoutes(Router& router, const DirectoryRefresh& refresh);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_OPERATIONS_HEALTH_H_
