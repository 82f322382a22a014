#include "http/service_provider/authentications.h"

#include <optional>
#include <string>

#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/idempotency.h"
#include "http/json.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr const char* kAuthentications = "/api/smart-device/v1/authentications";

Json toJson(protocol::AuthMethodSet methods) {
  Json names = Json::emptyList();
  for (const protocol::AuthMethod method : protocol::kAllAuthMethods) {
    if (methods.contains(method)) names.append(protocol::apiName(method));
  }
  return names;
}

std::string_view levelOf(protocol::AuthMethod method) {
  return protocol::isTwoFactor(method) ? "TWO_FACTOR" : "ONE_FACTOR";
}

Json toJson(const domain::AuthenticationView& view) {
  const domain::AuthenticationSession& session = view.session;
  Json json{{"id", session.id.text()},
            {"device_id", session.device.text()},
            {"application_id", session.application.text()},
            {"auth_methods", toJson(session.auth_methods)}};
  if (session.context) json.add("context", session.context->text());
  if (session.title) json.add("context_title", session.title->text());
  json.add("status", domain::nameOf(view.status));
  if (session.auth_method) {
    json.add("auth_method", protocol::apiName(*session.auth_method));
    json.add("auth_level", levelOf(*session.auth_method));
  }
  json.add("created_at", formatRfc3339(session.created_at));
  json.add("expires_at", formatRfc3339(session.expires_at));
  if (session.finished_at) json.add("finished_at", formatRfc3339(*session.finished_at));
  return json;
}

// Nothing where the caller leaves the choice to the configuration. An empty list is a choice that somebody forgot to
// make.
Result<std::optional<protocol::AuthMethodSet>, Problem> methodsOf(const Fields& body) {
  const auto names = body.optionalList("auth_methods");
  if (!names) return std::nullopt;
  if (names->empty()) return fail(malformed("auth_methods is empty"));
  protocol::AuthMethodSet methods;
  for (const std::string& name : *names) {
    const auto method = protocol::authMethodFromApiName(name);
    if (!method || protocol::isOffline(*method)) {
      return fail(malformed("auth_methods has something that is not the name of an online one"));
    }
    methods.insert(*method);
  }
  return methods;
}

Outcome begin(const Call& call, domain::Authentications& authentications,
              const domain::IdempotencyKeys& idempotency_keys) {
  const auto idempotency = idempotencyKeyOf(call, idempotency_keys);
  if (!idempotency) return fail(idempotency.error());
  const auto body =
      readBody(call.request, {.texts = {"device_id", "context", "context_title"}, .lists = {"auth_methods"}});
  if (!body) return fail(body.error());
  const auto device = body->id<DeviceId>("device_id");
  if (!device) return fail(device.error());
  const auto methods = methodsOf(*body);
  if (!methods) return fail(methods.error());
  const domain::AuthenticationRequest request{.device = *device,
                                              .title = body->optionalText("context_title"),
                                              .context = body->optionalText("context"),
                                              .auth_methods = *methods};

  const auto begun = authentications.begin(call.caller, request, *idempotency, call.now);
  if (!begun) return fail(problemOf(begun.error()));
  return createdJson(std::string(kAuthentications) + "/" + begun->session.id.text(), toJson(*begun));
}

Outcome find(const Call& call, domain::Authentications& authentications, const domain::AuthenticationSessionId& id) {
  const auto found = authentications.find(call.caller, id, call.now);
  if (!found) return fail(problemOf(found.error()));
  return okJson(toJson(*found));
}

Outcome cancel(const Call& call, domain::Authentications& authentications, const domain::AuthenticationSessionId& id) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  const auto cancelled = authentications.cancel(call.caller, id, call.now);
  if (!cancelled) return fail(problemOf(cancelled.error()));
  return okJson(toJson(*cancelled));
}

}  // namespace

void addAuthenticationRoutes(Router& router, ApiKeyGate& gate, domain::Authentications& authentications,
                             const domain::IdempotencyKeys& idempotency_keys) {
  const std::string path = kAuthentications;
  const auto with_id = [&](Access access, auto function) {
    return guardedWithId<domain::AuthenticationSessionId>(
        gate, access, ProblemCode::kUnknownSession,
        [&authentications, function](const Call& call, const auto& id) { return function(call, authentications, id); });
  };
  router.add(Method::kPost, path,
             guarded(gate, Access::kWrite, [&authentications, &idempotency_keys](const Call& call) {
               return begin(call, authentications, idempotency_keys);
             }));
  router.add(Method::kGet, path + "/{session_id}", with_id(Access::kRead, find));
  router.add(Method::kPost, path + "/{session_id}/cancel", with_id(Access::kWrite, cancel));
}

}  // namespace heliograph::http
