// Which audit events a request asks for.

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_AUDIT_QUERY_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_AUDIT_QUERY_H_

#include <string>

#include "domain/store.h"
#include "http/fields.h"
#include "http/problem.h"
#include "http/request.h"

namespace heliograph::http {

inline constexpr int kDefaultAuditPage = 100;

// The parameters as texts, once they are known to be a query.
struct AuditSearch {
  Fields fields;
  domain::AuditQuery query;
};
[[nodiscard]] Result<AuditSearch, Problem> auditSearchOf(const Request& request);

// The same search from behind `next` on, as the query of a URL.
[[nodiscard]] std::string nextPageOf(const AuditSearch& search, domain::AuditSequence next);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_AUDIT_QUERY_H_
