// The audit log in the admin API.
//
//   GET  /admin-api/v1/audit-events?from=&to=&organisation_id=&device_id=&session_id=&key_id=&action=&outcome=&limit=
//                                   &cursor=     {events, next_cursor?}, the newest first; or application/jsonl with
//                                                one event a line, and the next page in a Link header with rel="next"
//   GET  /admin-api/v1/audit-heads?after=        {heads, public_key}, ascending, from behind the number `after` on
//   POST /admin-api/v1/audit-verification        walks the whole chain: {valid, heads?, events?, unsealed?, fault?}
//
// public_key is the base64 of an uncompressed point of P-256 (SEC 1, 65 bytes), signature that of r || s (64 bytes);
// hashes are hexadecimal. What is signed: domain/audit_chain.h.

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_AUDIT_LOG_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_AUDIT_LOG_H_

#include <string>

#include "domain/audit_log.h"
#include "http/api_key_gate.h"
#include "http/json.h"
#include "http/router.h"

namespace heliograph::http {

// An event as the interface shows it, on one line. What callers said is cut at a number of bytes, so maybe within a
// character, which is replaced then.
[[nodiscard]] std::string renderAuditEvent(const domain::StoredAuditEvent& event);
// A head as the interface shows it.
[[nodiscard]] Json toJson(const domain::AuditHead& head);

// Gate and audit log outlive the router.
void addAuditRoutes(Router& router, ApiKeyGate& gate, domain::AuditLog& audit_log);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_AUDIT_LOG_H_
