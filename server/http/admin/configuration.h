// The configuration of an application in the admin API: an object of property and value, both text
// (docs/configuration.md). What is set counts at once, on every server of the database.
//
//   GET   /admin-api/v1/applications/{id}/configuration           -> {configuration, version, changed_at, warnings}
//   PUT   /admin-api/v1/applications/{id}/configuration           what is left out gets its default
//   PATCH /admin-api/v1/applications/{id}/configuration           what is left out stays
//   GET   /admin-api/v1/applications/{id}/configuration/history   -> {changes}, the newest first
//
// With ?dry_run=true PUT and PATCH say what they would do: the change is judged in full, and nothing is written.
//
// ETag is the version. With If-Match (RFC 9110 section 13.1.1) only that version is changed: 412 for any other.

#ifndef HELIOGRAPH_SERVER_HTTP_ADMIN_CONFIGURATION_H_
#define HELIOGRAPH_SERVER_HTTP_ADMIN_CONFIGURATION_H_

#include <string>

#include "domain/administration.h"
#include "http/api_key_gate.h"
#include "http/json.h"
#include "http/router.h"

namespace heliograph::http {

// An entry of the history as the interface shows it.
[[nodiscard]] Json toJson(const domain::ConfigurationChange& change);

// Gate and administration outlive the router.
void addConfigurationRoutes(Router& router, ApiKeyGate& gate, domain::Administration& administration);

}  // namespace heliograph::http

#endif  // HELIOGRAPH_SERVER_HTTP_ADMIN_CONFIGURATION_H_
