// Signing in at the console.
//
//   POST   /console/api/session        {key_id, key_secret} of an ADMIN key -> the session, and its cookie
//   GET    /console/api/session        -> the session
//   POST   /console/api/session/renew  -> the session for another 15 minutes, and its cookie
//   DELETE /console/api/session        -> 204, and no cookie
//
// The session is {key_id, name, role, organisation_id, expires_at}. Each call is for the console's page alone
// (console_page.h). The cookie holds the token (domain/console_sessions.h), out of reach of scripts; with it the admin
// API answers as by HTTP Basic (api_key_gate.h). The secret is in no answer and is kept nowhere.

#ifndef HELIOGRAPH_SERVER_HTTP_CONSOLE_SESSION_H_
#define HELIOGRAPH_SERVER_HTTP_CONSOLE_SESSION_H_

#include "domain/console_sessions.h"
#include "http/api_key_gate.h"
#include "http/router.h"

namespace heliograph::http {

// Gate and sessions outlive the router.
void addConsoleSessionRoutes(Router& router, ApiKeyGate& gate, const domain::ConsoleSessions& sessions);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_CONSOLE_SESSION_H_
