#include "http/admin/api_keys.h"

#include <string>

#include "http/admin/administration_problem.h"
#include "http/admin/time_field.h"
#include "http/body_reader.h"
#include "http/guarded.h"
#include "http/json.h"
#include "http/query.h"
#include "http/time_text.h"

namespace heliograph::http {
namespace {

constexpr const char* kApiKeys = "/admin-api/v1/api-keys";

Result<domain::ApiKeyRequest, Problem> keyRequestOf(const Fields& body) {
  const auto organisation = body.id<domain::OrganisationId>("organisation_id");
  if (!organisation) return fail(organisation.error());
  const auto name = body.text("name");
  if (!name) return fail(name.error());
  const auto role_name = body.optionalText("role").value_or(domain::nameOf(domain::ApiKeyRole::kServiceProvider));
  const auto role = domain::apiKeyRoleFromName(role_name);
  if (!role) return fail(malformed("role: it must be SERVICE_PROVIDER, READ_ONLY or ADMIN"));
  const auto expires_at = optionalTime(body, "expires_at");
  if (!expires_at) return fail(expires_at.error());
  return domain::ApiKeyRequest{
      .organisation = *organisation, .name = std::string(*name), .role = *role, .expires_at = *expires_at};
}

Outcome create(const Call& call, domain::Administration& administration) {
  const auto body = readBody(call.request, {"organisation_id", "name", "role", "expires_at"});
  if (!body) return fail(body.error());
  const auto request = keyRequestOf(*body);
  if (!request) return fail(request.error());
  const auto created = administration.createApiKey(*request, call.caller.origin(), call.now);
  if (!created) return fail(problemOf(created.error()));

  Json json = toJson(created->key);
  json.add("key_secret", textOf(created->secret.expose()));
  return createdJson(std::string(kApiKeys) + "/" + created->key.id.text(), json);
}

Outcome list(const Call& call, domain::Administration& administration) {
  const auto query = readQuery(call.request, {"organisation_id"});
  if (!query) return fail(query.error());
  const auto organisation = query->optionalId<domain::OrganisationId>("organisation_id");
  if (!organisation) return fail(organisation.error());

  Json keys = Json::emptyList();
  for (const domain::ApiKey& key : administration.apiKeys()) {
    if (*organisation && key.organisation != **organisation) continue;
    keys.append(toJson(key));
  }
  return okJson({{"api_keys", std::move(keys)}});
}

Outcome find(const Call&, domain::Administration& administration, const domain::ApiKeyId& id) {
  const auto key = administration.findApiKey(id);
  if (!key) return fail(problemOf(key.error()));
  return okJson(toJson(*key));
}

Outcome revoke(const Call& call, domain::Administration& administration, const domain::ApiKeyId& id) {
  if (const auto empty = requireEmptyBody(call.request); !empty) return fail(empty.error());
  const auto revoked = administration.revokeApiKey(id, call.caller.origin(), call.now);
  if (!revoked) return fail(problemOf(revoked.error()));
  return okJson(toJson(*revoked));
}

}  // namespace

Json toJson(const domain::ApiKey& key) {
  Json json{{"id", key.id.text()},
            {"organisation_id", key.organisation.text()},
            {"name", key.name},
            {"role", domain::nameOf(key.role)},
            {"created_at", formatRfc3339(key.created_at)}};
  if (key.expires_at) json.add("expires_at", formatRfc3339(*key.expires_at));
  if (key.revoked_at) json.add("revoked_at", formatRfc3339(*key.revoked_at));
  if (key.last_used_at) json.add("last_used_at", formatRfc3339(*key.last_used_at));
  return json;
}

void addApiKeyRoutes(Router& router, ApiKeyGate& gate, domain::Administration& administration,
                     domain::DirectoryCache& directory) {
  const std::string path = kApiKeys;
  const auto with_id = [&](auto function) {
    return guardedWithId<domain::ApiKeyId>(
        gate, Access::kAdmin, ProblemCode::kUnknownApiKey,
        [&administration, function](const Call& call, const auto& id) { return function(call, administration, id); });
  };
  router.add(Method::kPost, path, guarded(gate, Access::kAdmin, [&administration, &directory](const Call& call) {
               Outcome created = create(call, administration);
               // So that this server knows the key when the next request comes with it.
               if (created) (void)directory.latest();
               return created;
             }));
  router.add(Method::kGet, path,
             guarded(gate, Access::kAdmin, [&administration](const Call& call) { return list(call, administration); }));
  router.add(Method::kGet, path + "/{key_id}", with_id(find));
  router.add(Method::kPost, path + "/{key_id}/revoke", with_id(revoke));
}

}  // namespace heliograph::http
