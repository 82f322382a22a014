// Statistics of an application in the admin API: how many authentications began, by method and by how they ended.
//
//   GET /admin-api/v1/applications/{id}/statistics?from=&to=&interval=   interval is hour or day, which is the default;
//                                                                        to is now where it is left out

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_STATISTICS_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_STATISTICS_H_

#include <string>

#include "domain/statistics.h"
#include "http/api_key_gate.h"
#include "http/json.h"
#include "http/router.h"

namespace heliograph::http {

// A count as the interface shows it.
[[nodiscard]] Json toJson(const domain::SessionCount& count);

// Gate and statistics outlive the router.
void addStatisticsRoutes(Router& router, ApiKeyGate& gate, domain::Statistics& statistics);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_STATISTICS_H_
