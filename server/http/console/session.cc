#include "http/console/session.h"

#include <chrono>
#include <string>

#include "http/body_reader.h"
#include "http/console/console_page.h"
#include "http/cookie.h"
#include "http/json.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr const char* kSession = "/console/api/session";

std::pair<std::string, std::string> consoleCookie(const Request& request, std::string_view token,
                                                  std::chrono::seconds age) {
  return setCookie(request, Cookie{.name = kConsoleCookie, .value = token, .path = "/", .max_age = age});
}

Response show(const domain::ApiKey& key, const domain::ConsoleSession& session) {
  const Json json{{"key_id", key.id.text()},
                  {"name", key.name},
                  {"role", domain::nameOf(key.role)},
                  {"organisation_id", key.organisation.text()},
                  {"expires_at", formatRfc3339(session.expires_at)}};
  return okJson(json);
}

Response showWithCookie(const ConsoleCall& call, const domain::ConsoleSession& session,
                        const domain::ConsoleSessions& sessions) {
  Response response = show(call.key, session);
  const SecretBytes token = sessions.tokenOf(session);
  const auto age = std::chrono::ceil<std::chrono::seconds>(session.expires_at - call.call.now);
  response.headers.push_back(consoleCookie(call.call.request, textOf(token.expose()), age));
  return response;
}

Outcome signIn(const Request& request, ApiKeyGate& gate, const domain::ConsoleSessions& sessions) {
  if (const auto page = requireConsolePage(request); !page) return fail(page.error());
  const auto body = readBody(request, {"key_id", "key_secret"});
  if (!body) return fail(body.error());
  const auto key_id = body->text("key_id");
  if (!key_id) return fail(key_id.error());
  const auto key_secret = body->text("key_secret");
  if (!key_secret) return fail(key_secret.error());
  const auto call = gate.signIn(request, *key_id, bytesOf(*key_secret));
  if (!call) return fail(call.error());
  return showWithCookie(*call, call->session, sessions);
}

Outcome find(const Request& request, ApiKeyGate& gate) {
  const auto call = gate.admitConsole(request);
  if (!call) return fail(call.error());
  return show(call->key, call->session);
}

Outcome renew(const Request& request, ApiKeyGate& gate, const domain::ConsoleSessions& sessions) {
  const auto call = gate.admitConsole(request);
  if (!call) return fail(call.error());
  if (const auto empty = requireEmptyBody(request); !empty) return fail(empty.error());
  return showWithCookie(*call, domain::ConsoleSessions::renew(call->session, call->call.now), sessions);
}

// Whether or not the session is still good: a browser must be able to get rid of what it has.
Outcome signOut(const Request& request) {
  if (const auto page = requireConsolePage(request); !page) return fail(page.error());
  if (const auto empty = requireEmptyBody(request); !empty) return fail(empty.error());
  Response response = noContent();
  response.headers.push_back(consoleCookie(request, "", std::chrono::seconds(0)));
  return response;
}

}  // namespace

void addConsoleSessionRoutes(Router& router, ApiKeyGate& gate, const domain::ConsoleSessions& sessions) {
  const std::string path = kSession;
  router.add(Method::kPost, path, [&gate, &sessions](const Request& request, const PathParameters&) {
    return signIn(request, gate, sessions);
  });
  router.add(Method::kGet, path,
             [&gate](const Request& request, const PathParameters&) { return find(request, gate); });
  router.add(Method::kDelete, path, [](const Request& request, const PathParameters&) { return signOut(request); });
  router.add(Method::kPost, path + "/renew", [&gate, &sessions](const Request& request, const PathParameters&) {
    return renew(request, gate, sessions);
  });
}

}  // namespace heliograph::http
